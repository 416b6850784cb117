"""Things that share a name belong together: the plainest way there is."""

from collections.abc import Iterable

Described = frozenset[frozenset[tuple[str, str]]]
"""Calls, each by all the legs it ever had as (call id, tag)."""


class Unions:
    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._legs: dict[tuple[str, str], str] = {}

    def join(self, leg: tuple[str, str], names: Iterable[str]) -> None:
        own = self._legs.setdefault(leg, f"leg {leg}")
        for name in filter(None, names):
            self._parents[self._root(own)] = self._root(name)

    def calls(self) -> Described:
        found: dict[str, set[tuple[str, str]]] = {}
        for leg, own in self._legs.items():
            found.setdefault(self._root(own), set()).add(leg)
        return frozenset(map(frozenset, found.values()))

    def _root(self, name: str) -> str:
        while (parent := self._parents.setdefault(name, name)) != name:
            name = parent
        return name
