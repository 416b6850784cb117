"""The company that was called, and whether it is day or night: from the phonebook in memory."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format

from console.board.state import Board
from console.directory import hours, phonebook
from console.directory.companies import Company
from console.directory.numbers import grouped
from console.directory.person import normal

FORMATS = {"hour": "G:i", "weekday": "D G:i", "date": "D j M G:i"}


def company_called(board: Board, numbers: Iterable[str]) -> Company | None:
    return phonebook.of(board.pbx).company_called(numbers)


def number_called(company: Company, numbers: Iterable[str]) -> str:
    """The number of the company under which it was called, as we show numbers."""
    dialled = {normal(each) for each in numbers}
    return next((grouped(one) for one in company.numbers if normal(one) in dialled), "")


def daynight(board: Board, pbx: str, key: str) -> dict[str, Any]:
    """Of the PBX's default company, by its own clock; the timer of `turning` keeps it true."""
    now = hours.of(board.pbx)
    if now is None:
        return {"state": ""}
    until = date_format(now.until, FORMATS[now.told_by]) if now.until else ""
    return {"state": "idle" if now.is_day else "away", "until": until, "company": now.company}
