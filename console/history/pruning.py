"""Removing what the law no longer lets one keep: whole calls, with all that was done with them."""

import time
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from console.history.models import Call, Deed, Note, Trace, Watch

AT_ONCE = 200
"""Calls or commands in one transaction, a fraction of a second: history is written meanwhile."""

OTHERS_COME = 0.1
"""Seconds between two of them. Whoever waits for SQLite looks again after a tenth."""


def prune(before: datetime) -> int:
    """Remove the calls that are over and began before that moment; returns how many. A call that
    goes on stays, however long it lasts."""
    count = 0
    for watch in Watch.objects.all():
        while removed := _prune_calls(watch, before):
            count += removed
            time.sleep(OTHERS_COME)
        while _prune_deeds(watch, before):
            time.sleep(OTHERS_COME)
        while _prune_notes(watch, before):
            time.sleep(OTHERS_COME)
    return count


def _prune_calls(watch: Watch, before: datetime) -> int:
    with transaction.atomic():
        _lock(watch)
        old = Call.objects.filter(pbx_id=watch.pbx_id, is_live=False, first_seen__lt=before)
        calls = list(old.order_by("first_seen").values_list("pk", flat=True)[:AT_ONCE])
        keys = list(Trace.objects.filter(call__in=calls).values_list("key", flat=True))
        about = Q(call_key__in=keys) | Q(made_key__in=keys)
        Deed.objects.filter(about, pbx_id=watch.pbx_id).delete()
        Note.objects.filter(call_key__in=keys, pbx_id=watch.pbx_id).delete()
        Call.objects.filter(pk__in=calls).delete()
    return len(calls)


def _prune_deeds(watch: Watch, before: datetime) -> int:
    """Commands that are about no call that stands here: refused, or about what nobody saw."""
    traces = Trace.objects.filter(pbx_id=watch.pbx_id)
    with transaction.atomic():
        _lock(watch)
        old = Deed.objects.filter(
            ~Exists(traces.filter(key=OuterRef("call_key"))),
            ~Exists(traces.filter(key=OuterRef("made_key"))),
            pbx_id=watch.pbx_id,
            at__lt=before,
        )
        deeds = list(old.values_list("pk", flat=True)[:AT_ONCE])
        Deed.objects.filter(pk__in=deeds).delete()
    return len(deeds)


def _prune_notes(watch: Watch, before: datetime) -> int:
    """Notes on calls that never came to stand here."""
    traces = Trace.objects.filter(pbx_id=watch.pbx_id, key=OuterRef("call_key"))
    old = Note.objects.filter(~Exists(traces), pbx_id=watch.pbx_id, at__lt=before)
    with transaction.atomic():
        _lock(watch)
        notes = list(old.values_list("pk", flat=True)[:AT_ONCE])
        Note.objects.filter(pk__in=notes).delete()
    return len(notes)


def _lock(watch: Watch) -> None:
    """As every batch does: what it adds to a call must find the call there."""
    Watch.objects.select_for_update().get(pk=watch.pk)
