"""The limits of the document's properties, as they stand in `Annotated` fields of structures.

Each says of a value what it may be: `""` when it fits, else the limit as a sentence.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol
from urllib.parse import urlsplit

WRITTEN = "%Y-%m-%d %H:%M:%S"


class Limit(Protocol):
    """What every limit can tell of a value of the right kind."""

    def breach(self, value: Any) -> str: ...


class Mark(Enum):
    """What the notation of the document says of a property ("Notation conventions")."""

    MANDATORY = "mandatory"
    READ_ONLY = "read-only"
    SECRET = "secret"  # ours, not the document's: a password or a PIN, kept out of every repr
    ALONE = "one of these stands for itself, several stand in a list"


MANDATORY, READ_ONLY, SECRET = Mark.MANDATORY, Mark.READ_ONLY, Mark.SECRET
ALONE = Mark.ALONE


@dataclass(frozen=True)
class AtMost:
    """A longest text, in characters."""

    characters: int

    def breach(self, value: str) -> str:
        return f"must have at most {self.characters} characters" * (len(value) > self.characters)


@dataclass(frozen=True)
class Matching:
    """A text of a form; `sentence` says which."""

    pattern: str
    sentence: str

    def breach(self, value: str) -> str:
        return self.sentence * (re.fullmatch(self.pattern, value) is None)


@dataclass(frozen=True)
class OneOf:
    """The words the document allows, spelt as there."""

    words: tuple[str, ...]

    def breach(self, value: str) -> str:
        return f"must be one of {', '.join(self.words)}" * (value not in self.words)


@dataclass(frozen=True)
class Between:
    """A whole number, both ends included."""

    lowest: int
    highest: int

    def breach(self, value: int) -> str:
        fits = self.lowest <= value <= self.highest
        return f"must be from {self.lowest} to {self.highest}" * (not fits)


@dataclass(frozen=True)
class WebAddress:
    """An http or https address."""

    def breach(self, value: str) -> str:
        try:
            parts = urlsplit(value)
            fits = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            fits = False
        return "must be an http or https address" * (not fits or any(map(str.isspace, value)))


@dataclass(frozen=True)
class Dialable:
    """An account ID, a number, an extension or a service code: no blanks."""

    def breach(self, value: str) -> str:
        return "must be a number without spaces" * (not value or any(map(str.isspace, value)))


@dataclass(frozen=True)
class Moment:
    """A time as PortaBilling writes it, in UTC."""

    def breach(self, value: str) -> str:
        try:
            fits = f"{datetime.strptime(value, WRITTEN):{WRITTEN}}" == value
        except ValueError:
            fits = False
        return "must be a time in UTC, written YYYY-MM-DD HH:MM:SS" * (not fits)


def one_of(*words: str) -> OneOf:
    return OneOf(words)


YES_NO = one_of("Y", "N")
URL = WebAddress()
NUMBER = Dialable()
TIME = Moment()
ID = Between(1, 2**63 - 1)
LINE = Matching(r"[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*", "must be a line of text")
IDENTIFIER = Matching(r".+", "must be one line that is not empty")
