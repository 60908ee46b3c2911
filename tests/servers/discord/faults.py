"""What tests let go wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.servers.discord.call import Call
from tests.servers.discord.refusal import Refused, flood

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
class Fault:
    """What goes wrong, `times` times, where `path` is found in a request's path.

    `cut`: the connection is closed without an answer. `taken`: it is done, and then the answer is
    the fault's, or lost. `hang`: so many seconds pass first; without anything else it is done."""

    path: str
    method: str = ""
    status: int = 0
    code: int = 0
    retry_after: float = 1.0
    times: int = 1
    cut: bool = False
    taken: bool = False
    hang: float = 0.0
    everywhere: bool = False

    def meets(self, call: Call) -> bool:
        """Whether it is this call's."""
        return self.method in ("", call.method) and bool(re.search(self.path, call.path))

    @property
    def cuts(self) -> bool:
        """Whether nothing is answered."""
        return self.cut or (self.taken and not self.status)

    @property
    def refusal(self) -> Refused | None:
        """The answer, where it has one."""
        if self.status == 429:
            return flood(self.retry_after, everywhere=self.everywhere)
        if self.status:
            return Refused(self.status, self.code, REASONS.get(self.status, "planted"))
        return None


def due(faults: list[Fault], call: Call) -> Fault | None:
    """The fault of this call, which is used up by it."""
    fault = next((f for f in faults if f.meets(call)), None)
    if fault:
        fault.times -= 1
        if fault.times <= 0:
            faults.remove(fault)
    return fault
