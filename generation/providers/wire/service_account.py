"""Signing in to Google Cloud as a service account, by `google-auth` (the extra `google`)."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generation import secrets
from generation.errors import Kind, ProviderError
from generation.providers.wire.failures import words

SCOPE = "https://www.googleapis.com/auth/cloud-platform"
NEEDS = "pip install 'reelroom[google]'"
PATIENCE = 60.0  # seconds for a token


def installed() -> bool:
    """Whether `google-auth` is there, with the transport that it signs in by."""
    return find_spec("google") is not None and bool(
        find_spec("google.auth") and find_spec("requests")
    )


class ServiceAccount:
    """The access token of the account that a JSON file describes, asked for where it is due."""

    def __init__(self, provider: str, path: Path) -> None:
        self._provider, self._path = provider, path
        self._credentials: Any = None

    async def token(self) -> str:
        """A token that is good for the next minutes. Raises `ProviderError`."""
        if self._credentials is None or not self._credentials.valid:
            try:
                async with asyncio.timeout(PATIENCE):
                    await asyncio.to_thread(self._refresh)
            except TimeoutError as error:
                raise self._error(Kind.PASSING, error) from error
        token: str = getattr(self._credentials, "token", "")
        secrets.remember({"ACCESS_TOKEN": token})
        return token

    def _refresh(self) -> None:
        """Sign in; blocks."""
        import requests
        from google.auth import exceptions
        from google.auth.transport.requests import Request
        from google.oauth2.service_account import Credentials

        try:
            account: Any = self._credentials or Credentials.from_service_account_file(
                str(self._path), scopes=[SCOPE]
            )
            with requests.Session() as session:
                account.refresh(Request(session=session))
            self._credentials = account
        except exceptions.TransportError as error:
            raise self._error(Kind.PASSING, error) from error
        except exceptions.RefreshError as error:
            raise self._error(Kind.PASSING if error.retryable else Kind.ACCOUNT, error) from error
        except (exceptions.GoogleAuthError, OSError, ValueError) as error:
            raise self._error(Kind.ACCOUNT, error) from error

    def _error(self, kind: Kind, error: Exception) -> ProviderError:
        return ProviderError(self._provider, kind, f"sign-in: {words(error)}")
