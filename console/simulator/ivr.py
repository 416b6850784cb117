"""Calls to an access number of a User application: prompts, digits, ringing and early media.

An application decides everything; until it acts, the caller of an access number hears nothing.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from .agenda import Appointment
from .errors import INTERNAL_SERVER_ERROR, Refused
from .legs import RINGING, Call, Leg, Party

if TYPE_CHECKING:
    from .world import World

DIGITS = frozenset("0123456789*#")
FOR_EVER = -1


@dataclass
class Application:
    """What an application does with one call. `playing` holds by `order` (2 or 3) what plays."""

    detects_digits: bool = False
    playing: dict[int, Appointment | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Heard:
    """Something happened in a call to an access number ("IVR notification specific")."""

    leg: Leg
    event: str
    digit: str = ""
    dtmf_duration: int = 0  # ms
    order: int = 0


def enter(world: "World", call: Call, number: str, leg_id: str) -> Leg:
    """The call reaches an access number, and waits for its application."""
    call.callee = Party(number, access_number=number)
    tag = str(world.identifiers.media_tag())
    leg = world.new_leg(call, "incoming", number, "", id=leg_id, tag=tag)
    leg.application = Application()
    call.callee_leg = leg
    world.tell(leg)
    return leg


def proceed(world: "World", leg: Leg, state: str) -> None:
    """Let the caller hear ringing, or early media."""
    _application(leg)
    if leg.state not in RINGING:
        raise Refused(INTERNAL_SERVER_ERROR, f"the call is {leg.state}")
    world.become(leg, state)
    caller = leg.call.caller_leg if leg.call else None
    if caller is not None and caller.state in RINGING:
        world.become(caller, state)


def play(world: "World", leg: Leg, order: int, repeat: int) -> None:
    """Play a prompt; another one at the same place of the stack is stopped first."""
    application = _application(leg)
    stop(world, leg, order)
    after = world.timings.prompt * repeat
    end = partial(_completed, world, leg, order)
    application.playing[order] = None if repeat == FOR_EVER else world.agenda.after(after, end)


def stop(world: "World", leg: Leg, order: int) -> None:
    """Stop what plays at this place; the application is told as if it had come to its end."""
    playing = _application(leg).playing
    if order not in playing:
        return
    if appointment := playing[order]:
        appointment.cancel()
    _completed(world, leg, order)


def detect(leg: Leg, on: bool) -> None:
    _application(leg).detects_digits = on


def press(world: "World", leg: Leg, digit: str, duration: int) -> None:
    """The caller presses a key; the application hears of it if it asked to."""
    if _application(leg).detects_digits:
        world.tell(Heard(leg, "dtmf_digit_detected", digit=digit, dtmf_duration=duration))


def _completed(world: "World", leg: Leg, order: int) -> None:
    application = leg.application
    if application is None or not leg.is_alive:
        return
    application.playing.pop(order, None)
    world.tell(Heard(leg, "play_prompt_completed", order=order))


def _application(leg: Leg) -> Application:
    if leg.application is None:
        raise Refused(INTERNAL_SERVER_ERROR, "not a call to an access number")
    return leg.application
