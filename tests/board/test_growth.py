"""A fact costs the same in a large office as in a small one."""

import sys
from types import FrameType
from typing import Any

import pytest

from console.board.fold import fold
from console.board.state import Board
from console.portasip.messages import Extension, ExtensionsListed, LegChanged
from tests.board.office import OUTSIDE, Office, leg


def office_of(calls: int) -> Board:
    """`calls` internal calls, as many waiting callers in queues of ten, and a dead leg each."""
    office = Office()
    people = tuple(Extension(str(100_000 + number)) for number in range(2 * calls))
    office.fold(ExtensionsListed(people, office.tick()))
    for number in range(calls):
        one, two = people[2 * number].id, people[2 * number + 1].id
        known: dict[str, Any] = {"caller": one, "callee": two, "tracking": f"T{number}"}
        office.leg(f"call{number} 1", "connected", kind="outgoing", **known)
        office.leg(f"call{number} 2", "connected", kind="incoming", **known)
        office.leg(
            f"wait{number} 1", "queued", callee="1", kind="incoming", queue=str(number // 10),
            position=number % 10,
        )  # fmt: skip
        office.leg(f"dead{number} 1", "terminated")
    return office.board


SEQUENCE = [
    leg("new 1", "trying", 9e4, caller="100000", callee="100003", kind="outgoing", tracking="N"),
    leg("new 2", "ringing", 9e4, caller="100000", callee="100003", kind="incoming", tracking="N"),
    leg("new 2", "connected", 9e4, tracking="N"),
    leg("new 1", "holding", 9e4, tracking="N"),
    leg("new 2", "connected", 9e4, tracking="M", previous="T0"),
    leg("wait3 1", "queued", 9e4, queue="0", position=1),
    leg("wait3 1", "dequeued", 9e4, queue="0"),
    leg("wait3 2", "ringing", 9e4, caller=OUTSIDE, callee="100003", kind="incoming"),
    leg("new 1", "terminated", 9e4),
    leg("new 2", "terminated", 9e4),
]


def operations(board: Board, fact: LegChanged) -> int:
    """Lines of Python executed, which a scan of anything multiplies."""
    lines = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    fold(board, fact)
    sys.settrace(before)
    return lines


@pytest.mark.parametrize("calls", [200, 2000])
def test_the_work_for_a_fact_does_not_grow_with_the_office(calls: int) -> None:
    small, large = office_of(20), office_of(calls)
    for fact in SEQUENCE:
        few, many = operations(small, fact), operations(large, fact)
        assert many <= few + 40, f"{fact.leg} {fact.state}: {few} lines became {many}"
