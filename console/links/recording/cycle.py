"""One cycle of recorded lists: the calls, the conferences, and who takes part in each."""

from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from console.portasip.messages import CallsListed, Conference
from console.portasip.responses import Response, text_of
from console.portasip.scalars import text
from console.portasip.wire import calls_of, conferences_of, participants_of

Room = tuple[str, str]
CALLS = "get_sip_calls_list"
ROOMS = "get_on_spot_conference_list"
PARTICIPANTS = "get_on_spot_conference_participant_list"


@dataclass
class Cycle:
    """What `Link` makes one CallsListed of.

    `since` is the board's counter of facts when the calls were asked for. `lists_conferences`: the
    PBX has not refused to. `line` is where the list of calls stands.
    """

    since: int
    lists_conferences: bool = True
    line: int = 0
    _calls: CallsListed | None = None
    _rooms: dict[Room, Conference | None] | None = None
    _asked: dict[str, tuple[str, Room]] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Nothing more will come: neither calls nor conferences are outstanding."""
        if not self.lists_conferences:
            return self._calls is not None
        are_filled = self._rooms is not None and None not in self._rooms.values()
        return self._calls is not None and are_filled

    def ask(self, request: dict[str, Any]) -> None:
        """A request left; its answer will name its `cseq`."""
        room = (
            text_of(request, "params", "conference_info", "name").strip(),
            text_of(request, "params", "conference_info", "owner_id").strip(),
        )
        self._asked[text(request.get("cseq"))] = (text(request.get("method")), room)

    def answer(self, line: int, response: Response, at: float) -> None:
        """An answer came; one that belongs to another cycle changes nothing."""
        method, room = self._asked.pop(response.cseq, ("", ("", "")))
        if method == CALLS and response.error is None:
            self.line = line
            self._calls = calls_of(response.result, at, self.since)
        elif method == ROOMS:
            self.lists_conferences = response.error is None
            listed = conferences_of(response.result)
            self._rooms = None if response.error is not None else dict.fromkeys(listed)
        elif method == PARTICIPANTS and self._rooms is not None:
            self._fill(room, response, at)

    def _fill(self, room: Room, response: Response, at: float) -> None:
        assert self._rooms is not None
        if response.error is None:
            everyone = participants_of(response.result, at, *room)
            present = tuple(who for who in everyone if not who.left)
            self._rooms[room] = Conference(*room, present)
        else:
            self._rooms.pop(room, None)  # it ended between the two lists

    def listed(self) -> CallsListed | None:
        """The snapshot; without its conferences while not all of them are known."""
        if self._calls is None or self._rooms is None:
            return self._calls
        rooms = [room for room in self._rooms.values() if room is not None]
        whole = len(rooms) == len(self._rooms)
        return replace(self._calls, conferences=tuple(rooms)) if whole else self._calls
