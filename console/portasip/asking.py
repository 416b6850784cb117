"""What the typed calls need of a connection, and the writing they share."""

from collections.abc import Callable
from typing import Any, Protocol

from .errors import InvalidParameter
from .messages import LegId
from .requests import SCOPES, OneCall, Scope, SipCallIdentifier
from .session import Session
from .structures import Structure, built, written


class Asked(Protocol):
    """The part of a Connection that the typed calls use."""

    @property
    def session(self) -> Session: ...

    @property
    def clock(self) -> Callable[[], float]: ...

    async def request(
        self,
        service: str,
        method: str,
        params: dict[str, Any],
        *,
        deadline: float | None = None,
    ) -> dict[str, Any]: ...


class Asking:
    """Asks over one connection for one scope, `("i_customer", 30)` for instance."""

    def __init__(self, connection: Asked, scope: tuple[str, int | str]) -> None:
        key, id = scope
        if key not in SCOPES:
            raise InvalidParameter("scope", "must be one of " + ", ".join(SCOPES))
        self.connection = connection
        self.scope: dict[str, int] = written(built(Scope, {key: id}))

    async def ask(self, method: str, request: Structure) -> dict[str, Any]:
        """Ask CallControl and return the answer. Raises as Connection.request does."""
        return await self.connection.request("CallControl", method, written(request))

    async def ask_about(self, method: str, leg: LegId) -> None:
        """Ask CallControl to do something with one leg."""
        await self.ask(method, OneCall(call=identifier(leg)))


def identifier(leg: LegId) -> SipCallIdentifier:
    """Return a leg's id and tag as they came: as text (notes, row 13)."""
    return SipCallIdentifier(id=leg[0], tag=leg[1])


def flag_param(value: bool | None) -> str | None:
    """Return `Y`, `N`, or nothing (row 32)."""
    return None if value is None else "Y" if value else "N"
