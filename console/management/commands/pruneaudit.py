"""`manage.py pruneaudit --days N`: remove what the audit may no longer keep."""

from datetime import datetime

from console.audit.pruning import prune
from console.management.keeping import PruningCommand


class Command(PruningCommand):
    help = "Removes commands older than so many days from the audit, which else keeps everything."
    said = "the audit was pruned"
    what = "commands"

    def prune(self, before: datetime) -> int:
        return prune(before)
