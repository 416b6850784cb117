"""What a method is given: who asks, what for, and the world it acts on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import CALL_CONTROL_DISABLED, CALL_NOT_FOUND, INTERNAL_SERVER_ERROR, Refused
from ..frames import Frames
from ..legs import Leg
from ..sessions import Session, Sessions
from ..world import World


@dataclass(frozen=True)
class Asked:
    """One request. `session` is None for login alone; `fetch` gets a prompt from its address."""

    world: World
    frames: Frames
    sessions: Sessions
    params: dict[str, Any]
    fetch: Callable[[str], None]
    login_error: str = ""
    release: int = 96
    session: Session | None = None

    def open_session(self) -> Session:
        if self.session is None:
            raise Refused(INTERNAL_SERVER_ERROR, "no session")
        return self.session

    def leg(self, named: dict[str, Any]) -> Leg:
        """Return the live leg a SipCallIdentifier names."""
        leg = self.world.legs.get((named["id"], named["tag"]))
        if leg is None:
            raise Refused(CALL_NOT_FOUND, f"{named['id']} {named['tag']}")
        account = self.world.office.extension(leg.account)
        if account is not None and not account.has_call_control:
            raise Refused(CALL_CONTROL_DISABLED, account.account_id)
        return leg


# Returns the content of `result`. A key `reply` in it stands for the whole reply instead.
Handler = Callable[[Asked], dict[str, Any]]
OK = {"success": 1}
