"""Checks a request's parameters against a property table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

WRITTEN, MISWRITTEN = "%Y-%m-%d %H:%M:%S", "must be YYYY-MM-DD HH:MM:SS"
Check = Callable[[Any], str]  # what is wrong with a value; "" if nothing is


@dataclass(frozen=True)
class Property:
    """One row of a property table."""

    check: Check
    is_required: bool = False


@dataclass(frozen=True)
class Table:
    """A structure of the document. `one_of`: at least one of these must be there."""

    properties: Mapping[str, Property]
    one_of: frozenset[str] = field(default_factory=frozenset)

    def complaints(self, params: Any, path: str = "") -> Iterator[str]:
        """Yield what does not fit, each with the path of the property."""
        if not isinstance(params, dict):
            yield f"{path or 'params'}: must be an object"
            return
        for name, value in params.items():
            if name not in self.properties:
                yield f"{path}{name}: no such property"
            elif wrong := self.properties[name].check(value):
                yield f"{path}{name}{wrong if wrong.startswith('.') else ': ' + wrong}"
        for name, rule in self.properties.items():
            if rule.is_required and name not in params:
                yield f"{path}{name}: required"
        if self.one_of and not self.one_of & params.keys():
            yield f"{path or 'params'}: at least one of {', '.join(sorted(self.one_of))}"


def text(*, at_most: int | None = None) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or not value:
            return "must be a string"
        too_long = at_most is not None and len(value) > at_most
        return f"at most {at_most} characters" if too_long else ""

    return check


def number(*, unsigned: bool = False) -> Check:
    """An int; the document's own examples also write it as a string of digits."""

    def check(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int | str):
            return "must be a number"
        digits = str(value)
        negative = digits.startswith("-")
        fits = (digits[1:] if negative else digits).isdigit() and not (negative and unsigned)
        return "" if fits else "must be a number"

    return check


def choice(*values: Any, ignore_case: bool = False) -> Check:
    def check(value: Any) -> str:
        given = value.lower() if ignore_case and isinstance(value, str) else value
        return "" if given in values else f"must be one of {', '.join(map(str, values))}"

    return check


def stamp() -> Check:
    """A `dateTime` as PortaBilling writes it, in UTC."""

    def check(value: Any) -> str:
        try:
            at = datetime.strptime(value, WRITTEN)
        except (TypeError, ValueError):
            return MISWRITTEN
        if at.year < 1970:
            return "must lie after 1970"
        return "" if at.strftime(WRITTEN) == value else MISWRITTEN

    return check


def flag() -> Check:
    return choice("Y", "N")


def url() -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str):
            return "must be a string"
        try:
            parts = urlsplit(value)
        except ValueError:
            return "must be a URL"
        is_http = parts.scheme in ("http", "https") and bool(parts.hostname)
        return "" if is_http else "must be an HTTP or HTTPS URL"

    return check


def structure(table: Table) -> Check:
    def check(value: Any) -> str:
        first = next(table.complaints(value, "."), "")
        return "must be an object" if first.startswith(".: ") else first

    return check


def array(of: Check) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, list):
            return "must be an array"
        return next((wrong for item in value if (wrong := of(item))), "")

    return check


def either(*checks: Check) -> Check:
    def check(value: Any) -> str:
        complaints = [each(value) for each in checks]
        return complaints[0] if all(complaints) else ""

    return check
