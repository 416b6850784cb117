"""Commands that remove what is older than so many days."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

log = structlog.get_logger()


class PruningCommand(BaseCommand):
    said: str
    """What stands in the log."""
    what: str
    """What is removed, such as "commands"."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, required=True, help="how many days to keep")

    def prune(self, before: datetime) -> int:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        before = _days_ago(options["days"])
        count = self.prune(before)
        log.warning(self.said, before=before.isoformat(), count=count)
        self.stdout.write(f"{count} {self.what} from before {before:%Y-%m-%d %H:%M} UTC removed.")


def _days_ago(days: int) -> datetime:
    if days < 1:
        raise CommandError("--days: at least one day is kept.")
    try:
        return timezone.now() - timedelta(days=days)
    except OverflowError:
        raise CommandError("--days: there is no such day.") from None
