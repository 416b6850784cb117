"""A person as searches find her and cards name her: plain values, whoever she is."""

import re

from msgspec import Struct

EXTENSION, GROUP, CONTACT = "extension", "group", "contact"

_INTERNATIONAL = re.compile(r"\A(?:\+|00(?=[1-9]))")


class Number(Struct, frozen=True):
    """`kind` is extension, group, work, mobile, home or other; `number` is what is dialled."""

    kind: str
    number: str


class Person(Struct, frozen=True):
    """`key` names her in addresses and marks: `extension:123007`, `group:510`, `contact:17`.

    The first of `numbers` is the usual one. `note` is shared by all operators.
    """

    key: str
    name: str
    company: str = ""
    department: str = ""
    email: str = ""
    note: str = ""
    short: str = ""
    numbers: tuple[Number, ...] = ()

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def id(self) -> str:
        return self.key.partition(":")[2]


class Detail(Struct, frozen=True):
    """What we add to an extension."""

    department: str = ""
    mobile: str = ""
    email: str = ""
    note: str = ""


NO_DETAIL = Detail()


def normal(number: str) -> str:
    """A number as numbers are compared: `+44…`, `0044…` and the PBX's `44…` are one.

    A national number stays as it is: which country's it is nobody told us.
    """
    return _INTERNATIONAL.sub("", number)
