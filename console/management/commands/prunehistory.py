"""`manage.py prunehistory --days N`: remove the calls that history may no longer keep."""

from datetime import datetime

from console.history.pruning import prune
from console.management.keeping import PruningCommand


class Command(PruningCommand):
    help = "Removes calls older than so many days from history, which else keeps everything."
    said = "history was pruned"
    what = "calls"

    def prune(self, before: datetime) -> int:
        return prune(before)
