"""One set of certificates for all clients: reading it takes 25 ms, which nobody should wait for at
every order."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def context() -> ssl.SSLContext:
    """What clients verify their peers with."""
    import httpx

    return httpx.create_ssl_context()
