"""The figures of the writer of history."""

from console.figures import counter, gauge
from console.history.recorder import recorder

gauge("history_waiting", "Records of history that are not written yet.", lambda: recorder.waits)
counter(
    "history_written",
    "Records of history that were written.",
    lambda: recorder.counts.written,
)
counter(
    "history_lost",
    "What history lacks: dropped (moments of a leg that waited too long), lost (whole legs and "
    "commands), refused (what the database will never take).",
    lambda: {
        "dropped": recorder.counts.dropped,
        "lost": recorder.counts.lost,
        "refused": recorder.counts.refused,
    },
    "how",
)
counter(
    "history_failures",
    "Batches that could not be written when it was tried, and waited.",
    lambda: recorder.counts.failures,
)
