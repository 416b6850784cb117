"""The typed calls of one link: sign in, subscribe, and everything of the three APIs."""

from .calls import Calls, Originated
from .catalogue import LoginRequest
from .conferencing import Conferencing, Options
from .errors import PortaError
from .ivr import Ivr
from .requests import ApiNotifications
from .responses import text_of
from .structures import built, written
from .xdrs import PastCalls

__all__ = ["CallControl", "Options", "Originated"]


class CallControl(Calls, Ivr, Conferencing, PastCalls):
    """One PBX through one connection, for exactly one scope.

    `CallControl(connection, scope=("i_customer", 30), answer_mode="notify",
    release=Release(96))`. Every call is validated before anything is sent (InvalidParameter) and
    raises Refused with the PBX's code, Unanswered past its deadline, or LinkLost.
    """

    async def login(self, login: str, password: str) -> None:
        """Session.login; the session id goes into every request from now on.

        May be called again on the same connection when a session has expired; the subscription
        died with the old session.
        """
        params = written(LoginRequest(login=login.strip(), password=password))
        answer = await self.connection.request("Session", "login", params)
        session_id = text_of(answer, "session_id")
        if not session_id:
            raise PortaError("the PBX answered a login without a session id")
        self.connection.session.session_id = session_id

    async def logout(self) -> None:
        """Session.logout: gives the session back. Forgets it even when that is refused."""
        try:
            await self.connection.request("Session", "logout", {})
        finally:
            self.connection.session.session_id = ""

    async def ping(self) -> None:
        """Session.ping, of later releases: Refused where it does not exist."""
        await self.connection.request("Session", "ping", {})

    async def enable_notifications(self) -> None:
        """enable_api_notifications for the scope; belongs to the session."""
        await self.ask("enable_api_notifications", built(ApiNotifications, self.scope))

    async def disable_notifications(self) -> None:
        """disable_api_notifications for the scope."""
        await self.ask("disable_api_notifications", built(ApiNotifications, self.scope))
