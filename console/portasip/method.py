"""What one method of the document is: whom it is asked of, what it takes and what it gives."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from .errors import InvalidParameter
from .structures import Structure, unknown

Catalogue = dict[str, dict[str, "Method"]]  # by service and name


class Method(NamedTuple):
    """`sound`: the dotted property of the request that names an attached file.

    `answers_sound`: a file comes with the answer, whose one property names it.
    """

    service: str
    name: str
    request: type[Structure]
    response: type[Any]  # a Structure, or a Struct of the loose shapes
    sound: str = ""
    answers_sound: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.service, self.name

    def __str__(self) -> str:
        return f"{self.service}.{self.name}"


def catalogue_of(methods: Iterable[Method]) -> Catalogue:
    """Sort methods by service and name; the first of a name counts."""
    found: Catalogue = {}
    for method in methods:
        found.setdefault(method.service, {}).setdefault(method.name, method)
    return found


def method_in(catalogue: Catalogue, service: str, name: str) -> Method:
    """Return a method. Raises InvalidParameter with the nearest name for one that is unknown."""
    if service not in catalogue:
        raise InvalidParameter(service, unknown(service, catalogue))
    if name not in catalogue[service]:
        raise InvalidParameter(f"{service}.{name}", unknown(name, catalogue[service]))
    return catalogue[service][name]
