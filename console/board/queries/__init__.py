"""Plain answers for screens and commands: frozen values, no HTML, no words but the trade's states.

Nothing here changes a board. Times are moments; how long ago they are is told in the browser.
"""

from console.board.queries.calls import LiveCall, LiveParty, live_call, live_calls
from console.board.queries.cards import Card, DeskCards, card, desk_cards
from console.board.queries.comparing import comparable
from console.board.queries.conferences import Attendee, Room, joining_room, rooms_of
from console.board.queries.lamps import Lamp, lamp, lamp_counts
from console.board.queries.transfers import (
    ConsultLegs,
    Progress,
    Pullback,
    consult_legs,
    consult_ready,
    progress,
    pullback,
)
from console.board.queries.waiters import Waiter, waiting

__all__ = [
    "Attendee",
    "Card",
    "ConsultLegs",
    "DeskCards",
    "Lamp",
    "LiveCall",
    "LiveParty",
    "Progress",
    "Pullback",
    "Room",
    "Waiter",
    "card",
    "comparable",
    "consult_legs",
    "consult_ready",
    "desk_cards",
    "joining_room",
    "lamp",
    "lamp_counts",
    "live_call",
    "live_calls",
    "progress",
    "pullback",
    "rooms_of",
    "waiting",
]
