"""Removing what the law no longer lets one keep: the only way a record leaves the audit."""

from datetime import datetime

from django.db import connection, transaction

from console.audit import append_only
from console.audit.models import Press, Settlement


def prune(before: datetime) -> int:
    """Remove the presses from before that moment and their settlements; returns how many presses.

    In one transaction, so that nobody ever finds the tables without their triggers. Commands that
    are pressed meanwhile are recorded after it.
    """
    old = Press.objects.filter(asked_at__lt=before)
    with transaction.atomic():
        append_only.unprotect(connection)
        Settlement.objects.filter(press__in=old.values("identity")).delete()
        count, _ = old.delete()
        append_only.protect(connection)
    return count
