"""What the console did with calls and still shows when their legs no longer tell it."""

from msgspec import Struct

from console.portasip.messages import LegId


class Parked(Struct, omit_defaults=True):
    """A caller whom a desk of this console parked. MR96 reports no slots: it is our command, for
    as long as the call lives and nobody has retrieved it.

    `leg` is the one that stands in the slot, where the PBX shows it; `is_seen` that the call had a
    leg without the desk; `facts` is `Board.facts` then.
    """

    call: str
    slot: str
    desk: str
    at: float
    arrival: int
    facts: int
    operator: str = ""
    number: str = ""
    name: str = ""
    leg: LegId | None = None
    is_seen: bool = False


class Unreached(Struct, omit_defaults=True):
    """A consultation about the call `caller` that nobody answered; `why` is a word of `ending`."""

    caller: str
    target: str
    why: str = ""
    at: float | None = None


def ending(reason: str, code: str) -> str:
    """Why a phone was not answered: busy, declined, unanswered, unavailable, wrong, or "".

    The document leaves `reason_code` empty in its examples, so the words are read too.
    """
    words = reason.lower()
    if code in ("486", "600") or "busy" in words:
        return "busy"
    if code == "603" or "declin" in words or "reject" in words:
        return "declined"
    if "no answer" in words or code in ("408", "487") or "timeout" in words:
        return "unanswered"
    if code in ("404", "484") or "not found" in words:
        return "wrong"
    return "unavailable" if code == "480" or "unavailable" in words else ""
