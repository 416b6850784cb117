"""Search over everybody that an office knows, fast enough for each letter that is typed.

An index is made of plain values alone and never changed; what belongs to one operator comes with
the question.
"""

import heapq
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from console.directory.companies import Company
from console.directory.folding import folded, spellings
from console.directory.person import CONTACT, GROUP, Person, normal

SHOWN_AT_MOST = 50  # more rows than anyone reads; the next letter narrows them
WORDS_AT_MOST = 12
EVERYONE, FAVOURITES, COMPANY, CONTACTS, SPEED_DIALS = TABS = (
    "everyone", "favourites", "company", "contacts", "speed",
)  # fmt: skip

_WORD_ENDS = re.compile(r"[\s\-'’.,;/&()]+")
_NUMBER = re.compile(r"\+?[\d\s().\-/*#]*\d[\d\s().\-/*#]*")
_NO_DIGIT = re.compile(r"[^\d*#]+")

# How well a word fits, the best first.
EXACT, NAME, INITIALS, NUMBER, FIRM, INSIDE, INSIDE_FIRM, NOTE = range(8)


class Reach(Struct, frozen=True):
    """How often an operator sent somebody to a number, and how she last did."""

    count: int
    way: str
    at: float


class Own(Struct, frozen=True):
    """What one operator has of people: keys of those she marked, her notes, and whom she reaches
    (by `normal` number)."""

    favourites: frozenset[str] = frozenset()
    speed_dials: frozenset[str] = frozenset()
    notes: Mapping[str, str] = {}
    reached: Mapping[str, Reach] = {}


NOBODYS = Own()


class Entry(NamedTuple):
    """A person as she is compared. Texts begin, end and part their words by spaces."""

    person: Person
    everything: str
    names: str
    initials: str
    numbers: str
    firm: str


class Index:
    """Entries in the order in which they stand when nothing tells them apart, as columns: a loop
    over one text of each is what makes a search fast."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        ordered = sorted(entries, key=_order)
        self.people = [one.person for one in ordered]
        self.everything = [one.everything for one in ordered]
        self.names = [one.names for one in ordered]
        self.initials = [one.initials for one in ordered]
        self.numbers = [one.numbers for one in ordered]
        self.firm = [one.firm for one in ordered]
        self.places = {person.key: place for place, person in enumerate(self.people)}
        self.outside_from = sum(person.kind != CONTACT for person in self.people)
        """Where contacts begin, which stand last."""
        self._firms: dict[str, list[int]] = {}
        for place, person in enumerate(self.people):
            if person.company:
                self._firms.setdefault(person.company, []).append(place)
        self.owners: dict[str, list[int]] = {}
        for place, person in enumerate(self.people):
            for each in person.numbers:
                self.owners.setdefault(normal(each.number), []).append(place)

    def person(self, key: str) -> Person | None:
        place = self.places.get(key)
        return None if place is None else self.people[place]

    def of(self, company: Company | None) -> set[int]:
        """The people of a company."""
        if company is None:
            return set()
        every = (some for firm, some in self._firms.items() if company.has(firm))
        return {place for some in every for place in some}

    def where(self, keys: Iterable[str]) -> set[int]:
        return {self.places[key] for key in keys if key in self.places}


class Found(NamedTuple):
    """`people` best first, at most SHOWN_AT_MOST of the `counts[tab]` that there are."""

    people: list[Person]
    counts: dict[str, int]
    words: list[str]


@lru_cache(maxsize=20_000)
def entry(person: Person) -> Entry:
    first = "".join(word[0] for word in folded(person.name).split() if word[0].isalnum())
    numbers = [person.short, *(normal(each.number) for each in person.numbers)]
    names = _spaced(_words(person.name))
    initials = _spaced([first, first[:1] + first[-1:]])
    digits = _spaced(dict.fromkeys(filter(None, numbers)))
    firm = _spaced([*_words(person.company), *_words(person.department), folded(person.email)])
    everything = names + initials + digits + firm + _spaced(_words(person.note))
    return Entry(person, everything, names, initials, digits, firm)


def search(
    index: Index, text: str, tab: str, own: Own = NOBODYS, but: str = "", start: int = 0,
    only: Company | None = None, called: Company | None = None,
) -> Found:  # fmt: skip
    """Those in `tab` in whom each typed word is found, without the person `but`, from the one at
    `start` on; people of `only` that company, those of the company `called` before their equals.
    """
    words = _typed(text)
    notes = _notes(index, own) if words else {}
    left_out = index.places.get(but)
    among = sorted(index.of(only)) if only else range(len(index.people))
    places = [place for place in among if place != left_out]
    for word in words:
        places = _with(index, notes, places, word)
    ranks = [EXACT] * len(index.people)
    for word in words:
        _rank(index, ranks, places, word)
    favourites = index.where(own.favourites).intersection(places)
    speed_dials = index.where(own.speed_dials).intersection(places)
    outside = sum(place >= index.outside_from for place in places)
    chosen = _in_tab(index, tab, places, favourites, speed_dials)
    counts = (len(places), len(favourites), len(places) - outside, outside, len(speed_dials))
    return Found(
        [
            index.people[place]
            for place in _best(index, own, ranks, chosen, start, index.of(called))
        ],
        dict(zip(TABS, counts, strict=True)),
        [spelled[0] for spelled in words],
    )


def _with(
    index: Index, notes: Mapping[int, str], places: list[int], word: tuple[str, ...]
) -> list[int]:
    """Those of `places` in whom some spelling of the word stands anywhere."""
    texts = index.everything
    if len(word) == 1:
        only = word[0]
        found = [place for place in places if only in texts[place]]
    else:
        found = [place for place in places if any(each in texts[place] for each in word)]
    noted = {place for place, note in notes.items() if any(each in note for each in word)}
    if noted:
        found += noted.intersection(places).difference(found)
    return found


def _rank(index: Index, ranks: list[int], places: list[int], word: tuple[str, ...]) -> None:
    """Raise the rank of each place to what this word says: the one that fits worst counts."""
    starts, wholes = [f" {each}" for each in word], [f" {each} " for each in word]
    initials = starts if len(word[0]) > 1 else []
    for rank, column, probes in (
        (EXACT, index.numbers, wholes),
        (NAME, index.names, starts),
        (INITIALS, index.initials, initials),
        (NUMBER, index.numbers, starts),
        (FIRM, index.firm, starts),
        (INSIDE, index.names, word),
        (INSIDE, index.numbers, word),
        (INSIDE_FIRM, index.firm, word),
    ):
        for probe in probes:
            rest: list[int] = []
            for place in places:
                if probe not in column[place]:
                    rest.append(place)
                elif rank > ranks[place]:
                    ranks[place] = rank
            places = rest
    for place in places:
        ranks[place] = NOTE


def _in_tab(
    index: Index, tab: str, places: list[int], favourites: set[int], speed_dials: set[int]
) -> list[int]:
    match tab:
        case "favourites":
            return sorted(favourites)
        case "speed":
            return sorted(speed_dials)
        case "company":
            return [place for place in places if place < index.outside_from]
        case "contacts":
            return [place for place in places if place >= index.outside_from]
    return places


def _best(
    index: Index, own: Own, ranks: list[int], places: list[int], start: int, hers: set[int]
) -> list[int]:
    times: dict[int, int] = {}
    for number, reach in own.reached.items():
        for place in index.owners.get(number, ()):
            times[place] = times.get(place, 0) + reach.count
    count = times.get
    best = heapq.nsmallest(
        start + SHOWN_AT_MOST,
        places,
        key=lambda place: (ranks[place], place not in hers, -count(place, 0), place),
    )
    return best[start:]


def _notes(index: Index, own: Own) -> dict[int, str]:
    """Her own notes, by the place of whom they are about."""
    return {
        index.places[key]: _compared(note) for key, note in own.notes.items() if key in index.places
    }


def _typed(text: str) -> list[tuple[str, ...]]:
    """Each typed word in its spellings. A number is one word, however it is grouped."""
    if _NUMBER.fullmatch(text.strip()):
        digits = _NO_DIGIT.sub("", text)
        # Inside its country a number begins with a zero that it has not from abroad.
        ways = (normal(digits), digits, digits.lstrip("0") or digits)
        return [tuple(dict.fromkeys(ways))]
    return [spellings(word) for word in _WORD_ENDS.split(text) if word][:WORDS_AT_MOST]


@lru_cache(maxsize=5_000)
def _compared(note: str) -> str:
    return _spaced(_words(note))


def _words(text: str) -> list[str]:
    """The words of a text, each in its spellings."""
    return [each for word in _WORD_ENDS.split(text) if word for each in spellings(word)]


def _spaced(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def _order(one: Entry) -> tuple[int, int, str, str]:
    person = one.person
    rank = 2 if person.kind == CONTACT else 1 if person.kind == GROUP else 0
    short = person.short if rank < 2 else ""
    number = int(short) if short.isdecimal() and len(short) < 19 else 10**19
    return (rank, number, folded(person.name), person.key)
