"""What this process knows of the people of each PBX: plain values, read without a query.

A book is made whole in a thread and put in the place of the last one. `keeping` does so whenever
the database says that something changed; whoever has just changed it calls `fresh`.
"""

import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from console.board.state import Board
from console.directory import search
from console.directory.companies import Company
from console.directory.person import EXTENSION, GROUP, NO_DETAIL, Detail, Number, Person, normal
from console.directory.search import Index
from console.portasip.messages import Extension, HuntGroup

CONTACTS_AT_MOST = 50_000  # of one PBX; ten times what search and memory are measured with
_NOTHING: Mapping[str, Detail] = MappingProxyType({})


class Phonebook:
    """Outside contacts, and what we add to extensions. Never changed once it is made."""

    def __init__(
        self,
        contacts: Iterable[Person] = (),
        details: Mapping[str, Detail] = _NOTHING,
        revision: tuple[int, int] = (0, 0),
        companies: Iterable[Company] = (),
    ) -> None:
        self.contacts = tuple(contacts)
        self.companies = tuple(companies)
        """The first of them has the opening hours of the desk."""
        self.details = dict(details)
        self.revision = revision
        """Of what it was read: the PBX's row and its revision."""
        self.entries = tuple(map(search.entry, self.contacts))
        self._named = _by_number(self.contacts)
        self._called = {normal(each): one for one in self.companies for each in one.numbers}
        self._mobiles = {normal(one.mobile): id for id, one in details.items() if one.mobile}
        self._index: tuple[object, object, Index] | None = None

    def named(self, number: str) -> Person | None:
        """Whose number it is, in whichever form. Of several at one number, what they share."""
        return self._named.get(normal(number))

    def extension_with(self, number: str) -> str:
        """The extension whose mobile it is, "" for none."""
        return self._mobiles.get(normal(number), "")

    def company(self, id: str) -> Company | None:
        """By its id, as a page sent it; None for whatever else somebody wrote there."""
        return next((one for one in self.companies if str(one.id) == id), None)

    def company_called(self, numbers: Iterable[str]) -> Company | None:
        """Whose number was called, by any of those under which the PBX knows what was dialled."""
        found = (self._called.get(normal(each)) for each in numbers)
        return next((one for one in found if one is not None), None)

    def detail(self, extension: str) -> Detail:
        return self.details.get(extension, NO_DETAIL)

    def index(self, board: Board) -> Index:
        """Everybody: contacts, and the extensions and hunt groups that the PBX lists now."""
        # The board puts a new dictionary in the place of the old one when a list differs.
        known = self._index
        if known is None or known[0] is not board.extensions or known[1] is not board.groups:
            people = [*self.extensions(board), *map(_group, board.groups.values())]
            index = Index([*map(search.entry, people), *self.entries])
            known = self._index = (board.extensions, board.groups, index)
        return known[2]

    def extensions(self, board: Board) -> list[Person]:
        return [_person(one, self.detail(one.id)) for one in board.extensions.values()]

    def numbers(self) -> frozenset[str]:
        return frozenset(self._named.keys() | self._mobiles.keys() | self._called.keys())

    def says_of(self, number: str) -> tuple[Person | None, str, Company | None]:
        """What a card would say of a number in its `normal` form."""
        return self._named.get(number), self._mobiles.get(number, ""), self._called.get(number)


class Change(NamedTuple):
    """What one book says otherwise than another: numbers in their `normal` form, extensions."""

    numbers: frozenset[str]
    extensions: frozenset[str]


def change(old: Phonebook, new: Phonebook) -> Change:
    numbers = old.numbers() | new.numbers()
    extensions = old.details.keys() | new.details.keys()
    return Change(
        frozenset(one for one in numbers if old.says_of(one) != new.says_of(one)),
        frozenset(one for one in extensions if old.detail(one) != new.detail(one)),
    )


_books: dict[str, Phonebook] = {}
_lock = threading.Lock()


def of(pbx: str) -> Phonebook:
    """The book of the PBX named `pbx`; empty until it has been read."""
    return _books.get(pbx, _EMPTY)


def put(pbx: str, book: Phonebook) -> None:
    """The next question is answered from `book`, unless a newer one is there already."""
    with _lock:
        known = of(pbx).revision
        if known[0] != book.revision[0] or known[1] <= book.revision[1]:
            _books[pbx] = book


def extension_of(board: Board, extension: str) -> Person | None:
    """An extension that the PBX lists, with what we add to it."""
    known = board.extensions.get(extension)
    return _person(known, of(board.pbx).detail(extension)) if known else None


@lru_cache(maxsize=20_000)
def _person(extension: Extension, detail: Detail) -> Person:
    name = extension.name or extension.short or extension.id
    numbers = [Number(EXTENSION, extension.id)]
    if detail.mobile:
        numbers.append(Number("mobile", detail.mobile))
    return Person(
        key=f"{EXTENSION}:{extension.id}",
        name=name,
        company=extension.company if extension.company != name else "",
        department=detail.department,
        email=detail.email or extension.email,
        note=detail.note,
        short=extension.short or extension.id,
        numbers=tuple(numbers),
    )


def _group(group: HuntGroup) -> Person:
    return Person(
        key=f"{GROUP}:{group.number}",
        name=group.name or group.number,
        short=group.number,
        numbers=(Number(GROUP, group.number),),
    )


def _by_number(contacts: Iterable[Person]) -> dict[str, Person]:
    owners: dict[str, list[Person]] = {}
    for one in contacts:
        for number in {normal(each.number) for each in one.numbers}:
            owners.setdefault(number, []).append(one)
    return {number: _shared(some) for number, some in owners.items()}


def _shared(owners: list[Person]) -> Person:
    """At a switchboard's number whoever calls is of that company; which of them, nobody knows."""
    if len(owners) == 1:
        return owners[0]
    companies = {one.company for one in owners}
    if len(companies) == 1 and (company := companies.pop()):
        return Person(key="", name=company)
    names = list(dict.fromkeys(one.name for one in owners))
    return Person(key="", name=" / ".join(names[:2]) + (" …" if len(names) > 2 else ""))


_EMPTY = Phonebook()
