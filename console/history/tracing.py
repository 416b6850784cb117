"""Which row of history is the call that a record speaks of.

The rule is the board's (law 7): whatever shares a trace is one call. It is applied to the rows
themselves, so that it holds across restarts, failovers and whatever earlier epochs wrote apart.
"""

from collections.abc import Iterable
from datetime import datetime

from console.history.models import Call, Leg, Trace
from console.history.stored import name


class Tracing:
    """For one batch, inside its transaction: `join` for every record, `save`, then `call`."""

    def __init__(self, pbx_id: int, keys: Iterable[str]) -> None:
        self.pbx_id = pbx_id
        stored = Trace.objects.filter(pbx_id=pbx_id, key__in={name(key) for key in keys})
        found = dict(stored.values_list("key", "call_id"))
        rows = Call.objects.in_bulk(set(found.values()))
        self._calls = {key: rows[call] for key, call in found.items()}
        self._known = set(found)
        self._absorbed: dict[int, Call] = {}

    def call(self, key: str) -> Call:
        return self._calls[name(key)]

    def every(self) -> list[Call]:
        return list({id(call): call for call in self._calls.values()}.values())

    def join(self, keys: Iterable[str], first_seen: datetime) -> None:
        """All `keys` belong to one call: found, begun, or merged from several."""
        names = [name(key) for key in keys]
        found = {id(call): call for call in map(self._calls.get, names) if call is not None}
        call = min(found.values(), key=_age, default=None)
        if call is None:
            call = Call(pbx_id=self.pbx_id, first_seen=first_seen)
        for other in found.values():
            if other is not call:
                self._absorb(call, other)
        call.first_seen = min(call.first_seen, first_seen)
        self._calls.update(dict.fromkeys(names, call))

    def _absorb(self, older: Call, younger: Call) -> None:
        older.first_seen = min(older.first_seen, younger.first_seen)
        for key in [key for key, call in self._calls.items() if call is younger]:
            self._calls[key] = older
        if younger.pk is not None:
            self._absorbed[younger.pk] = older

    def save(self) -> None:
        """Rows for new calls and traces; legs and traces of merged ones move to the older."""
        Call.objects.bulk_create([call for call in self.every() if call.pk is None])
        for pk, call in self._absorbed.items():
            while call.pk in self._absorbed:
                call = self._absorbed[call.pk]
            Leg.objects.filter(call_id=pk).update(call=call)
            Trace.objects.filter(call_id=pk).update(call=call)
        Call.objects.filter(pk__in=self._absorbed).delete()
        Trace.objects.bulk_create(
            Trace(pbx_id=self.pbx_id, key=key, call=call)
            for key, call in self._calls.items()
            if key not in self._known
        )


def _age(call: Call) -> tuple[bool, datetime, int]:
    """Who has a row keeps it; of two, the one that was seen first."""
    return (call.pk is None, call.first_seen, call.pk or 0)
