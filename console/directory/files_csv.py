"""Contacts as a table of text, from any office program, and written so that it is safe in one."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from console.directory.models import Kind
from console.directory.records import (
    LINES_AT_MOST,
    TEXTS,
    Failure,
    NotReadable,
    Read,
    Record,
    checked,
)

COLUMNS = ("id", "name", "company", "department", "work", "mobile", "home", "other", "fax",
           "email", "note")  # fmt: skip
SEPARATORS = ",;\t"
CELL_AT_MOST = 20_000  # characters

# What the columns of other programs are called: English, German, Ukrainian, Spanish.
_HEADERS = {
    "key": "id uid key externalid kennung kundennummer ідентифікатор identificador",
    "name": "name fullname displayname contact anzeigename vollständigername kontakt ім'я імя піб "
    "контакт nombrecompleto contacto",
    "first": "firstname givenname vorname ім'яособисте nombre",
    "last": "lastname surname familyname nachname familienname прізвище apellido apellidos",
    "company": "company organization organisation organizationname companyname firma "
    "unternehmen компанія фірма організація empresa compañía organización",
    "department": "department dept abteilung відділ departamento",
    "email": "email mail emailaddress emailadresse email1value електроннапошта "
    "пошта correo correoelectrónico",
    "note": "note notes comment comments notiz notizen bemerkung bemerkungen kommentar нотатка "
    "нотатки примітка примітки nota notas comentario observaciones",
    "work": "work phone phone1value telephone number tel businessphone workphone phonework office "
    "telefon telefonnummer geschäftlich telefongeschäftlich rufnummer nummer телефон робочий "
    "робочийтелефон номер teléfono trabajo teléfonotrabajo número",
    "mobile": "mobile mobilephone cell cellphone phonemobile handy mobil mobiltelefon mobilnummer "
    "мобільний мобільнийтелефон móvil celular teléfonomóvil",
    "home": "home homephone phonehome privat telefonprivat домашній домашнійтелефон casa "
    "teléfonocasa particular",
    "other": "other otherphone sonstige weitere інший otro",
    "fax": "fax businessfax workfax telefax факс",
}
_FIELD_OF = {word: field for field, words in _HEADERS.items() for word in words.split()}
_PLAIN = re.compile(r"[\s_\-./()*:]+")
_RISKY = re.compile(r"\A'*[=+\-@\t\r]")
_SEVERAL = re.compile(r"[;|\n]")


def read_csv(text: str) -> Read:
    """The first line names the columns. Raises NotReadable with a sentence."""
    rows = _rows(text)
    try:
        _, first = next(rows)
        fields = [_field(cell) for cell in first]
    except StopIteration:
        raise NotReadable(gettext("The file is empty.")) from None
    if not {"name", "first", "last", "company"} & set(fields):
        told = gettext(
            "The first line must name the columns, one of them “name”. It says: %(line)s"
        )
        raise NotReadable(told % {"line": ", ".join(first)[:200]})
    read = Read()
    unknown = [cell for cell, field in zip(first, fields, strict=True) if not field]
    if any(cell.strip() for cell in unknown):
        told = gettext("These columns were left out: %(columns)s.")
        read.remarks.append(told % {"columns": ", ".join(filter(None, unknown))[:300]})
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        record = _record(line, fields, cells)
        why = checked(record)
        if len(cells) > len(fields) and any(cell.strip() for cell in cells[len(fields) :]):
            why = gettext("There are more cells than columns. Is a text with a separator unquoted?")
        if why:
            read.failures.append(Failure(line, why, record.name))
        else:
            read.records.append(record)
    return read


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(CELL_AT_MOST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            told = gettext("Line %(line)s cannot be read: %(why)s.")
            raise NotReadable(told % {"line": begins, "why": error}) from error
        if begins > LINES_AT_MOST:
            told = gettext("The file has more than %(most)s lines. Divide it.")
            raise NotReadable(told % {"most": LINES_AT_MOST})
        if row:
            yield begins, row
        begins = reader.line_num + 1


def _field(header: str) -> str:
    plain = header.replace("\ufeff", "").replace("’", "'").casefold()
    return _FIELD_OF.get(_PLAIN.sub("", plain), "")


def _record(line: int, fields: list[str], cells: list[str]) -> Record:
    record, first, last = Record(line, numbers=[]), "", ""
    for field, cell in zip(fields, cells, strict=False):
        text = unquoted(cell).strip()
        if field == "first":
            first = first or text
        elif field == "last":
            last = last or text
        elif field in Kind.values:
            several = (one.strip() for one in _SEVERAL.split(cell))
            record.numbers += [(field, unquoted(one)) for one in several if one.strip("' ")]
        elif field and not getattr(record, field):
            setattr(record, field, text)
    record.name = record.name or f"{first} {last}".strip()
    return record


def quoted(cell: str) -> str:
    """A cell that a program would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def write_csv(records: Iterable[Record]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in records:
        values = {"id": record.key} | {name: getattr(record, name) for name in TEXTS}
        for kind in Kind.values:
            values[kind] = "; ".join(number for each, number in record.numbers if each == kind)
        writer.writerow([quoted(values[column]) for column in COLUMNS])
    return out.getvalue()
