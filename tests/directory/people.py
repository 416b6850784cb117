"""Contacts for tests: made in the database, or as plain values."""

from typing import Any

from console.directory import phonebook, storing
from console.directory.models import Contact, ContactNumber
from console.directory.person import CONTACT, Number, Person
from console.links.models import PBX


def person(name: str, *numbers: str, key: str = "", **more: Any) -> Person:
    """Somebody outside, as a book keeps her."""
    return Person(
        key or f"{CONTACT}:{name}", name, numbers=tuple(Number("work", n) for n in numbers), **more
    )


def contact(pbx: PBX, name: str, *numbers: str, kind: str = "work", **more: Any) -> Contact:
    """Somebody outside, in the database and in the book of this process."""
    made = Contact.objects.create(pbx=pbx, name=name, **more)
    for number in numbers:
        ContactNumber.objects.create(contact=made, kind=kind, number=number)
    storing.changed(pbx.pk)
    phonebook.put(pbx.name, storing.fresh(pbx))
    return made
