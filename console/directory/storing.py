"""The database's side of the directory: reads books, and raises the revision with each change."""

from django.db import transaction
from django.db.models import F

from console.directory import models, phonebook
from console.directory.companies import Company
from console.directory.models import Contact, ContactNumber, ExtensionDetail, Kind, Revision
from console.directory.person import CONTACT, Detail, Number, Person
from console.directory.phonebook import Phonebook
from console.links.models import PBX

Revisions = dict[str, tuple[int, int]]


def changed(pbx_id: int) -> None:
    """In the transaction of the change, so that whoever sees the revision sees the change, too.

    In this process the change is known when its transaction has ended; others look every few
    seconds.
    """
    Revision.objects.get_or_create(pbx_id=pbx_id)
    Revision.objects.filter(pbx_id=pbx_id).update(number=F("number") + 1)
    # What fails here is made good by the next look; the change itself is kept.
    transaction.on_commit(lambda: refreshed(pbx_id), robust=True)


def keep(company: models.Company) -> None:
    with transaction.atomic():
        company.save()
        changed(company.pbx_id)


def drop(company: models.Company) -> None:
    with transaction.atomic():
        company.delete()
        changed(company.pbx_id)


def refreshed(pbx_id: int) -> None:
    from console.directory import keeping

    pbx = PBX.objects.get(pk=pbx_id)
    fresh(pbx)
    keeping.look_again()


def revisions() -> Revisions:
    """Of every PBX in use, in one small query."""
    rows = PBX.objects.filter(enabled=True).values_list("name", "pk")
    numbers = dict(Revision.objects.values_list("pbx_id", "number"))
    return {name: (pk, numbers.get(pk, 0)) for name, pk in rows}


def fresh(pbx: PBX) -> Phonebook:
    """The book as the database is now, read again only if something changed."""
    number = Revision.objects.filter(pbx=pbx).values_list("number", flat=True).first() or 0
    book = phonebook.of(pbx.name)
    if book.revision != (pbx.pk, number):
        book = read((pbx.pk, number))
        phonebook.put(pbx.name, book)
    return book


def read(revision: tuple[int, int]) -> Phonebook:
    """What changes meanwhile may be in it: then the revision is older and it is read again."""
    pbx_id = revision[0]
    numbers: dict[int, list[Number]] = {}
    rows = ContactNumber.objects.filter(contact__pbx_id=pbx_id).exclude(kind=Kind.FAX)
    for owner, kind, number in rows.order_by("pk").values_list("contact_id", "kind", "number"):
        numbers.setdefault(owner, []).append(Number(kind, number))
    columns = ("pk", "name", "company", "department", "email", "note")
    contacts = Contact.objects.filter(pbx_id=pbx_id).order_by("pk").values_list(*columns)
    details = ExtensionDetail.objects.filter(pbx_id=pbx_id).values_list(
        "extension", "department", "mobile", "email", "note"
    )
    return Phonebook(
        [
            Person(
                f"{CONTACT}:{pk}",
                name,
                company,
                department,
                email,
                note,
                numbers=tuple(numbers.get(pk, ())),
            )
            for pk, name, company, department, email, note in contacts[: phonebook.CONTACTS_AT_MOST]
        ],
        {extension: Detail(*texts) for extension, *texts in details},
        revision,
        companies(pbx_id),
    )


def companies(pbx_id: int) -> list[Company]:
    """The one whose hours are those of the desk first, else the oldest."""
    rows = models.Company.objects.filter(pbx_id=pbx_id).order_by("-is_default", "pk")
    return [
        Company(
            one.pk,
            one.name,
            tuple(one.numbers.split()),
            one.greeting,
            one.hours,
            one.zone,
            one.firm,
        )
        for one in rows
    ]


def read_all(wanted: Revisions) -> dict[str, Phonebook]:
    return {name: read(revision) for name, revision in wanted.items()}
