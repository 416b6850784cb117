"""A contact as a file has it, and what is wrong with a line: plain values, no database."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from msgspec import Struct, to_builtins

from console.directory.models import NAME_AT_MOST, NOTE_AT_MOST, Kind
from console.directory.numbers import NotDialable, dialable

LINES_AT_MOST = 20_000
BYTES_AT_MOST = 5 * 1024 * 1024
KEY_AT_MOST = 200
NUMBERS_AT_MOST = 10
TEXTS = ("name", "company", "department", "email", "note")


class Record(Struct, omit_defaults=True):
    """`line` is where it begins in the file, from 1; numbers are pairs of a kind and a number."""

    line: int
    key: str = ""
    name: str = ""
    company: str = ""
    department: str = ""
    email: str = ""
    note: str = ""
    numbers: list[tuple[str, str]] = []


class Failure(Struct):
    """Why a line cannot be taken in, in words; `name` says whom it is about, or is empty."""

    line: int
    why: str
    name: str = ""


class Read(Struct):
    """A file that was read. `remarks` are about the whole file, as the guessed encoding."""

    records: list[Record] = []
    failures: list[Failure] = []
    remarks: list[str] = []

    def plain(self) -> dict[str, Any]:
        built: dict[str, Any] = to_builtins(self)
        return built


class NotReadable(Exception):
    """A file of which nothing can be taken in; the argument says why."""


def checked(record: Record) -> str:
    """Clean a record in place; "" when it can be taken in, else why not."""
    for name in ("key", *TEXTS):
        text = getattr(record, name).replace("\x00", "").strip()
        setattr(record, name, text if name == "note" else " ".join(text.split()))
    record.name = record.name or record.company
    if not record.name:
        return gettext("There is no name.")
    for name, most in (("name", NAME_AT_MOST), ("company", NAME_AT_MOST), ("key", KEY_AT_MOST),
                       ("department", NAME_AT_MOST), ("note", NOTE_AT_MOST)):  # fmt: skip
        if len(getattr(record, name)) > most:
            told = gettext("The %(field)s has more than %(most)s characters.")
            return told % {"field": name, "most": most}
    return _checked_email(record) or _checked_numbers(record)


def _checked_email(record: Record) -> str:
    if not record.email:
        return ""
    try:
        validate_email(record.email)
    except ValidationError:
        return gettext("“%(text)s” is no e-mail address.") % {"text": record.email[:60]}
    return ""


def _checked_numbers(record: Record) -> str:
    clean: list[tuple[str, str]] = []
    for kind, text in record.numbers:
        try:
            clean.append((kind if kind in Kind.values else Kind.OTHER.value, dialable(text)))
        except NotDialable:
            return gettext("“%(text)s” is no telephone number.") % {"text": text[:60]}
    record.numbers = list(dict.fromkeys(clean))
    if len(record.numbers) > NUMBERS_AT_MOST:
        return gettext("There are more than %(most)s numbers.") % {"most": NUMBERS_AT_MOST}
    return ""
