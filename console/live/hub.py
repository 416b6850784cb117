"""The hub of one PBX in one process: renders what changed once, and sends the same bytes to all."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from console.board.state import Board, Touched
from console.links.picture import Picture
from console.links.waits import Waits
from console.live import counts
from console.live.browser import Browser, Message
from console.live.frames import Frames, Place
from console.live.latency import KEPT, Acknowledgements
from console.live.regions import Drawn, Instance, Variant, all_regions, parts_of, region_named
from console.live.screens import Screen, Seat
from console.troubles import Trouble

_unknowing = Trouble("a region does not know what changed")
_failing = Trouble("a region cannot be rendered")
_telling = Trouble("changes could not be told")
RENDERED_AT_MOST = 20_000  # regions of about 1 KB; those about a single call would pile up for ever
NOTHING: Mapping[Variant, Drawn] = MappingProxyType({})


@dataclass(eq=False)
class Audience:
    """The browsers that watch the very same regions. Their messages are numbered together."""

    screen: Screen
    seat: Seat
    variant: Variant
    roots: list[Instance] = field(default_factory=list)
    browsers: set[Browser] = field(default_factory=set)
    joining: set[Browser] = field(default_factory=set)  # until the changes that wait are out
    full: Message | None = None  # the full set as of `seq`, once somebody needed it
    seq: int = 0
    last: Message | None = None
    arrivals: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT))

    def look(self, board: Board) -> None:
        """Note which regions the screen has now."""
        self.full = None
        self.roots = [Instance(*pair) for pair in self.screen.regions(board, self.seat)]

    def watching(self) -> int:
        """How many browsers it has."""
        return len(self.browsers) + len(self.joining)

    def say(self, content: str, arrived_at: float, proved_at: float) -> None:
        """Send `content`, already escaped for JSON, as the next message to all browsers; the
        oldest news in it reached this process at `arrived_at`, the link was proved at
        `proved_at`."""
        self.full = None
        self.seq += 1
        self.arrivals.append(arrived_at)
        text = f'{{"seq":{self.seq},"proved":{proved_at},"content":"{content}"}}'
        self.last = message = Message(self.seq, text, after=self.last)
        for browser in self.browsers:
            browser.push(message)


class Hub:
    """Coalesces changes (the first at once, then at most every `coalesce` seconds)."""

    def __init__(self, picture: Picture, waits: Waits) -> None:
        self.picture = picture
        self.waits = waits
        self._audiences: dict[tuple[str, Seat, Variant], Audience] = {}
        self._watching: dict[Instance, dict[Audience, None]] = {}  # by the roots of their screens
        self._frames = Frames()
        self._rendered: dict[Instance, dict[Variant, Drawn]] = {}
        self._asked_for: set[str] = set()  # regions that somebody has seen or waits for
        self._pending: list[Touched] = []
        self._old: dict[Instance, Mapping[Variant, Drawn]] = {}  # what browsers have, if forgotten
        self._arrived_at = 0.0  # of the oldest fact that is pending
        self._flush_at = 0.0
        self._is_whole = True  # whether the last full set has every region
        self._timer: asyncio.TimerHandle | None = None
        self._unlisten = picture.listen(self._changed)

    def html(self, instance: Instance, variant: Variant) -> str:
        """The bytes of one region, the same for the page and the push."""
        kept = self._rendered.get(instance, NOTHING).get(variant)
        if kept is not None:
            return kept.html
        self._asked_for.add(instance.region)
        region, board = region_named(instance.region), self.picture.board
        parts = [self.html(part, variant) for part in parts_of(instance, board)]
        before = self._old.get(instance, NOTHING).get(variant)
        drawn = region.render(board, self.picture.pbx, instance.key, variant, parts, before)
        # A frame is put together anew: its parts change by themselves.
        if region.parts is None and region.is_kept:
            if len(self._rendered) >= RENDERED_AT_MOST:
                self._rendered.clear()
            self._rendered.setdefault(instance, {})[variant] = drawn
        return drawn.html

    def join(self, browser: Browser, screen: Screen, seat: Seat, variant: Variant) -> Audience:
        """Add `browser` to its audience and send it the full set of regions."""
        audience = self._audiences.get((screen.name, seat, variant))
        if audience is None:
            audience = Audience(screen, seat, variant)
            audience.look(self.picture.board)
            self._frames.watch(audience.roots, self.picture.board)
        browser.beat(self.heartbeat())
        self.resync(audience, browser)
        # Last: what a failure above left behind would never leave.
        if audience.watching() == 1:
            self._audiences[screen.name, seat, variant] = audience
            self._note(audience)
        return audience

    def leave(self, browser: Browser, audience: Audience) -> None:
        audience.browsers.discard(browser)
        audience.joining.discard(browser)
        if not audience.watching():
            self._audiences.pop((audience.screen.name, audience.seat, audience.variant), None)
            for root in audience.roots:
                watching = self._watching.get(root, {})
                watching.pop(audience, None)
                if not watching:
                    self._watching.pop(root, None)

    def resync(self, audience: Audience, browser: Browser) -> None:
        """Everything the screen shows, in one message, under the audience's number.

        Not before the changes that wait: a thousand browsers that come back at once would have them
        sent a thousand times as often. Then one full set does for all who came meanwhile.
        """
        if self._pending:
            audience.browsers.discard(browser)
            audience.joining.add(browser)
        else:
            self._let_in(audience, browser)

    def _let_in(self, audience: Audience, browser: Browser) -> None:
        counts.full_sets[self.picture.pbx] += 1
        browser.push_with_care(audience.full or self._full(audience))
        if browser.acknowledgements is None:
            browser.acknowledgements = Acknowledgements(audience)
        audience.browsers.add(browser)

    def _full(self, audience: Audience) -> Message:
        self._is_whole = True
        content = "".join(self._fragment(root, audience.variant) for root in audience.roots)
        text = f'{{"seq":{audience.seq},"full":true,"content":"{content}"}}'
        message = Message(audience.seq, text, audience.last, is_full=True)
        if self._is_whole and audience.watching():  # for others than the one who asked
            audience.full = message
        return message

    def heartbeat(self) -> str:
        """What the browser needs to know how old its picture is; moments in seconds."""
        link = self.picture.board.link
        return json.dumps(
            {
                "beat": {
                    "now": time.time(),
                    "proved": self.picture.proved_at,
                    "link": link.state,
                    "since": link.lost_since,
                    "stale": self.waits.stale_after,
                    "every": self.waits.heartbeat_every,
                }
            }
        )

    def beat(self) -> None:
        text = self.heartbeat()
        for browser in self.browsers():
            browser.beat(text)

    def browsers(self) -> list[Browser]:
        all_of = ((*one.browsers, *one.joining) for one in self._audiences.values())
        return [browser for some in all_of for browser in some]

    def watched(self) -> list[tuple[str, int]]:
        """The screens that are watched, each with how many browsers; one may stand there twice."""
        return [(one.screen.name, one.watching()) for one in self._audiences.values()]

    def close(self) -> None:
        self._unlisten()
        if self._timer:
            self._timer.cancel()

    def _changed(self, board: Board, touched: Touched) -> None:
        if not touched:
            return
        if not self._pending:
            self._arrived_at = self.picture.arrived_at
        self._pending.append(touched)
        if not self._audiences:
            self.flush()
        elif self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(self._flush_at, loop.time()), self.flush)

    def flush(self) -> None:
        """Send what has changed now, without waiting for the interval."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if not self._pending:
            return
        touched = self._forget()
        self._pending = []
        if not self._audiences:
            self._frames, self._old = Frames(), {}
            return
        self._flush_at = asyncio.get_running_loop().time() + self.waits.coalesce
        try:
            self._send_changes(touched)
            if touched.link:
                self.beat()
        except Exception as error:  # whatever was lost, a full set makes good
            _telling.happened(pbx=self.picture.pbx, exc_info=error)
            self._begin_afresh()
        self._old = {}
        for audience in self._audiences.values():
            while audience.joining:
                self._let_in(audience, audience.joining.pop())

    def refresh(self) -> None:
        """What is rendered from now on shows the present, though browsers hear of it later."""
        if self._pending:
            self._forget()

    def _begin_afresh(self) -> None:
        self._frames = Frames()
        self._watching.clear()
        for audience in self._audiences.values():
            audience.joining |= audience.browsers
            audience.browsers.clear()
            audience.look(self.picture.board)
            self._frames.watch(audience.roots, self.picture.board)
            self._note(audience)

    def _note(self, audience: Audience) -> None:
        for root in audience.roots:
            self._watching.setdefault(root, {})[audience] = None
            growing = region_named(root.region).growing
            self._asked_for |= {root.region, growing.part} if growing else {root.region}

    def _forget(self) -> Touched:
        """Drop the bytes of every region that the pending changes may have touched."""
        touched = self._pending[0] if len(self._pending) == 1 else merged(self._pending)
        for one in self._stale(touched):
            self._old.setdefault(one, self._rendered.pop(one, NOTHING))
        return touched

    def _stale(self, touched: Touched) -> dict[Instance, None]:
        if touched.everything:
            return dict.fromkeys([*self._watching, *self._rendered])
        stale: dict[Instance, None] = {}
        for region in all_regions():
            if region.name not in self._asked_for:
                continue
            try:
                for key in region.touched(self.picture.board, touched):
                    stale[Instance(region.name, key)] = None
            except Exception as error:  # must not cost the others their news
                _unknowing.happened(region.name, region=region.name, exc_info=error)
        return stale

    def _send_changes(self, touched: Touched) -> None:
        board, old = self.picture.board, self._old
        if touched.people or touched.queue_list or touched.everything:
            self._regroup()
        places = self._frames.follow(board, old)
        news: dict[Audience, list[str]] = {}
        for instance in (*(one for one in old if one not in places), *places):
            place = places.get(instance)
            root = place.frame if place else self._frames.holder(instance) or instance
            if root in old and root != instance:
                continue  # its frame is sent whole
            fragments: dict[Variant, str] = {}
            for audience in self._watching.get(root, ()):
                if audience.variant not in fragments:
                    known = old[instance].get(audience.variant)
                    made = self._fragment(instance, audience.variant, known, place)
                    fragments[audience.variant] = made
                if fragments[audience.variant]:
                    news.setdefault(audience, []).append(fragments[audience.variant])
        for audience, content in news.items():
            audience.say("".join(content), self._arrived_at, self.picture.proved_at)

    def _regroup(self) -> None:
        self._frames.look(self.picture.board)
        self._watching.clear()
        for audience in self._audiences.values():
            audience.look(self.picture.board)
            self._note(audience)

    def _fragment(
        self,
        instance: Instance,
        variant: Variant,
        known: Drawn | None = None,
        place: Place | None = None,
    ) -> str:
        """One region as the browser takes it, escaped for a JSON string; "" for `known` bytes."""
        region, pbx = region_named(instance.region), self.picture.pbx
        if not region.template:
            parts = parts_of(instance, self.picture.board)
            return "".join(self._fragment(part, variant) for part in parts)
        target, swap = (place.target, place.swap) if place else (instance, "outerMorph")
        try:
            html = "" if swap == "delete" else self.html(instance, variant)
        except Exception as error:
            told = {"pbx": pbx, "region": instance.region, "about": instance.key}
            _failing.happened(instance.region, **told, exc_info=error)
            self._is_whole = False
            return ""
        if known is not None and html == known.html and place is None:
            return ""
        id = region_named(target.region).id(pbx, target.key)
        return json.dumps(
            f"""<hx-partial hx-target="[id='{id}']" hx-swap="{swap}">{html}</hx-partial>"""
        )[1:-1]


def merged(several: list[Touched]) -> Touched:
    """What several folds touched together; `ended` and the like are for history."""
    whole = Touched()
    for one in several:
        whole.calls |= one.calls
        whole.extensions |= one.extensions
        whole.queues |= one.queues
        whole.conferences |= one.conferences
        whole.desks |= one.desks
        whole.link |= one.link
        whole.people |= one.people
        whole.queue_list |= one.queue_list
        whole.parked |= one.parked
        whole.hours |= one.hours
        whole.everything |= one.everything
    return whole
