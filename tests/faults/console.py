"""A console without sockets: what a link does with frames, and everything of it on tape."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any, Protocol

import msgspec

from console.board.facts import BoardFact
from console.board.fold import fold
from console.board.state import Board, Touched, decode, encode
from console.links.recording.check import Folding
from console.links.recording.tape import Line, Tape
from console.portasip.anonymous import Frame
from tests.faults.ledger import Ledger, Told
from tests.faults.switch import BEGAN

SCOPE = {"i_customer": 30}
HEADER = {"recorded": "2026-11-18T09:46:40+00:00", "release": 96, "scope_key": "i_customer"}


class Witness(Protocol):
    """Who outlives consoles: history, and the ledger that it must agree with."""

    def begins(self, board: Board) -> None: ...

    def succeeds(self, board: Board, is_killed: bool) -> None: ...

    def heard(self, frame: str) -> None: ...

    def saw(self, board: Board, fact: BoardFact, touched: Touched) -> None: ...

    def followed(self, board: Board, fact: BoardFact | None, touched: Touched | None) -> None: ...


class Console(Folding):
    """Folds as a recording is folded, so that its tape replays whatever goes wrong here."""

    def __init__(self) -> None:
        self.witness: Witness | None = None
        self.mirror: Console | None = None  # who hears of every fact, while the feed is well
        self.told = Told()
        self.ledger = Ledger()
        self.tape: list[Line] = []
        super().__init__(BEGAN)

    def fold(self, fact: BoardFact) -> Touched:
        self.board, touched = fold(self.board, fact)
        self.told.saw(self.board, fact, touched)
        if self.witness is not None:
            self.witness.saw(self.board, fact, touched)
        if self.mirror is not None:
            self.mirror.follow(fact, self.witness)
        return touched

    def follow(self, fact: BoardFact, witness: Witness | None) -> None:
        """As a mirror, of the holder."""
        self.board, touched = fold(self.board, fact)
        self.told.saw(self.board, fact, touched)
        if witness is not None:
            witness.followed(self.board, fact, touched)

    def hear(self, frame: str, now: float) -> None:
        self.ledger.hear(frame)
        if self.mirror is not None:
            self.mirror.ledger.hear(frame)
        if self.witness is not None:
            self.witness.heard(frame)
        self._record("received", frame, now)

    def ask(self, frame: str, now: float) -> None:
        self._record("sent", frame, now)

    def _record(self, direction: str, frame: str, now: float) -> None:
        line = Line(len(self.tape) + 2, now - BEGAN, direction, frame.encode())
        self.tape.append(line)  # first: a fold that fails must be on it
        if self.mirror is not None:
            self.mirror.tape.append(line)
        self.take(line)

    def mirrored(self) -> "Console":
        """Another process that has followed so far: its board has travelled."""
        mirror = Console()
        mirror.board = decode(encode(self.board))
        mirror.told, mirror.ledger = deepcopy(self.told), deepcopy(self.ledger)
        mirror.tape = list(self.tape)
        return mirror

    def newcomer(self) -> Board:
        """The board of a console that saw the last answers alone."""
        fresh = Folding(BEGAN)
        first = max(n for n, line in enumerate(self.tape) if b'"get_sip_calls_list"' in line.frame)
        for line in self.tape[first:]:
            fresh.take(line)
        return fresh.board

    def keep(self, path: Path) -> None:
        """Write the tape as `manage.py record` does, in place of an older one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with Tape(path, HEADER) as tape:
            for line in self.tape:
                tape.write(line.at, line.direction, Frame("", _kept(line.frame)))


def _kept(frame: bytes) -> dict[str, Any]:
    """Without what signs in."""
    content: dict[str, Any] = msgspec.json.decode(frame)
    content.pop("auth_info", None)
    if content.get("method") == "login":
        content["params"] = {}
    if "session_id" in content.get("result", {}):
        content["result"] = {}
    return content


def request(cseq: int, service: str, method: str, session: str, params: dict[str, Any]) -> str:
    auth = {"auth_info": {"session_id": session}} if session else {}
    frame = {"cseq": cseq, **auth, "service": service, "method": method, "params": params}
    return json.dumps(frame)
