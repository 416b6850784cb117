"""Checking a recording: its notifications are folded, and every recorded list must agree.

What a list would correct on a live board is a disagreement: a notification that never came, or
one that was misread. So is what the board shows otherwise although it has taken the list in. The
first list after a login begins, and contradicts nobody. Moments, names and slots are not compared.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from console.board.facts import LinkChanged
from console.board.fold import fold
from console.board.queries import comparable
from console.board.state import KNOWN_STATES, Board, Touched
from console.links.recording.cycle import Cycle
from console.links.recording.tape import Damaged, Line, Recording
from console.portasip.messages import CallsListed, Fact, FrameNotUnderstood, LegChanged, LegId
from console.portasip.responses import Response
from console.portasip.scalars import text
from console.portasip.wire import decode

DISAGREEMENTS = frozenset({"ghost", "missing", "state", "queue", "conference", "uncorrected"})


class Finding(NamedTuple):
    """What line `line` shows. Kinds beside DISAGREEMENTS: damaged, not understood, unknown state,
    refused, lingering."""

    line: int
    kind: str
    text: str


class Report(msgspec.Struct):
    """All findings, and what the recording came to."""

    findings: list[Finding] = []
    frames: int = 0
    lists: int = 0
    live_at_end: int = 0
    counters: dict[str, int] = {}

    @property
    def disagreements(self) -> list[Finding]:
        return [one for one in self.findings if one.kind in DISAGREEMENTS]


def check(path: Path) -> Report:
    """Raises OSError or NotARecordingError."""
    recording = Recording(path)
    folding = Folding(recording.began)
    folding.run(recording)
    return folding.report


class Folding:
    """Folds a recording as a link folds a PBX; `board` is the picture at the end.

    `began` is the moment, in seconds since the epoch, from which its lines count.
    """

    def __init__(self, began: float) -> None:
        self.board = Board()
        self.report = Report()
        self._began = began
        self._cycle: Cycle | None = None
        self._lists_conferences = True
        self._begins = True
        self.fold(LinkChanged(state="live", at=began))

    def run(self, recording: Recording) -> None:
        for line in recording.lines():
            if isinstance(line, Damaged):
                self._find(line.number, "damaged", line.reason)
            else:
                self.take(line)
        self._finish(self._cycle)
        self.report.live_at_end = len(self.board.legs)
        self.report.counters = dict(sorted(self.board.counters.items()))

    def take(self, line: Line) -> None:
        self.report.frames += 1
        at = self._began + line.at
        if line.direction == "sent":
            self._asked(line)
            return
        said = decode(line.frame, at)
        if isinstance(said, Response):
            self._answered(line, said, at)
        else:
            self._notified(line, said)

    def _asked(self, line: Line) -> None:
        request = _request(line.frame)
        method = text(request.get("method"))
        if method == "login":
            self._finish(self._cycle)
            self._begins = True  # what was told to the old session, or to none, never came
        elif method == "get_sip_calls_list":
            self._finish(self._cycle)
            self._cycle = Cycle(self.board.facts, self._lists_conferences)
        if self._cycle is not None:
            self._cycle.ask(request)

    def _answered(self, line: Line, response: Response, at: float) -> None:
        if response.error is not None:
            self._find(line.number, "refused", response.error.code)
        if self._cycle is not None:
            self._cycle.answer(line.number, response, at)
            self._lists_conferences = self._cycle.lists_conferences
            if self._cycle.is_complete:
                self._finish(self._cycle)

    def _notified(self, line: Line, fact: Fact) -> None:
        if isinstance(fact, FrameNotUnderstood):
            self._find(line.number, "not understood", fact.reason)
        elif isinstance(fact, LegChanged) and fact.state not in KNOWN_STATES:
            self._find(line.number, "unknown state", f"{_named(fact.leg)}: {fact.state}")
        self.fold(fact)

    def _finish(self, cycle: Cycle | None) -> None:
        """The lists of one cycle are here, as many as will come."""
        self._cycle = None
        listed = cycle.listed() if cycle is not None else None
        if cycle is None or listed is None:
            return
        self.report.lists += 1
        begins, self._begins = self._begins, False
        is_alone = listed.since == self.board.facts
        lingering = self._lingering(listed)
        before = comparable(self.board)
        corrected = self.fold(listed).corrected
        if not begins:
            for kind, said in _disagreements(before, comparable(self.board), listed, corrected):
                self._find(cycle.line, kind, said)
        for leg in lingering:
            self._find(cycle.line, "lingering", f"{_named(leg)}: in the list, though it has ended")
        if is_alone and not lingering:
            for said in _uncorrected(self.board, listed):
                self._find(cycle.line, "uncorrected", said)

    def _lingering(self, listed: CallsListed) -> list[LegId]:
        """Legs that had ended before the list was asked for: PBXs lag, and the board knows."""
        ended = self.board.tombstones
        alive = (one.leg for one in listed.calls if one.state != "terminated")
        return [leg for leg in alive if leg in ended and ended[leg] <= listed.since]

    def fold(self, fact: Fact | LinkChanged) -> Touched:
        self.board, touched = fold(self.board, fact)
        return touched

    def _find(self, line: int, kind: str, said: str) -> None:
        self.report.findings.append(Finding(line, kind, said))


def _request(frame: bytes) -> dict[str, Any]:
    try:
        request = msgspec.json.decode(frame)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return request if isinstance(request, dict) else {}


def _disagreements(
    before: dict[str, Any], after: dict[str, Any], listed: CallsListed, corrected: list[LegId]
) -> Iterator[tuple[str, str]]:
    states = {one.leg: one.state for one in listed.calls}
    for leg in corrected:
        had, has = before["legs"].get(_named(leg)), states.get(leg)
        if has is None or has == "terminated":
            yield "ghost", f"{_named(leg)}: {had} on the board, not in the list"
        elif had is None:
            yield "missing", f"{_named(leg)}: {has} in the list, not on the board"
        else:
            yield "state", f"{_named(leg)}: {had} on the board, {has} in the list"
    yield from _queues(before["queues"], after["queues"])
    yield from _conferences(before["conferences"], after["conferences"])


def _uncorrected(board: Board, listed: CallsListed) -> Iterator[str]:
    """Where the board says something else than the list that it has just taken in."""
    known = comparable(board)
    legs = {_named(one.leg): one.state for one in listed.calls if one.state != "terminated"}
    if known["legs"] != legs:
        yield f"legs {known['legs']} on the board, {legs} in the list"
    places = {_named(one.leg): one.queue.position for one in listed.calls if one.queue}
    for queue, waiting in known["queues"].items():
        positions = [place for leg in waiting if (place := places.get(leg)) is not None]
        if positions != sorted(positions):
            yield f"queue {queue} in the order of the places {positions}"
    if listed.conferences is not None:
        rooms = sorted(
            sorted(who.participant for who in r.participants) for r in listed.conferences
        )
        shown = sorted(sorted(room.participants) for room in board.conferences.values())
        if shown != rooms:
            yield f"conferences {shown} on the board, {rooms} in the list"


def _queues(before: dict[str, list[str]], after: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The order among those who wait in both; who came or went is a leg's disagreement already."""
    for queue, waiting in before.items():
        now = after.get(queue, [])
        both = [leg for leg in waiting if leg in now]
        in_list = [leg for leg in now if leg in waiting]
        if both != in_list:
            yield "queue", f"{queue}: {', '.join(both)} on the board, {', '.join(in_list)} listed"


def _conferences(
    before: dict[str, list[str]], after: dict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """By who takes part: a list may spell a name otherwise (notes, section 2, row 16)."""
    lost = Counter(map(tuple, before.values())) - Counter(map(tuple, after.values()))
    found = Counter(map(tuple, after.values())) - Counter(map(tuple, before.values()))
    for participants in lost:
        yield (
            "conference",
            f"participants [{', '.join(participants)}] on the board, not in the list",
        )
    for participants in found:
        yield (
            "conference",
            f"participants [{', '.join(participants)}] in the list, not on the board",
        )


def _named(leg: LegId) -> str:
    return f"{leg.id} {leg.tag}"
