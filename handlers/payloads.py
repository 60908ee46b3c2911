"""What stands behind `/start` in an address: an idea, or something that is kept under a token."""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode

from storage.links import Links

LONGEST = 64  # characters of A-Z, a-z, 0-9, _ and -
IDEA, KEPT_IDEA, BOARD = "idea_", "i_", "sb_"
NEW = "new"  # nothing more than the greeting


async def payload_for_idea(text: str, links: Links, person: str) -> str:
    """What stands for an idea: the idea itself where it fits, else the token it is kept under."""
    written = IDEA + urlsafe_b64encode(text.encode()).decode().rstrip("=")
    if len(written) <= LONGEST:
        return written
    return KEPT_IDEA + await links.keep("idea", text, person)


async def payload_for_board(job: str, links: Links, person: str) -> str:
    """What stands for the storyboard of a job that `person` shares."""
    return BOARD + await links.keep("board", job, person)


async def idea_in(payload: str, links: Links) -> str:
    """The idea that a payload stands for, or empty."""
    if payload.startswith(IDEA):
        return _read(payload.removeprefix(IDEA))
    if payload.startswith(KEPT_IDEA):
        link = await links.find(payload.removeprefix(KEPT_IDEA))
        return link.value if link and link.kind == "idea" else ""
    return ""


def board_in(payload: str) -> str:
    """The token of the storyboard that a payload stands for, or empty."""
    return payload.removeprefix(BOARD) if payload.startswith(BOARD) else ""


def _read(written: str) -> str:
    padding = "=" * (-len(written) % 4)
    try:
        return b64decode(written + padding, b"-_", validate=True).decode()
    except ValueError:
        return ""
