"""What people do with their telephones: the hands of the tests and of the control port."""

from typing import Any

from . import conferencing, dialing, holding, ivr, queueing, transferring
from .legs import RINGING, Call, Leg, Party
from .office import Extension
from .truth import truth
from .world import World

Told = dict[str, Any]
BEHAVIOURS = (
    "answers", "refuses", "picks_up", "supports_notify", "answer_refused", "is_registered",
    "forwards_to", "has_conferencing", "has_call_control",
)  # fmt: skip


class NobodyThere(LookupError):
    """No telephone in the state that the deed needs, or no such party."""


class People:
    """Extensions are named by account id or short number, outside parties by their number.

    Deeds return what they began or changed: `{"call_id", "tracking_id", "legs": [{id, tag, …}]}`.
    They raise NobodyThere when there is nothing to do it with.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._callers = 0

    def settle(self) -> None:
        """Let everything that is due happen."""
        self.world.agenda.run_until(self.world.now)

    def truth(self) -> Told:
        """Return all live legs, queues in order and conferences (see `truth.truth`)."""
        self.settle()
        return truth(self.world)

    def dial(self, caller: str, callee: str) -> Told:
        """Somebody in the office dials a colleague, a queue's number or an outside number."""
        self.extension(caller)
        return self._told(dialing.dial(self.world, caller, callee))

    def incoming_call(self, to: str, number: str = "", name: str = "") -> Told:
        """Somebody calls an extension from outside."""
        return self._told(dialing.arrive(self.world, self._caller(number, name), to))

    def queue_call(
        self, queue: int = 25, number: str = "", name: str = "", patience: float | None = None
    ) -> Told:
        """Somebody calls a queue from outside, and hangs up after `patience` seconds."""
        account = self._queue(queue).group.account_id
        call = dialing.arrive(self.world, self._caller(number, name), account)
        if patience is not None:
            self.world.agenda.after(patience, lambda: queueing.give_up(self.world, call))
        return self._told(call)

    def offer(self, queue: int, operator: str) -> Told:
        """Ring an operator for the caller who waits longest."""
        leg = queueing.offer(self.world, self._queue(queue), self.extension(operator))
        if leg is None:
            raise NobodyThere(f"nobody waits in queue {queue}")
        return self._told_leg(leg)

    def answer(self, number: str) -> Told:
        """Pick up the telephone that rings here."""
        ringing = (leg for leg in self.world.legs.values() if leg.state in RINGING)
        leg = self._first(ringing, "rings", number)
        dialing.answer(self.world, leg)
        return self._told_leg(leg)

    def refuse(self, number: str) -> Told:
        """Refuse the call that rings here."""
        ringing = (leg for leg in self.world.legs.values() if leg.state in RINGING)
        leg = self._first(ringing, "rings", number)
        dialing.fail(self.world, leg, "Call Rejected", 603)
        return self._told_leg(leg)

    def hang_up(self, number: str) -> Told:
        """Put the handset down: an extension's oldest call, or the one of an outside party."""
        legs = self.world.legs_at(number)
        if legs:
            dialing.hang_up(self.world, legs[0])
            return self._told_leg(legs[0])
        for call in self.world.calls:
            if number in (call.caller.number, call.callee.number):
                dialing.end(self.world, call)
                return self._told(call)
        raise NobodyThere(number)

    def hold(self, number: str) -> Told:
        """Press Hold on the telephone itself."""
        leg = self._talking(number)
        holding.hold(self.world, leg)
        return self._told_leg(leg)

    def unhold(self, number: str) -> Told:
        leg = self._talking(number)
        holding.unhold(self.world, leg)
        return self._told_leg(leg)

    def press(self, number: str, keys: str, duration: int = 200) -> Told:
        """Press keys of a telephone in a call to an access number; `duration` in ms each."""
        caller = next((leg for leg in self.world.legs_at(number) if leg.call), None)
        leg = caller.call.callee_leg if caller and caller.call else None
        if leg is None:
            calls = (call.callee_leg for call in self.world.calls if call.caller.number == number)
            leg = next(filter(None, calls), None)
        if leg is None or leg.application is None or not set(keys) <= ivr.DIGITS:
            raise NobodyThere(f"{number} is in no call to an access number, or {keys!r} no keys")
        for key in keys:
            ivr.press(self.world, leg, key, duration)
        return self._told_leg(leg)

    def transfer(self, number: str, target: str) -> Told:
        """Transfer blindly by the telephone's own key."""
        leg = self._talking(number)
        transferring.transfer(self.world, leg, target)
        return self._told_leg(leg)

    def phone(self, number: str, **behaviours: Any) -> Told:
        """Set how a telephone behaves: `answers`, `refuses`, `picks_up`, `supports_notify`, …"""
        for name in behaviours.keys() - set(BEHAVIOURS):
            raise NobodyThere(f"no behaviour {name}: {', '.join(BEHAVIOURS)}")
        phone = self.world.phone(number)
        for name, value in behaviours.items():
            setattr(phone, name, value)
        return {name: getattr(phone, name) for name in BEHAVIOURS}

    def clear(self) -> None:
        """Everybody hangs up, and every telephone behaves as it did when it was new."""
        for room in list(self.world.rooms):
            for participant in room.present + room.expected:
                conferencing.leave(self.world, participant, dialing.CLEARED)
        for call in list(self.world.calls):
            dialing.end(self.world, call)
        for leg in list(self.world.legs.values()):
            self.world.end_leg(leg, dialing.CLEARED)
        self.world.past.clear()
        new = Extension("")
        for phone in self.world.office.phones():
            for name in BEHAVIOURS:
                setattr(phone, name, getattr(new, name))
        self.settle()

    def extension(self, number: str) -> str:
        """Return the account id of an extension."""
        extension = self.world.office.extension(number)
        if extension is None:
            raise NobodyThere(f"no extension {number}")
        return extension.account_id

    def _queue(self, number: int) -> queueing.Queue:
        queue = self.world.queues.get(int(number))
        if queue is None:
            raise NobodyThere(f"no queue {number}")
        return queue

    def _talking(self, number: str) -> Leg:
        legs = (leg for leg in self.world.legs_at(number) if leg.state not in RINGING)
        return self._first(legs, "device", number)

    def _first(self, legs: Any, attribute: str, number: str) -> Leg:
        device = self.world.phone(number).account_id
        for leg in legs:
            if getattr(leg, attribute) == device:
                found: Leg = leg
                return found
        raise NobodyThere(f"no such call at {number}")

    def _caller(self, number: str, name: str) -> Party:
        self._callers += 1
        return Party(number or f"44207946{self._callers % 1000:04d}", name=name)

    def _told(self, call: Call) -> Told:
        self.settle()
        return {
            "call_id": call.id,
            "tracking_id": call.tracking_id,
            "caller": call.caller.number,
            "callee": call.callee.number,
            "legs": [_shown(leg) for leg in call.legs],
        }

    def _told_leg(self, leg: Leg) -> Told:
        if leg.call is not None:
            return self._told(leg.call)
        self.settle()
        return {"call_id": leg.id, "tracking_id": leg.tracking_id, "legs": [_shown(leg)]}


def _shown(leg: Leg) -> Told:
    names = ("id", "tag", "device", "state", "type")
    return {name: getattr(leg, name) for name in names}
