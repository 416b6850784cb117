"""Frames: which parts the watched frames hold, and which have come or gone.

Kept once for all audiences: a thousand desks watch the same lamps. A part stands in one frame.
"""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from console.board.state import Board
from console.live.regions import Growing, Instance, parts_of, region_named


class Place(NamedTuple):
    """Where a part that came or went is put: a swap beside, into or of the region `target`."""

    frame: Instance
    target: Instance
    swap: str


class Frames:
    def __init__(self) -> None:
        self._holder: dict[Instance, Instance] = {}
        self._rows: dict[Instance, list[tuple[Any, str]]] = {}

    def watch(self, roots: Iterable[Instance], board: Board) -> None:
        """From now on know what these hold, as far as they are frames."""
        for root in roots:
            if root not in self._rows:
                self._read(root, board)

    def look(self, board: Board) -> None:
        """Queues and extensions come and go: see what the frames hold now that are sent whole."""
        for frame in list(self._rows):
            if region_named(frame.region).growing is None:
                self._read(frame, board)

    def holder(self, part: Instance) -> Instance | None:
        """The watched frame in which the part stands."""
        return self._holder.get(part)

    def follow(self, board: Board, stale: Collection[Instance]) -> dict[Instance, Place]:
        """The places of the parts of growing frames that have come or gone since last told.

        In the order in which a browser must apply them. A frame that is stale itself is sent whole.
        """
        places: dict[Instance, Place] = {}
        for frame in self._rows:
            growing = region_named(frame.region).growing
            if growing is None:
                continue
            if frame in stale:
                self._read(frame, board)
                continue
            touched = [one for one in stale if one.region == growing.part]
            for part in sorted(touched, key=lambda one: growing.order(one.key)):
                place = self._moved(frame, growing, part, board)
                if place is not None:
                    places[part] = place
        return places

    def _moved(
        self, frame: Instance, growing: Growing, part: Instance, board: Board
    ) -> Place | None:
        was, now = part in self._holder, growing.has(board, part.key)
        if was == now:
            return None
        rows, row = self._rows[frame], (growing.order(part.key), part.key)
        at = bisect_left(rows, row)
        if was:
            del rows[at], self._holder[part]
            return Place(frame, part, "delete")
        self._holder[part] = frame
        insort(rows, row)
        if at + 1 == len(rows):
            return Place(frame, frame, "beforeend")
        return Place(frame, Instance(growing.part, rows[at + 1][1]), "beforebegin")

    def _read(self, root: Instance, board: Board) -> None:
        region = region_named(root.region)
        if region.parts is None:
            return
        parts, growing = parts_of(root, board), region.growing
        for gone in [part for part, frame in self._holder.items() if frame == root]:
            del self._holder[gone]
        self._holder.update(dict.fromkeys(parts, root))
        self._rows[root] = [(growing.order(one.key), one.key) for one in parts] if growing else []
