"""Who may use the media services: accounts, with the password of their self-care pages."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass
from random import Random

from ..errors import AUTH_FAILED, MESSAGES
from ..frames import stamp
from ..sessions import FIRST_RELEASE_WITH_TOKENS
from .properties import Values
from .refusals import Refusal

TOKEN_LASTS = 3600  # seconds; real installations differ
LIMIT = 1000  # sessions that nobody logged out of must not fill memory; the oldest goes


@dataclass(frozen=True)
class Session:
    """One login of an account; `expires_at` (s) ends the access token, not the session."""

    id: str
    account: str
    access_token: str
    refresh_token: str
    expires_at: float


class Logins:
    """Open sessions of `accounts`, which share one password and one domain."""

    def __init__(
        self,
        accounts: Collection[str],
        password: str,
        domain: str,
        now: Callable[[], float],
        random: Random,
    ) -> None:
        self.password, self.domain = password, domain
        self._accounts = accounts
        self._now = now
        self._random = random
        self._open: dict[str, Session] = {}

    def check(self, login: str, domain: str, password: str, code: str = AUTH_FAILED) -> str:
        """Return the account of these credentials. Raises Refusal with `code` if wrong."""
        right = (self.domain, self.password)
        if login not in self._accounts or (domain, password) != right:
            raise Refusal(code, MESSAGES[AUTH_FAILED])
        return login

    def open(self, account: str) -> Session:
        session = Session(
            f"{self._random.getrandbits(128):032x}",
            account,
            self._token(),
            self._token(),
            self._now() + TOKEN_LASTS,
        )
        self._open[session.id] = session
        if len(self._open) > LIMIT:
            self._open.pop(next(iter(self._open)))
        return session

    def find(self, session_id: str) -> Session | None:
        return self._open.get(session_id)

    def holder(self, token: str) -> Session | None:
        """Return whose access token this is, while it lasts."""
        live = (each for each in self._open.values() if self._now() < each.expires_at)
        return next((each for each in live if each.access_token == token), None)

    def close(self, session: Session) -> None:
        self._open.pop(session.id, None)

    def expire(self) -> int:
        """Forget every session; return how many there were."""
        expired = len(self._open)
        self._open.clear()
        return expired

    def _token(self) -> str:
        """It looks like a JSON Web Token; what it says only the PBX can read."""
        parts = (b'{"alg":"HS256","typ":"JWT"}', *(self._random.randbytes(24) for _ in range(2)))
        return ".".join(urlsafe_b64encode(each).decode().rstrip("=") for each in parts)


def shown(session: Session, release: int) -> Values:
    """The LoginResponse, with what releases from MR101 on add."""
    answer: Values = {"session_id": session.id}
    if release >= FIRST_RELEASE_WITH_TOKENS:
        answer |= {
            "access_token": session.access_token,
            "refresh_token": session.refresh_token,
            "expires_at": stamp(session.expires_at),
            "expires_in": TOKEN_LASTS,
        }
    return answer
