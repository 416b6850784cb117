"""Contacts as vCards: 3.0 (RFC 2426) and 4.0 (RFC 6350) are read, 4.0 is written."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext

from console.directory.records import (
    LINES_AT_MOST,
    Failure,
    NotReadable,
    Read,
    Record,
    checked,
)

FOLD_AT = 75  # octets of a line, RFC 6350 section 3.2

_PART = re.compile(r'(?:[^;"]|"[^"]*"|")+')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_KINDS = {"cell": "mobile", "mobile": "mobile", "iphone": "mobile", "fax": "fax", "home": "home",
          "work": "work", "main": "work"}  # fmt: skip


class Line(NamedTuple):
    """One property: its name and types in lower case, its value still escaped."""

    number: int
    name: str
    types: list[str]
    value: str


def read_vcards(text: str) -> Read:
    """Raises NotReadable with a sentence when there is no card at all."""
    read, is_any = Read(), False
    for first, lines in _cards(text):
        is_any = True
        record = _record(first, lines)
        why = _odd_version(lines) or checked(record)
        if why:
            read.failures.append(Failure(first, why, record.name))
        else:
            read.records.append(record)
    if not is_any:
        raise NotReadable(gettext("There is no vCard in this file."))
    return read


def _cards(text: str) -> Iterator[tuple[int, list[Line]]]:
    """Each card with the line on which it begins; what stands outside of cards is no concern."""
    begins, lines = 0, list[Line]()
    for number, raw in _unfolded(text):
        line = _line(number, raw)
        if line is None:
            continue
        if line.name == "begin" and line.value.strip().lower() == "vcard":
            begins, lines = number, []
        elif line.name == "end" and line.value.strip().lower() == "vcard" and begins:
            yield begins, lines
            begins = 0
        elif begins:
            lines.append(line)
    if begins:
        yield begins, [Line(begins, "cut off", [], "")]


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """A line that begins with a blank continues the one before."""
    begun, whole = 0, list[str]()
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if number > LINES_AT_MOST * 20:  # a card has about ten lines, a photograph many more
            raise NotReadable(gettext("The file has too many lines. Divide it."))
        if whole and line[:1] in (" ", "\t"):
            whole.append(line[1:])
            continue
        if whole:
            yield begun, "".join(whole)
        begun, whole = number, [line]
    if whole:
        yield begun, "".join(whole)


def _line(number: int, raw: str) -> Line | None:
    head, colon, value = _split(raw)
    if not colon:
        return None
    name, *parameters = _PART.findall(head.replace('""', ""))
    types: list[str] = []
    for parameter in parameters:
        key, equals, given = parameter.partition("=")
        if not equals:
            types.append(key.strip().lower())  # TEL;HOME: of older programs
        elif key.strip().lower() == "type":
            types += [one.strip().lower() for one in given.strip('"').split(",")]
        elif key.strip().lower() == "encoding" and given.lower().startswith("q"):
            types.append("quoted-printable")
    return Line(number, name.rpartition(".")[2].strip().lower(), types, value)


def _split(raw: str) -> tuple[str, str, str]:
    """At the first colon that stands in no quotation marks."""
    is_quoted = False
    for at, letter in enumerate(raw):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == ":" and not is_quoted:
            return raw[:at] or " ", ":", raw[at + 1 :]
    return raw, "", ""


def _odd_version(lines: list[Line]) -> str:
    if any(line.name == "cut off" for line in lines):
        return gettext("The card has no end.")
    version = next((line.value.strip() for line in lines if line.name == "version"), "")
    if version and version not in ("3.0", "4.0"):
        told = gettext("This is vCard %(version)s; 3.0 and 4.0 are understood. Export it as those.")
        return told % {"version": version[:10]}
    return ""


def _record(first: int, lines: list[Line]) -> Record:
    record, parts = Record(first, numbers=[]), list[str]()
    for line in lines:
        match line.name:
            case "fn":
                record.name = record.name or _text(line.value)
            case "n":
                parts = parts or _several(line.value)
            case "org":
                record.company, record.department = _org(line.value, record)
            case "uid":
                record.key = record.key or _text(line.value)
            case "email":
                record.email = record.email or _text(line.value)
            case "note":
                record.note = record.note or _text(line.value)
            case "tel" if line.value.strip():
                record.numbers.append((_kind(line.types), _number(line.value)))
    record.name = record.name or " ".join(filter(None, [*parts[1:2], *parts[:1]]))
    return record


def _org(value: str, record: Record) -> tuple[str, str]:
    company, *units = [*_several(value), ""]
    return record.company or company, record.department or ", ".join(filter(None, units))


def _kind(types: list[str]) -> str:
    return next((_KINDS[one] for one in _KINDS if one in types), "other" if types else "work")


def _number(value: str) -> str:
    """4.0 writes numbers as addresses: `tel:+44-20-7946-0812;ext=5`."""
    text = _text(value)
    return text.partition(";")[0] if text[:4].lower() == "tel:" else text


def _several(value: str) -> list[str]:
    """The parts of a structured value, which semicolons divide unless they are escaped."""
    parts, now = list[str](), ""
    pieces = re.split(r"(\\.|;)", value, flags=re.DOTALL)
    for piece in pieces:
        if piece == ";":
            parts.append(_text(now))
            now = ""
        else:
            now += piece
    return [*parts, _text(now)]


def _text(value: str) -> str:
    plain = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return plain.strip()


def write_vcards(records: Iterable[Record]) -> str:
    return "".join(_card(record) for record in records)


def _card(record: Record) -> str:
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"UID:{_escaped(record.key)}"]
    lines.append(f"FN:{_escaped(record.name)}")
    if record.company or record.department:
        lines.append(f"ORG:{_escaped(record.company)};{_escaped(record.department)}".rstrip(";"))
    for kind, number in record.numbers:
        type_of = {"mobile": "cell", "other": "other"}.get(kind, kind)
        lines.append(f"TEL;TYPE={type_of}:{_escaped(number)}")
    lines += [f"EMAIL:{_escaped(record.email)}"] if record.email else []
    lines += [f"NOTE:{_escaped(record.note)}"] if record.note else []
    return "".join(map(_folded, [*lines, "END:VCARD"]))


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\\n".join(plain.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _folded(line: str) -> str:
    """Folded between characters, never inside one."""
    out, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > FOLD_AT:
            out, size = f"{out}\r\n ", 1
        out, size = out + letter, size + octets
    return f"{out}\r\n"
