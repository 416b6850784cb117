"""One batch into the database, whole or not at all; written again, it changes nothing.

Batches of one PBX come one by one (they lock its `Watch`), and a record that is older than its row
by (epoch, number) never overwrites it: a holder that lost its hold may still tell what it saw, and
cannot undo what its successor wrote. What a list lacks is concluded by the present holder alone.
"""

from django.db import connection, transaction

from console.board.index import base, call_key
from console.history.models import Call, Deed, Leg, Moment, Watch
from console.history.news import Batch, DeedNews, LegNews, Sweep
from console.history.rows import Rows, place, save_legs
from console.history.stored import moment, name, text
from console.history.summing import FIELDS as SUMMED
from console.history.summing import NEVER, sum_up
from console.history.telling import end_over, end_unseen, tell
from console.history.tracing import Tracing
from console.links.models import PBX, Lease

# A process that is frozen in the middle must not keep its successor from writing.
BRIEFLY = """
    SET LOCAL lock_timeout = '3s';
    SET LOCAL statement_timeout = '10s';
    SET LOCAL idle_in_transaction_session_timeout = '5s';
"""
DEED_FIELDS = [
    field.name for field in Deed._meta.concrete_fields if field.name not in {"id", "pbx", "key"}
]


def write(pbx_name: str, batch: Batch) -> None:
    """Raises a django.db.Error, and then nothing was written, or nobody knows. A PBX that was
    removed has no history."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(BRIEFLY)
        pbx = PBX.objects.filter(name=pbx_name).first()
        if pbx is not None:
            _write(pbx.pk, batch)


def _write(pbx_id: int, batch: Batch) -> None:
    watch, _ = Watch.objects.select_for_update().get_or_create(pbx_id=pbx_id)
    lease = Lease.objects.filter(pbx_id=pbx_id).values_list("generation", flat=True).first()
    tracing = _traced(pbx_id, batch)
    _write_legs(pbx_id, batch, tracing)
    calls = {call.pk: call for call in tracing.every()}
    ends = {tracing.call(one.keys[0]).pk: one.ended_at for one in batch.calls if one.keys}
    if batch.sweep is not None and batch.sweep.epoch >= max(watch.epoch, lease or 0):
        swept = _sweep(pbx_id, batch.sweep, watch)
        calls = {call.pk: call for call in Call.objects.filter(pk__in=swept)} | calls
        ends |= dict.fromkeys(swept, batch.sweep.at)
        watch.listed_epoch, watch.listed_at = batch.sweep.epoch, moment(batch.sweep.at)
    _sum_up(calls, ends)
    _write_deeds(pbx_id, batch.deeds)
    watch.epoch = max(watch.epoch, batch.epoch)
    watch.save()


def _key(news: LegNews) -> str:
    return call_key(base(news.leg.id))


def _traced(pbx_id: int, batch: Batch) -> Tracing:
    together = [
        *(([_key(one), *one.keys], one.first_seen or one.seen_at) for one in batch.legs),
        *((one.keys, one.first_seen) for one in batch.calls if one.keys),
    ]
    tracing = Tracing(pbx_id, (key for keys, _ in together for key in keys))
    for keys, first_seen in together:
        tracing.join(keys, moment(first_seen) or NEVER)
    tracing.save()
    return tracing


def _write_legs(pbx_id: int, batch: Batch, tracing: Tracing) -> None:
    over = [(call, leg) for call in batch.calls for leg in call.over if call.keys]
    rows = Rows(pbx_id, [*(news.leg for news in batch.legs), *(leg for _, leg in over)])
    moments: list[Moment] = []
    for news in batch.legs:
        row = rows.change(news.leg)
        row.call = tracing.call(_key(news))
        row.call.is_originated |= news.is_originated
        moments += tell(row, news)
    for call, leg in over:
        if not rows.is_over(leg):
            row = rows.change(leg)
            row.call = tracing.call(call.keys[0])
            end_over(row, moment(call.ended_at), is_last=leg == call.over[-1])
    rows.save(moments)


def _sweep(pbx_id: int, sweep: Sweep, watch: Watch) -> set[int]:
    """End what the list no longer has; returns the primary keys of the calls concerned."""
    live = {place(leg) for leg in sweep.live}
    gone = [
        row
        for row in Leg.objects.filter(pbx_id=pbx_id, is_live=True)
        if (row.dialog, row.tag) not in live
        and (row.epoch, row.number) < (sweep.epoch, sweep.number)
    ]
    moments = [
        # The last list says something of those legs alone that were written before it.
        end_unseen(row, sweep, watch.listed_at if row.epoch == watch.listed_epoch else None)
        for row in gone
    ]
    save_legs(gone)
    Moment.objects.bulk_create(moments, ignore_conflicts=True)
    legless = Call.objects.filter(pbx_id=pbx_id, is_live=True).exclude(legs__is_live=True)
    return {row.call_id for row in gone} | set(legless.values_list("pk", flat=True))


def _sum_up(calls: dict[int, Call], ends: dict[int, float | None]) -> None:
    legs: dict[int, list[Leg]] = {}
    order = ("first_seen", "pk")
    for leg in Leg.objects.filter(call_id__in=calls).order_by(*order):
        legs.setdefault(leg.call_id, []).append(leg)
    for pk, call in calls.items():
        sum_up(call, legs.get(pk, []), moment(ends.get(pk)))
    Call.objects.bulk_create(
        calls.values(), update_conflicts=True, unique_fields=["pk"], update_fields=SUMMED
    )


def _write_deeds(pbx_id: int, deeds: list[DeedNews]) -> None:
    """Who noted a deed as a mirror knows less of it than its holder may have written."""
    keys = [name(deed.key) for deed in deeds]
    stored = {row.key: row for row in Deed.objects.filter(pbx_id=pbx_id, key__in=keys)}
    rows = [
        _deed(stored.get(key) or Deed(pbx_id=pbx_id, key=key), deed)
        for key, deed in zip(keys, deeds, strict=True)
    ]
    for row in rows:
        row.pk = None
    Deed.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["pbx", "key"], update_fields=DEED_FIELDS
    )


def _deed(row: Deed, deed: DeedNews) -> Deed:
    row.verb, row.desk, row.at = text(deed.verb), name(deed.desk), moment(deed.at)
    row.operator = name(deed.operator) or row.operator
    row.target = name(deed.target) or row.target
    row.call_key = name(deed.call_key) or row.call_key
    row.made_key = name(deed.made_key) or row.made_key
    if deed.settled_at is not None:
        row.outcome, row.sentence = deed.outcome, text(deed.sentence)
        row.settled_at = moment(deed.settled_at)
    return row
