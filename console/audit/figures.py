"""The figures of the writer of the audit."""

from console.audit.witness import audit
from console.figures import counter, gauge

gauge(
    "audit_waiting", "Records of commands that are not written yet.", lambda: audit.ledger.waiting
)
counter("audit_written", "Records of commands that were written.", lambda: audit.ledger.written)
counter(
    "audit_late",
    "Of those written, the ones for which the command did not wait.",
    lambda: audit.ledger.late,
)
counter(
    "audit_dropped",
    "Records of commands that are in the log alone.",
    lambda: audit.ledger.dropped,
)
