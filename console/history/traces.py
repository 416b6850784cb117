"""By what a call of the live picture is found again in history, later and elsewhere.

The board's short ids begin anew with every empty board, so nothing that outlives a page may name
one: a page gets a trace instead, signed, since the PBX's ids are nobody's to invent.
"""

from collections.abc import Iterable
from hashlib import sha256

from django.core import signing

from console.board.index import call_key, tracking_key
from console.board.state import Call as BoardCall
from console.history.models import Trace
from console.history.stored import name

_SALT = "console.history.trace"
_SHOWN = 12  # characters of a hash: enough to tell the calls of a day apart


def traces_of(call: BoardCall) -> list[str]:
    """Call ids first: the oldest stays a call's own however often it merges."""
    return [
        name(key) for key in (*map(call_key, call.call_ids), *map(tracking_key, call.tracking_ids))
    ]


def widened(pbx_id: int, keys: Iterable[str]) -> set[str]:
    """With the traces that history knows besides: those of calls that merged before a restart."""
    known = set(keys)
    calls = Trace.objects.filter(pbx_id=pbx_id, key__in=known).values("call_id")
    return known | set(Trace.objects.filter(call_id__in=calls).values_list("key", flat=True))


def anchor(trace: str) -> str:
    """A trace as a page may carry it: to be compared, and to say nothing."""
    return sha256(trace.encode()).hexdigest()[:_SHOWN]


def sealed(pbx_id: int, trace: str) -> str:
    return signing.dumps([pbx_id, trace], salt=_SALT, compress=True)


def unsealed(pbx_id: int, token: str) -> str:
    """Raises signing.BadSignature for what `sealed` did not make for this PBX."""
    try:
        of_pbx, trace = signing.loads(token, salt=_SALT)
    except (ValueError, TypeError) as error:
        raise signing.BadSignature("not a trace") from error
    if of_pbx != pbx_id or not isinstance(trace, str):
        raise signing.BadSignature("a trace of another PBX")
    return trace
