"""API sessions and their subscriptions. A subscription belongs to the session, not the socket."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from .errors import AUTH_FAILED, WRONG_PARAMETERS, Refused
from .ivr import Heard
from .legs import Leg
from .office import Office
from .rooms import Participant, Room

Scope = tuple[str, int]
Subject = Leg | Room | Participant | Heard
FIRST_RELEASE_WITH_TOKENS = 101
LIMIT = 1000  # sessions that nobody logged out of must not fill memory; the oldest goes


@dataclass(eq=False)
class Session:
    """One login. `sockets` are those that made a request with it."""

    id: str
    login: str
    scopes: set[Scope] = field(default_factory=set)
    sockets: set[Any] = field(default_factory=set)


class Sessions:
    """Open sessions. A closed or expired one is forgotten; its sockets stay open, in silence."""

    def __init__(self, office: Office, users: dict[str, str], random: Random) -> None:
        self.office = office
        self.users = users
        self._random = random
        self._open: dict[str, Session] = {}

    def login(self, login: str, password: str) -> Session:
        if login not in self.users or self.users[login] != password:
            raise Refused(AUTH_FAILED, login)
        session = Session(f"{self._random.getrandbits(128):032x}", login)
        self._open[session.id] = session
        if len(self._open) > LIMIT:
            self._open.pop(next(iter(self._open)))
        return session

    def find(self, session_id: object) -> Session | None:
        return self._open.get(session_id) if isinstance(session_id, str) else None

    def close(self, session: Session) -> None:
        self._open.pop(session.id, None)

    def expire(self) -> int:
        """Forget every session; return how many there were."""
        expired = len(self._open)
        self._open.clear()
        return expired

    def forget_socket(self, socket: Any) -> None:
        for session in self._open.values():
            session.sockets.discard(socket)

    def scopes(self, params: dict[str, Any]) -> set[Scope]:
        """Return the scopes a request names. Raises Refused for ids that are not ours."""
        wanted = {(key, int(params[key])) for key in params if key.startswith("i_")}
        for key, id in sorted(wanted):
            if not self._exists(key, id):
                raise Refused(WRONG_PARAMETERS, f"{key}: {id} not found")
        return wanted

    def listeners(self, subject: Subject) -> set[Any]:
        """Return the sockets that are to hear of a change."""
        hearing = (s for s in self._open.values() if self.covers(s.scopes, subject))
        return {socket for session in hearing for socket in session.sockets}

    def covers(self, scopes: set[Scope], subject: Subject) -> bool:
        return any(self._covers(key, id, subject) for key, id in scopes)

    def _exists(self, key: str, id: int) -> bool:
        if key == "i_account":
            return self.office.account(id) is not None
        if key == "i_ivr_an":
            return id in self.office.access_numbers.values()
        return id == self.office.i_customer

    def _covers(self, key: str, id: int, subject: Subject) -> bool:
        if key in ("i_customer", "i_main_office"):
            return True
        if isinstance(subject, Heard):
            subject = subject.leg
        if key == "i_ivr_an":
            number = subject.callee.access_number if isinstance(subject, Leg) else ""
            return self.office.access_numbers.get(number) == id
        account = self.office.account(id)
        return account is not None and account.account_id == _account(subject)


def _account(subject: Leg | Room | Participant) -> str:
    if isinstance(subject, Leg):
        return subject.account
    return subject.owner_id if isinstance(subject, Room) else subject.room.owner_id
