"""What one method of the document is: whom it is asked of, what it takes and what it gives."""

from typing import Any, NamedTuple

from .structures import Structure


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
