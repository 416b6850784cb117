"""What a property table says: the structures of requests and answers, and what may stand in them.

The text of the document has lost its underlining and most of its marks, so which properties are
mandatory or read-only is deduced from their descriptions and from the script of appendix A.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ..checking import Check

Values = dict[str, Any]
Rule = Callable[[Values], str]  # what is wrong with a whole structure; "" if nothing is
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LARGEST_INT = 2**31 - 1


@dataclass(frozen=True)
class Property:
    """One row. `type` is how a value is written; `is_list`: an array of such values.

    `required` must be given; `filled` may be left out, but not be cleared once it has a value.
    Null clears any other property: the document's nil attribute.
    """

    type: "Literal['int', 'string'] | Structure"
    check: Check
    is_list: bool = False
    required: bool = False
    filled: bool = False
    read_only: bool = False

    def complaints(self, value: Any, path: str) -> Iterator[str]:
        if self.read_only:
            yield f"{path}: read-only"
        elif value in (None, "") and (self.required or self.filled):
            yield f"{path}: required"
        elif value is not None and isinstance(self.type, Structure):
            yield from self.type.complaints(value, f"{path}.")
        elif value is not None and (wrong := self.check(value)):
            yield f"{path}: {wrong}"

    def read(self, value: Any) -> Any:
        """Return a checked value as it is kept: numbers as numbers."""
        if value is None:
            return None
        if isinstance(self.type, Structure):
            return self.type.read(value)
        return int(value) if self.type == "int" else value


@dataclass(frozen=True)
class Structure:
    """A structure of the document. `rules` say what its properties demand of each other."""

    name: str
    properties: Mapping[str, Property]
    rules: tuple[Rule, ...] = ()

    def complaints(self, values: Any, path: str = "") -> Iterator[str]:
        """Yield what does not fit, each with the path of the property."""
        if not isinstance(values, dict):
            yield f"{path.rstrip('.') or 'params'}: must be an object"
            return
        wrong = [
            f"{path}{name}: no such property" for name in sorted(values.keys() - self.properties)
        ]
        for name, row in self.properties.items():
            if name in values or row.required:
                wrong += row.complaints(values.get(name), f"{path}{name}")
        if not wrong:
            broken = (rule(values) for rule in self.rules)
            wrong = [f"{path}{complaint}" for complaint in broken if complaint]
        yield from wrong

    def read(self, values: Values) -> Values:
        return {name: self.properties[name].read(value) for name, value in values.items()}

    def demanding(self, *names: str, rules: tuple[Rule, ...] = ()) -> "Structure":
        """The same structure where a method cannot do without these properties."""
        rows = {name: replace(self.properties[name], required=True) for name in names}
        return replace(self, properties={**self.properties, **rows}, rules=self.rules + rules)

    def without(self, *names: str) -> "Structure":
        """The same structure where these properties must not be given."""
        rows = {name: row for name, row in self.properties.items() if name not in names}
        return replace(self, properties=rows)


def structure(name: str, /, **rows: Property) -> Structure:
    return Structure(name, rows)


def integer(
    least: int = 0, most: int = LARGEST_INT, *, required: bool = False, read_only: bool = False
) -> Property:
    """An int; the document's own examples also write one as a string of digits."""

    def check(value: Any) -> str:
        digits = str(value)
        if isinstance(value, bool) or not isinstance(value, int | str):
            return "must be a number"
        if not digits.isascii() or not digits.isdigit() or len(digits) > 10:
            return "must be a number"
        return "" if least <= int(digits) <= most else f"must be from {least} to {most}"

    return Property("int", check, required=required, read_only=read_only)


def string(
    at_most: int = 255,
    *,
    required: bool = False,
    filled: bool = False,
    also: Check | None = None,
) -> Property:
    """A string that XML can carry, too; `also` checks one that is not blank."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            return "must be a string"
        if NO_TEXT.search(value):
            return "must not hold control characters"
        if len(value) > at_most:
            return f"at most {at_most} characters"
        return also(value) if also and value else ""

    return Property("string", check, required=required, filled=filled)


def filename(*, required: bool = False) -> Property:
    """The name of an attached file, which must fit into one line of a MIME header."""

    def check(value: str) -> str:
        return "" if value.isprintable() else "must be a file's name"

    return string(required=required, also=check)


def choice(
    *values: str, required: bool = False, filled: bool = False, read_only: bool = False
) -> Property:
    def check(value: Any) -> str:
        return "" if value in values else f"must be one of {', '.join(values)}"

    return Property("string", check, required=required, filled=filled, read_only=read_only)


def part(of: Structure, *, required: bool = False) -> Property:
    return Property(of, lambda _: "", required=required)


def several(of: Structure) -> Property:
    return Property(of, lambda _: "", is_list=True)


def switch() -> Property:
    """0 or 1."""
    return integer(0, 1)


def yes_no() -> Property:
    return choice("Y", "N")


def recorded() -> Property:
    """1 if a sound is recorded, otherwise 0. Recording it is what sets it."""
    return integer(0, 1, read_only=True)


@dataclass(frozen=True)
class Method:
    """`sound`: the path of the request's property that names the attached sound.

    `sounds`: the property of the answer that names the sound attached to it.
    """

    request: Structure
    response: Structure
    sound: tuple[str, ...] = ()
    sounds: str = ""
