"""Plain answers for screens and commands: frozen values, no HTML, no words but the trade's states.

Nothing here changes a board. Times are moments; how long ago they are is told in the browser.
"""

from console.board.queries.calls import LiveCall, LiveParty, live_call, live_calls
from console.board.queries.cards import Card, DeskCards, card, desk_cards
from console.board.queries.comparing import comparable
from console.board.queries.conferences import Attendee, Room, joining_room, rooms_of
from console.board.queries.lamps import Lamp, lamp, lamp_counts
from console.board.queries.parking import free_slots, parked_in, with_whom
from console.board.queries.transfers import (
    Consultation,
    ConsultLegs,
    Progress,
    Pullback,
    Transferring,
    consult_legs,
    consult_ready,
    consultation,
    progress,
    pullback,
    returning,
    transferring,
)
from console.board.queries.waiters import Waiter, waiting

__all__ = [
    "Attendee",
    "Card",
    "ConsultLegs",
    "Consultation",
    "DeskCards",
    "Lamp",
    "LiveCall",
    "LiveParty",
    "Progress",
    "Pullback",
    "Room",
    "Transferring",
    "Waiter",
    "card",
    "comparable",
    "consult_legs",
    "consult_ready",
    "consultation",
    "desk_cards",
    "free_slots",
    "joining_room",
    "lamp",
    "lamp_counts",
    "live_call",
    "live_calls",
    "parked_in",
    "progress",
    "pullback",
    "returning",
    "rooms_of",
    "transferring",
    "waiting",
    "with_whom",
]
