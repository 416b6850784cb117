"""From facts to news: what the holder of one PBX's link saw, as records that wait to be written.

Pure and cheap: it runs on the live path, and what touched no call costs nothing. The board has
already decided what a fact changes; which call a leg belongs to is told by its traces alone, since
the board's own ids begin anew with every empty board.
"""

from console.board.facts import BoardFact
from console.board.index import base, call_key, tracking_key
from console.board.legs import phone
from console.board.state import ANSWERED, Board, Leg, Touched
from console.history.news import CallNews, Entry, LegNews, Sweep
from console.history.waiting import Waiting
from console.portasip.messages import CallsListed, LegChanged, LegId

GONE = "gone"
"""The state of a leg that a list no longer has; `terminated` is what the PBX said itself."""


class Notebook:
    def __init__(self, waiting: Waiting) -> None:
        self.waiting = waiting
        self._legs: dict[LegId, LegNews] = {}
        self._listed_at: float | None = None

    def begin(self, board: Board, epoch: int | None = None) -> None:
        """What this process knew as a mirror, of that epoch, may be more than the last holder could
        write; or less, if it lagged."""
        self._legs = {}
        self._listed_at = board.listed_at
        over: dict[str, list[LegId]] = {}
        for dead in board.tombstones:
            over.setdefault(base(dead.id), []).append(dead)
        self.waiting.calls(
            CallNews(
                epoch=board.epoch,
                keys=[*map(call_key, call.call_ids), *map(tracking_key, call.tracking_ids)],
                first_seen=call.first_seen,
                ended_at=call.ended_at,
                over=[dead for one in call.call_ids for dead in over.get(one, ())],
            )
            for call in (*board.ended.values(), *board.calls.values())
        )
        for leg in board.legs.values():
            at = max(leg.first_seen, leg.state_since or 0, self._listed_at or 0)
            self._found(board, leg, at, board.epoch if epoch is None else epoch)

    def notice(self, board: Board, fact: BoardFact, touched: Touched) -> None:
        if type(fact) is LegChanged:
            if touched.calls:
                self._changed(board, fact)
            elif fact.previous_tracking_id:
                self._learn(board, fact)
        elif type(fact) is CallsListed:
            self._listed(board, fact, touched)

    def _changed(self, board: Board, fact: LegChanged) -> None:
        news = self._legs.get(fact.leg) or self._begin(board, fact.leg, fact.at)
        news.epoch, news.number, news.seen_at = board.epoch, board.facts, fact.at
        _trace(news, fact.tracking_id, fact.previous_tracking_id)
        leg = board.legs.get(fact.leg)
        if leg is None:
            self._terminated(news, fact)
        else:
            self._enter(board, news, leg)
        self.waiting.leg(news)

    def _begin(self, board: Board, leg: LegId, at: float) -> LegNews:
        news = LegNews(leg, board.epoch, board.facts, at, at, keys=[call_key(base(leg.id))])
        self._legs[leg] = news
        return news

    def _terminated(self, news: LegNews, fact: LegChanged) -> None:
        """All that is known of a leg that was never seen alive stands in this fact."""
        del self._legs[news.leg]
        news.caller = fact.caller or news.caller
        news.callee = fact.callee or news.callee
        news.direction = fact.direction or news.direction
        news.extension = phone(fact.direction, fact.caller, fact.callee) or news.extension
        news.reason = fact.reason or news.reason
        news.is_live, news.ended_at = False, fact.at
        self._entry(news, "terminated", fact.at)

    def _enter(self, board: Board, news: LegNews, leg: Leg, found: bool = False) -> None:
        entered = (news.state, news.queue if news.state == "queued" else "")
        news.state, news.queue = leg.state, leg.queue
        news.caller, news.callee = leg.caller, leg.callee
        news.extension, news.direction, news.reason = leg.extension, leg.direction, leg.reason
        news.started, news.talking_since = leg.started, leg.talking_since
        news.is_answered |= leg.state in ANSWERED
        news.is_originated = board.calls[leg.call].originated
        queue = leg.queue if leg.state == "queued" else ""
        if (leg.state, queue) != entered:
            position = leg.position if queue else None
            self._entry(news, leg.state, leg.state_since, queue, position, found)

    def _entry(
        self,
        news: LegNews,
        state: str,
        at: float | None,
        queue: str = "",
        position: int | None = None,
        found: bool = False,
    ) -> None:
        news.state = state
        entry = Entry(news.epoch, news.number, at, state, queue, position, found)
        self.waiting.entry(news, entry)

    def _found(self, board: Board, leg: Leg, at: float, epoch: int) -> None:
        """A leg stands in a list, or in the board of a mirror."""
        news = self._legs.get(leg.id)
        if news is None:
            news = self._begin(board, leg.id, at)
            news.first_seen = leg.first_seen
        news.epoch, news.number, news.seen_at = epoch, board.facts, at
        _trace(news, leg.tracking_id)
        self._enter(board, news, leg, found=True)
        self.waiting.leg(news)

    def _learn(self, board: Board, fact: LegChanged) -> None:
        """Nothing changed to the eye, but the board may now know an id that a later leg brings."""
        news, leg = self._legs.get(fact.leg), board.legs.get(fact.leg)
        known = board.index.calls.get(tracking_key(fact.previous_tracking_id))
        if news is not None and leg is not None and known == leg.call:
            _trace(news, fact.previous_tracking_id)
            self.waiting.leg(news)

    def _listed(self, board: Board, fact: CallsListed, touched: Touched) -> None:
        for one in fact.calls:
            leg = board.legs.get(one.leg)
            # Of a leg that changed after the list was asked for, the board believed nothing.
            if leg is None or leg.changed > fact.since:
                continue
            if leg.call in touched.calls:
                self._found(board, leg, fact.at, board.epoch)
            if one.previous_tracking_id:
                self._learn(board, one)
        for gone in touched.corrected:
            if gone not in board.legs and gone in self._legs:
                self._gone(board, self._legs.pop(gone), fact.at)
        self._listed_at = fact.at
        self.waiting.sweep(Sweep(board.epoch, board.facts, fact.at, frozenset(board.legs)))

    def _gone(self, board: Board, news: LegNews, at: float) -> None:
        """It ended unseen, after it was last known to be alive."""
        news.epoch, news.number = board.epoch, board.facts
        news.is_live = False
        news.after = max(news.seen_at, self._listed_at or news.seen_at)
        news.before = at
        self._entry(news, GONE, None)
        self.waiting.leg(news)


def _trace(news: LegNews, *tracking_ids: str) -> None:
    for one in tracking_ids:
        if one and tracking_key(one) not in news.keys:
            news.keys.append(tracking_key(one))
