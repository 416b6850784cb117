"""Which calls there were, twice: by the frames alone, and by what the board told its witnesses."""

import json
from collections.abc import Iterator
from typing import Any

from console.board.facts import BoardFact
from console.board.state import Board, Touched
from console.portasip.messages import LegChanged, LegId
from tests.unions import Described, Unions


class Ledger:
    """Joins legs by the ids of law 7, read from raw frames without a line of the product's."""

    def __init__(self) -> None:
        self._unions = Unions()

    def hear(self, frame: str | bytes) -> None:
        """A notification, or the answer to a list of calls."""
        for info in shown(frame):
            leg = leg_in(info)
            names = [f"call {leg.id}", f"call {leg.id.partition('~')[0]}"]
            for key in ("tracking_id", "previous_tracking_id"):
                if info.get(key):
                    names.append(f"tracking {info[key]}")
            self._unions.join(leg, names)

    def calls(self) -> Described:
        return self._unions.calls()


def leg_in(info: dict[str, Any]) -> LegId:
    id, tag = info["dialog_id"] if "dialog_id" in info else info["call"].values()
    return LegId(str(id), str(tag))


def shown(frame: str | bytes) -> Iterator[dict[str, Any]]:
    """What a frame says of legs, one by one."""
    content = json.loads(frame)
    result = content.get("result", content)
    if "calls_list" in result:
        yield from result["calls_list"]
    for info in (result.get("call_info"), result):
        if info and "state" in info and ("dialog_id" in info or "call" in info):
            yield info


class Told:
    """What a witness knows who sees facts and what they touched, and forgets nothing."""

    def __init__(self) -> None:
        self._calls: dict[str, set[LegId]] = {}
        self.open: set[str] = set()
        """Short ids of the calls that are not over."""

    def saw(self, board: Board, fact: BoardFact, touched: Touched) -> None:
        for alias, older in touched.merged:
            self._legs(older).update(self._calls.pop(alias, ()))
            self.open.discard(alias)
        for short in {board.root(call) for call in touched.calls}:
            call = board.remembered(short)
            assert call is not None, f"call {short} was touched and is not remembered"
            self._legs(short).update(call.legs)
            # A desk's other calls may be touched with it.
            if isinstance(fact, LegChanged) and fact.leg.id.partition("~")[0] in call.call_ids:
                self._legs(short).add(fact.leg)
            (self.open.add if call.is_live else self.open.discard)(short)
        assert self.open.isdisjoint(touched.ended)

    def _legs(self, short: str) -> set[LegId]:
        return self._calls.setdefault(short, set())

    def calls(self) -> Described:
        return frozenset(map(frozenset, self._calls.values()))
