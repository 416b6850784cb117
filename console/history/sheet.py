"""The call sheet: what is known of the caller besides the call itself, and the note on it."""

from typing import Any
from uuid import uuid4

from console.board import queries
from console.board.state import Board, Call
from console.directory.numbers import NotDialable
from console.directory.shown import party
from console.history import notes
from console.history.earlier import NOBODY, Earlier, earlier
from console.history.models import Note
from console.history.present import noted
from console.history.traces import anchor, sealed, traces_of, widened
from console.links.models import Membership

FIRST = 3
"""Earlier calls that stand there at once; the rest opens."""


def sheet(membership: Membership, board: Board, call: Call) -> dict[str, Any]:
    """The values of `history/_sheet.html`, for the operator of this membership."""
    pbx_id, traces = membership.pbx.pk, traces_of(call)
    every = widened(pbx_id, traces)
    written = notes.about(pbx_id, every)
    own = next((one for one in reversed(written) if _is_hers(one, membership)), None)
    found = _earlier(membership, board, call, every)
    return {
        "pbx": membership.pbx.name,
        "epoch": board.epoch,
        "call": call.id,
        "anchors": " ".join(map(anchor, traces)),
        "token": sealed(pbx_id, traces[0]) if traces else "",
        "note": {
            "key": own.key if own else uuid4(),
            "revision": own.revision if own else 0,
            "text": own.text if own else "",
        },
        "longest": notes.LONGEST,
        "others": [noted(one) for one in written if one is not own],
        "first": found.calls[:FIRST],
        "rest": found.calls[FIRST:],
        "number_before": found.number,
        "remembered": found.name,
        **_party(membership, board, call),
    }


def _is_hers(note: Note, membership: Membership) -> bool:
    return note.operator == membership.user.get_username()


def _party(membership: Membership, board: Board, call: Call) -> dict[str, str]:
    card = queries.card(board, membership.extension, call.id)
    shown = party(board, card.number, card.name) if card else party(board, "", "")
    return {"number": shown["number"], "digits": shown["digits"], "title": shown["title"]}


def _earlier(membership: Membership, board: Board, call: Call, every: set[str]) -> Earlier:
    digits = _party(membership, board, call)["digits"]
    try:
        return earlier(membership.pbx.pk, board, digits, every)
    except NotDialable:  # whatever the PBX names, it is nothing that history could be asked for
        return NOBODY
