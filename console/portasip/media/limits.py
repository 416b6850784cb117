"""What the properties of the media server may be, beyond `console.portasip.limits`."""

import re
from dataclasses import dataclass

from .. import periods
from ..limits import Between

FILE_NAME_LIMIT = "must be a file name of at most 128 letters, digits, spaces and . _ - + ( )"
FILE_NAMES = re.compile(r"[A-Za-z0-9_(][A-Za-z0-9 ._()+-]{0,127}")


@dataclass(frozen=True)
class FileName:
    """The name of a sound that goes along: it stands in headers as well, so it is plain ASCII."""

    def breach(self, value: str) -> str:
        return FILE_NAME_LIMIT * (not FILE_NAMES.fullmatch(value))


@dataclass(frozen=True)
class Period:
    """A time period ("How to define a time period")."""

    def breach(self, value: str) -> str:
        try:
            periods.parse(value)
        except periods.PeriodError as wrong:
            return str(wrong)
        return ""


# The document's `int` is that of XML Schema: 32 bits.
ID = Between(1, 2**31 - 1)
COUNT = Between(0, 2**31 - 1)
SWITCH = Between(0, 1)
FILE_NAME = FileName()
PERIOD = Period()
