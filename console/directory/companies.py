"""A company as cards and searches know it: plain values, held in the phonebook."""

from functools import lru_cache

from msgspec import Struct

from console.directory.folding import folded
from console.portasip.periods import Period, parse


class Company(Struct, frozen=True):
    """`numbers` are those under which it is called, as they are dialled; `hours` is a period of
    the PBX, by the clock of `zone`; `firm` is what its people have as their company."""

    id: int
    name: str
    numbers: tuple[str, ...] = ()
    greeting: str = ""
    hours: str = ""
    zone: str = "UTC"
    firm: str = ""

    def has(self, firm: str) -> bool:
        """Whether somebody of the company `firm` is one of its people."""
        return bool(firm) and _compared(firm) == _compared(self.firm or self.name)

    @property
    def period(self) -> Period | None:
        """When it is open; None where nobody said so."""
        return _read(self.hours) if self.hours else None


_compared = lru_cache(maxsize=5_000)(folded)
_read = lru_cache(maxsize=1_000)(parse)
