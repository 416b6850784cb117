"""Parking a caller in a slot of the PBX, and retrieving her, by the codes of its settings."""

from console.board import queries
from console.board.facts import CallDialled, CallParked
from console.links.chains import Hand, Verb
from console.links.commands import NotPossible
from console.links.steps import step

NO_PARKING = "Parking is not set up on this PBX. Ask your administrator."
ALL_TAKEN = "All park slots are taken. Retrieve a caller first."
NOT_PARKED = "This caller is not parked any more."


async def park(hand: Hand) -> None:
    """Transfer the desk's own leg to a slot: the one that was chosen, else the lowest free one."""
    call = hand.call()
    own = hand.own_leg(call)
    slot = _slot(hand)
    who, name = queries.with_whom(hand.board, hand.desk, call.id)
    arrival = hand.board.next_arrival
    hand.carrier.parking.add(slot)  # until the PBX has answered, nobody else may choose it
    try:
        code = hand.services.park_in(slot)
        await step(f"Park {slot} did not take the call", hand.control.transfer(own, code))
    finally:
        hand.carrier.parking.discard(slot)
    hand.carrier.publish(
        CallParked(
            desk=hand.desk,
            operator=hand.command.operator,
            call=call.id,
            slot=slot,
            at=hand.carrier.clock(),
            arrival=arrival,
            number=who,
            name=name,
        )
    )


async def unpark(hand: Hand) -> None:
    """The desk's phone dials the code that retrieves whoever stands in the slot."""
    parked = queries.parked_in(hand.board, hand.command.call)
    if parked is None:
        raise NotPossible(NOT_PARKED)
    target = hand.services.pickup_from(parked.slot)
    made = await hand.control.originate(
        hand.desk, hand.desk, target, auto_pickup=hand.command.auto_pickup
    )
    hand.carrier.publish(
        CallDialled(
            desk=hand.desk,
            key=hand.command.key,
            target=target,
            tracking_id=made.tracking_id,
            at=hand.carrier.clock(),
        )
    )


def _slot(hand: Hand) -> str:
    if not (hand.services.slots and hand.services.park):
        raise NotPossible(NO_PARKING)
    chosen = hand.command.target
    free = [slot for slot in queries.free_slots(hand.board) if slot not in hand.carrier.parking]
    if chosen and chosen not in hand.services.slots:
        raise NotPossible(f"There is no park slot {chosen}.")
    if chosen and chosen not in free:
        raise NotPossible(f"Park {chosen} is taken. Choose another.")
    if not free:
        raise NotPossible(ALL_TAKEN)
    return chosen or free[0]


VERBS: dict[str, Verb] = {"park": park, "unpark": unpark}
