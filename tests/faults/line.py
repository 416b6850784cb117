"""The line between a switch and a console, and all that can befall it."""

import json
from collections.abc import Generator
from typing import Any

from console.board.facts import LinkChanged
from tests.faults.console import SCOPE, Console, Witness, request
from tests.faults.switch import Switch

EVENTS = {"event": "sip.call_control_notifications"}
Asking = Generator[None, None, dict[str, Any]]


class Line:
    """Frames arrive at once and in order, unless the line is `stalled`: then they lie on the wire.

    `doubtful`: something was lost or came in another order, so that only a list can be right.
    """

    def __init__(self, switch: Switch, witness: Witness | None = None) -> None:
        self.switch = switch
        self._witness = witness
        self._epoch = 0
        self._restart()
        self.stalled = self.doubtful = self.is_up = False
        self.listing: Asking | None = None
        self._cseq = 0
        self._session = ""
        self.connect()
        self.list()

    def deliver(self) -> None:
        """Let come what the switch has said by now."""
        if not self.stalled:
            wire, self.switch.wire = self.switch.wire, []
            for frame in wire:
                self.console.hear(frame, self.switch.world.now)

    def resume(self) -> None:
        self.stalled = False
        self.deliver()

    def cut(self) -> None:
        """The socket is gone, with all that lay on the wire; the switch knows no session."""
        self.switch.wire.clear()
        if self.is_up:
            self._tell("lost")
        self.is_up = False
        self.forget()

    def forget(self) -> None:
        """The session expires: the socket stays, and nothing is said any more."""
        self.resume()
        self.switch.sessions.expire()
        self.listing = None
        self.doubtful = True

    def connect(self) -> None:
        self.is_up = True
        self.log_in()
        self._tell("live")

    def log_in(self) -> None:
        self.listing = None
        self._session = ""
        params = {"login": "demo", "password": "demo-password"}
        opened = self._at_once("Session", "login", params)
        self._session = opened["session_id"]
        self._at_once("CallControl", "enable_api_notifications", EVENTS | SCOPE)

    def list(self) -> None:
        """A whole list, after all that was said before it."""
        self.resume()
        if not self.is_up:
            self.connect()
        elif self.doubtful:
            self.log_in()
        self.doubtful = False
        while self.listing:
            self.go_on()
        self.begin_list()
        while self.listing:
            self.go_on()

    def begin_list(self) -> None:
        """Ask; the switch answers with what is so now, and the answer is on its way."""
        self.listing = self._lists()
        self.go_on()

    def go_on(self) -> None:
        """The next answer of the list that is under way arrives."""
        if self.listing is not None and next(self.listing, "over") == "over":
            self.listing = None

    def _lists(self) -> Asking:
        yield from self._asked("get_sip_calls_list", SCOPE)
        rooms = yield from self._asked("get_on_spot_conference_list", {"conference_info": {}})
        for room in rooms["conference_list"]:
            named = {"name": room["name"], "owner_id": room["owner_id"]}
            method = "get_on_spot_conference_participant_list"
            yield from self._asked(method, {"conference_info": named})
        return {}

    def _asked(self, method: str, params: dict[str, Any], service: str = "CallControl") -> Asking:
        self._cseq += 1
        frame = request(self._cseq, service, method, self._session, params)
        self.console.ask(frame, self.switch.world.now)
        answer = self.switch.reply(frame)
        yield
        self.console.hear(answer, self.switch.world.now)
        result: dict[str, Any] = json.loads(answer).get("result", {})
        return result

    def _at_once(self, service: str, method: str, params: dict[str, Any]) -> dict[str, Any]:
        asking = self._asked(method, params, service)
        next(asking)
        try:
            next(asking)
        except StopIteration as answered:
            return dict(answered.value)
        raise AssertionError("an answer comes once")

    def hand_over(self) -> None:
        """The holder is gone; who mirrored it goes on with what it had followed. One whose mirror
        lags has told it all in time, and is not killed: what nobody remembers is nobody's."""
        self.cut()
        is_killed = self.console.mirror is not None
        self.console = self._holding(self.mirror.mirrored())
        if self._witness is not None:
            self._witness.succeeds(self.console.board, is_killed)
            self._witness.followed(self.mirror.board, None, None)  # the next one, who lags

    def restart(self) -> None:
        """The console starts again and knows nothing."""
        self.cut()
        self._restart()

    def _restart(self) -> None:
        self.console = self._holding(Console())
        if self._witness is not None:
            self._witness.begins(self.console.board)
        self.follow()

    def _holding(self, console: Console) -> Console:
        self._epoch += 1
        console.board.epoch = self._epoch
        console.witness = self._witness
        return console

    def follow(self) -> None:
        """The mirror knows all that the holder knows, and from now on hears what it hears."""
        self.mirror = self.console.mirror = self.console.mirrored()
        if self._witness is not None:
            self._witness.followed(self.mirror.board, None, None)

    def lag(self) -> None:
        """The feed breaks: the mirror hears nothing any more."""
        self.console.mirror = None

    def _tell(self, state: str) -> None:
        self.console.fold(LinkChanged(state=state, at=self.switch.world.now))
