"""Providers against a server that somebody else wrote: aimock, from npm."""
