"""What tests let go wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.servers.discord.call import Call
from tests.servers.discord.refusal import Refused, flood
from tests.servers.platforms import fault

REASONS = {
    400: "400: Bad Request",
    401: "401: Unauthorized",
    403: "Missing Access",
    404: "404: Not Found",
    500: "500: Internal Server Error",
    502: "502: Bad Gateway",
    503: "503: Service Unavailable",
}


@dataclass(slots=True)
class Fault(fault.Fault[Call, Refused]):
    """What goes wrong where `path` is found in a request's path."""

    path: str
    method: str = ""
    status: int = 0
    code: int = 0
    retry_after: float = 1.0
    everywhere: bool = False

    def meets(self, call: Call) -> bool:
        """Whether it is this call's."""
        return self.method in ("", call.method) and bool(re.search(self.path, call.path))

    @property
    def refusal(self) -> Refused | None:
        """The answer, where it has one."""
        if self.status == 429:
            return flood(self.retry_after, everywhere=self.everywhere)
        if self.status:
            return Refused(self.status, self.code, REASONS.get(self.status, "planted"))
        return None
