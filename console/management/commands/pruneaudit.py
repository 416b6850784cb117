"""`manage.py pruneaudit --days N`: remove what the audit may no longer keep."""

from datetime import timedelta
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from console.audit.pruning import prune

log = structlog.get_logger()


class Command(BaseCommand):
    help = "Removes commands older than so many days from the audit, which else keeps everything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, required=True, help="how many days to keep")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise CommandError("--days: at least one day is kept.")
        before = timezone.now() - timedelta(days=options["days"])
        count = prune(before)
        log.warning("the audit was pruned", before=before.isoformat(), count=count)
        self.stdout.write(f"{count} commands from before {before:%Y-%m-%d %H:%M} UTC removed.")
