"""What the typed calls need of a connection, and the writing they share."""

from collections.abc import Callable
from typing import Any, Protocol

from .messages import LegId
from .session import Session
from .writing import leg_params


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

    def __init__(self, connection: Asked, scope: tuple[str, int]) -> None:
        self.connection = connection
        self.scope = scope

    async def ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Ask CallControl and return the answer. Raises as Connection.request does."""
        return await self.connection.request("CallControl", method, params)

    async def ask_about(self, method: str, leg: LegId, **more: Any) -> None:
        """Ask CallControl to do something with one leg."""
        await self.ask(method, {"call": leg_params("call", leg), **more})

    def scoped(self) -> dict[str, Any]:
        """Return exactly one scope key (row 5)."""
        return {self.scope[0]: self.scope[1]}
