"""What the PBX said, as the database can take it: nothing it sends may make a batch impossible."""

from datetime import UTC, datetime
from hashlib import sha256

LONGEST = 200
"""Characters of what stands in an index; PostgreSQL takes 2,700 bytes for all of its columns."""

MOST = 2**31 - 1  # of a PositiveIntegerField; SQLite drops a row with more, PostgreSQL a batch


def moment(seconds: float | None) -> datetime | None:
    """None is unknown, and so is what no calendar has."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def count(said: int | None) -> int | None:
    """None is unknown, and so is what nobody counts to."""
    return said if said is not None and 0 <= said <= MOST else None


def text(said: str) -> str:
    """PostgreSQL stores no NUL and nobody stores half a surrogate pair."""
    return said.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def name(said: str) -> str:
    """A text that is looked up: what is too long for an index keeps its beginning and its hash."""
    said = text(said)
    if len(said) <= LONGEST:
        return said
    return f"{said[: LONGEST - 64]}{sha256(said.encode()).hexdigest()}"
