"""The document's structures as Python types: written strictly, read tolerantly, one class for both.

    class Menu(Structure, frozen=True):
        name: Annotated[str | None, AtMost(64)] = None

A property that is None is not sent, and was not told; `BLANK` stands for the document's nil where
a property may have none. A value is a str, an int, a structure, or a tuple of these. `written`
checks every limit, then what properties demand of each other (`breaches`), and raises
InvalidParameter with the path of the property, before anything is sent; `built` does the same for
plain values, from a command line for instance; `read` never raises.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from .errors import InvalidParameter
from .limits import ALONE, MANDATORY, READ_ONLY, SECRET, Limit, Mark
from .scalars import number, text

# XML cannot carry them, and no property of the document is a place for them.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Structure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A structure of the document. What is marked SECRET stays out of its repr."""

    def breaches(self) -> Iterable[tuple[str, str]]:
        """Yield what fits alone but not together: a property's path from here, and a sentence."""
        return ()

    def __repr__(self) -> str:
        said = (
            f"{name}={'…' if row.is_secret else repr(getattr(self, name))}"
            for name, row in properties(type(self)).items()
            if getattr(self, name) is not None
        )
        return f"{type(self).__name__}({', '.join(said)})"


class Blank(Enum):
    """The document's nil: the property exists and has no content."""

    BLANK = "nil"


BLANK = Blank.BLANK
S = TypeVar("S", bound=Structure)


@dataclass(frozen=True)
class Property:
    """One row of a property table. `kind` is str, int or a structure."""

    name: str
    kind: type
    is_many: bool
    may_be_blank: bool
    limits: tuple[Limit, ...]
    is_mandatory: bool
    is_read_only: bool
    one_alone: bool
    is_secret: bool


@cache
def properties(structure: type[Structure]) -> Mapping[str, Property]:
    """Return the property table of a structure, by name and in its order."""
    hints = get_type_hints(structure, include_extras=True)
    return {name: _property(name, hints[name]) for name in structure.__struct_fields__}


def _property(name: str, hint: Any) -> Property:
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    hint = get_args(hint)[0] if marks else hint
    kinds = set(get_args(hint)) if get_origin(hint) in (Union, UnionType) else {hint}
    (kind,) = kinds - {NoneType, Blank}
    is_many = get_origin(kind) is tuple
    return Property(
        name=name,
        kind=get_args(kind)[0] if is_many else kind,
        is_many=is_many,
        may_be_blank=Blank in kinds,
        limits=tuple(mark for mark in marks if not isinstance(mark, Mark)),
        is_mandatory=MANDATORY in marks,
        is_read_only=READ_ONLY in marks,
        one_alone=ALONE in marks,
        is_secret=SECRET in marks,
    )


def written(structure: Structure, path: str = "") -> dict[str, Any]:
    """Return what goes on the wire. Raises InvalidParameter with the path of the property."""
    params: dict[str, Any] = {}
    for row in properties(type(structure)).values():
        value, here = getattr(structure, row.name), path + row.name
        if row.is_mandatory and value in (None, ""):
            raise InvalidParameter(here, "is required")
        if value is None:
            continue
        if row.is_read_only:
            raise InvalidParameter(here, "is read-only")
        params[row.name] = _written(row, value, here)
    for name, breach in structure.breaches():
        raise InvalidParameter(path + name, breach)
    return params


def _written(row: Property, value: Any, path: str) -> Any:
    if value is BLANK:
        if not row.may_be_blank:
            raise InvalidParameter(path, "cannot be blank")
        return None
    if not row.is_many:
        return _one_written(row, value, path)
    if not isinstance(value, tuple):
        raise InvalidParameter(path, "must be several values")
    if row.one_alone and len(value) == 1:
        return _one_written(row, value[0], path)
    return [_one_written(row, each, f"{path}[{index}]") for index, each in enumerate(value)]


def _one_written(row: Property, value: Any, path: str) -> Any:
    if wrong := _wrong_kind(row.kind, value):
        raise InvalidParameter(path, wrong)
    if isinstance(value, Structure):
        return written(value, f"{path}.")
    for limit in row.limits:
        if breach := limit.breach(value):
            raise InvalidParameter(path, breach)
    return value


def _wrong_kind(kind: type, value: Any) -> str:
    if kind is int:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if is_whole and abs(value) < 2**63 else "must be a whole number"
    if kind is not str:
        return "" if isinstance(value, kind) else "must be a structure"
    if not isinstance(value, str):
        return "must be text"
    return "must not contain control characters" if UNPRINTABLE.search(value) else ""


def built(structure: type[S], params: object, path: str = "") -> S:
    """Return the structure that plain values say, checked as `written` checks.

    Digits stand for a number where the property is one, a single value for a list of one. Raises
    InvalidParameter; an unknown name is answered with the nearest known one.
    """
    made = _built(structure, params, path)
    written(made, path)
    return made


def _built(structure: type[S], params: object, path: str) -> S:
    if not isinstance(params, dict):
        raise InvalidParameter(path.rstrip(".") or "params", "must be an object")
    rows = properties(structure)
    for name in params:
        if name not in rows:
            raise InvalidParameter(path + str(name), unknown(str(name), rows))
    return structure(**{name: _made(rows[name], params[name], path + name) for name in params})


def _made(row: Property, value: object, path: str) -> Any:
    if value is None:
        return BLANK
    if row.is_many:
        items = value if isinstance(value, list) else [value]
        return tuple(_one_made(row, item, f"{path}[{i}]") for i, item in enumerate(items))
    return _one_made(row, value, path)


def _one_made(row: Property, value: object, path: str) -> Any:
    if issubclass(row.kind, Structure):
        return _built(row.kind, value, f"{path}.")
    if row.kind is int and isinstance(value, str):
        return _whole(value)
    if row.kind is str and isinstance(value, int) and not isinstance(value, bool):
        return text(value)
    return value


def _whole(value: str) -> int | str:
    digits = value.removeprefix("-")
    return int(value) if digits.isascii() and digits.isdigit() and len(digits) < 20 else value


def unknown(name: str, known: Mapping[str, object]) -> str:
    """Return the sentence for a name that does not exist, with the nearest that does."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"is unknown; did you mean {near[0]}?"
    return f"is unknown; known are {', '.join(known)}" if known else "is unknown; this takes none"


def read(structure: type[S], value: object) -> S:
    """Return what of `value` fits. Unknown names are dropped, odd values are None; never raises."""
    given = value if isinstance(value, dict) else {}
    return structure(**dict(_readable(properties(structure), given)))


def _readable(rows: Mapping[str, Property], given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, row in rows.items():
        if name not in given:
            continue
        value = given[name]
        if value is None:
            yield name, BLANK if row.may_be_blank else None
        elif row.is_many:
            items = value if isinstance(value, list) else [value]
            found = (_one_read(row.kind, item) for item in items)
            yield name, tuple(item for item in found if item is not None)
        else:
            yield name, _one_read(row.kind, value)


def _one_read(kind: type, value: object) -> Any:
    if issubclass(kind, Structure):
        return read(kind, value) if isinstance(value, dict) else None
    if kind is int:
        return number(value)
    return text(value) if isinstance(value, str | int | float) else None
