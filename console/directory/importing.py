"""A file of contacts: read, compared with what is there, and taken in as it was shown."""

import hashlib
from collections import Counter
from collections.abc import Iterable

import msgspec
from django.utils.translation import gettext
from msgspec import Struct

from console.directory.files_csv import read_csv
from console.directory.files_vcard import read_vcards
from console.directory.folding import folded
from console.directory.models import Contact, ContactNumber, Kind, new_key
from console.directory.numbers import grouped
from console.directory.person import normal
from console.directory.phonebook import CONTACTS_AT_MOST
from console.directory.records import TEXTS, Failure, NotReadable, Read, Record

Numbers = list[tuple[str, str]]
AT_ONCE = 500  # rows in one statement; SQLite bounds its parameters


class Stored(Struct):
    """A contact as it is in the database."""

    pk: int
    record: Record


class Change(Struct):
    """What a line would change: of each field its name, what it says, what it would say."""

    line: int
    pk: int
    name: str
    record: Record
    fields: list[tuple[str, str, str]]


class Plan(Struct):
    """What would become of each line. Made again before it is carried out."""

    added: list[Record] = []
    changed: list[Change] = []
    unchanged: int = 0
    failures: list[Failure] = []

    @property
    def digest(self) -> str:
        """Two plans that would do the same have the same."""
        return hashlib.sha256(msgspec.json.encode((self.added, self.changed))).hexdigest()[:32]


def read(data: bytes) -> Read:
    """A CSV or vCard file, in whichever encoding. Raises NotReadable with a sentence."""
    text, remark = _decoded(data)
    is_vcard = "begin:vcard" in text[:2000].lower()
    found = read_vcards(text) if is_vcard else read_csv(text)
    if remark:
        found.remarks.insert(0, remark)
    return found


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), ""
        except UnicodeDecodeError as error:
            raise NotReadable(gettext("The file ends in the middle of a character.")) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        told = gettext(
            "The file is not in UTF-8, so Western European letters (Latin-1) were assumed. "
            "Look whether the names below are right."
        )
        return data.decode("cp1252", errors="replace"), told
    if "\x00" in text:
        raise NotReadable(gettext("This is neither a CSV nor a vCard file."))
    return text, ""


def plan(pbx_id: int, found: Read) -> Plan:
    """Compare a file with the contacts of a PBX. Two queries."""
    made = Plan(failures=list(found.failures))
    known = _Known(_stored(pbx_id))
    emails = Counter(folded(one.email) for one in found.records if one.email)
    taken: dict[int | str, int] = {}
    for record in found.records:
        stored = known.match(record, emails)
        name = stored.pk if stored else _identity(record)
        if name in taken:
            told = gettext("The same contact as in line %(line)s.") % {"line": taken[name]}
            made.failures.append(Failure(record.line, told))
            continue
        taken[name] = record.line
        if stored is None:
            made.added.append(record)
        elif fields := _differences(stored.record, record):
            merged = _merged(stored.record, record)
            made.changed.append(Change(record.line, stored.pk, stored.record.name, merged, fields))
        else:
            made.unchanged += 1
    made.failures.sort(key=lambda one: one.line)
    if known.count + len(made.added) > CONTACTS_AT_MOST:
        told = gettext("An office keeps %(most)s contacts at most. Delete some first.")
        raise NotReadable(told % {"most": CONTACTS_AT_MOST})
    return made


class _Known:
    """What lines are matched by: the id, else an e-mail address that one contact and one line has,
    else the name together with a number."""

    def __init__(self, stored: list[Stored]) -> None:
        self.count = len(stored)
        emails = Counter(folded(one.record.email) for one in stored)
        self._keys = {one.record.key: one for one in stored}
        self._emails = {
            folded(one.record.email): one
            for one in stored
            if one.record.email and emails[folded(one.record.email)] == 1
        }
        self._numbers = {
            (folded(one.record.name), normal(number)): one
            for one in reversed(stored)
            for _, number in one.record.numbers
        }

    def match(self, record: Record, emails: Counter[str]) -> Stored | None:
        if record.key in self._keys:
            return self._keys[record.key]
        email = folded(record.email)
        if email and emails[email] == 1 and email in self._emails:
            return self._emails[email]
        names = ((folded(record.name), normal(number)) for _, number in record.numbers)
        return next((self._numbers[one] for one in names if one in self._numbers), None)


def _identity(record: Record) -> str:
    """Two new lines with the same are one contact."""
    if record.key:
        return f"key {record.key}"
    numbers = sorted(normal(number) for _, number in record.numbers)
    return f"{folded(record.name)} {folded(record.company)} {folded(record.email)} {numbers}"


def _stored(pbx_id: int) -> list[Stored]:
    numbers: dict[int, Numbers] = {}
    rows = ContactNumber.objects.filter(contact__pbx_id=pbx_id).order_by("pk")
    for pk, kind, number in rows.values_list("contact_id", "kind", "number"):
        numbers.setdefault(pk, []).append((kind, number))
    contacts = Contact.objects.filter(pbx_id=pbx_id).order_by("pk")
    columns = contacts.values_list("pk", "key", *TEXTS)
    return [
        Stored(pk, Record(0, key, name, company, department, email, note, numbers.get(pk, [])))
        for pk, key, name, company, department, email, note in columns
    ]


def stored_records(pbx_id: int) -> list[Record]:
    return [one.record for one in _stored(pbx_id)]


def _merged(old: Record, new: Record) -> Record:
    """An empty cell changes nothing; numbers replace those of their own kinds alone."""
    kinds = {kind for kind, _ in new.numbers}
    kept = [one for one in old.numbers if one[0] not in kinds]
    texts = {name: getattr(new, name) or getattr(old, name) for name in ("key", *TEXTS)}
    return Record(new.line, **texts, numbers=[*kept, *new.numbers])


def _differences(old: Record, new: Record) -> list[tuple[str, str, str]]:
    merged = _merged(old, new)
    labels = {
        "key": "id", "name": gettext("name"), "company": gettext("company"),
        "department": gettext("department"), "email": gettext("e-mail"), "note": gettext("note"),
    }  # fmt: skip
    fields = [
        (labels[name], getattr(old, name), getattr(merged, name))
        for name in ("key", *TEXTS)
        if getattr(old, name) != getattr(merged, name)
    ]
    if _compared(old.numbers) != _compared(merged.numbers):
        fields.append((gettext("numbers"), told(old.numbers), told(merged.numbers)))
    return fields


def _compared(numbers: Numbers) -> list[tuple[str, str]]:
    return sorted((kind, normal(number)) for kind, number in numbers)


def told(numbers: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{Kind(kind).label} {grouped(number)}" for kind, number in numbers)


def carry_out(pbx_id: int, made: Plan) -> None:
    """In the caller's transaction."""
    contacts = [
        Contact(pbx_id=pbx_id, **_texts(one) | {"key": one.key or new_key()}) for one in made.added
    ]
    Contact.objects.bulk_create(contacts, batch_size=AT_ONCE)
    numbers = [(made_of, one.numbers) for made_of, one in zip(contacts, made.added, strict=True)]
    renewed = [Contact(pk=one.pk, pbx_id=pbx_id, **_texts(one.record)) for one in made.changed]
    Contact.objects.bulk_update(renewed, ["key", *TEXTS], batch_size=AT_ONCE)
    for start in range(0, len(renewed), AT_ONCE):
        some = [one.pk for one in renewed[start : start + AT_ONCE]]
        ContactNumber.objects.filter(contact_id__in=some).delete()
    numbers += [(of, one.record.numbers) for of, one in zip(renewed, made.changed, strict=True)]
    ContactNumber.objects.bulk_create(
        (
            ContactNumber(contact_id=of.pk, kind=kind, number=number)
            for of, some in numbers
            for kind, number in some
        ),
        batch_size=AT_ONCE,
    )


def _texts(record: Record) -> dict[str, str]:
    return {name: getattr(record, name) for name in ("key", *TEXTS)}
