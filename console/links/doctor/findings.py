"""What the doctor finds: one finding for each step."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["ok", "warning", "failed", "skipped"]


@dataclass(frozen=True)
class Finding:
    """`what` is one line. `advice` says what to do; its lines are parted by newlines.

    `details` are JSON values; where something is wrong, `cause` among them is its stable name.
    `step` is filled in by the walk.
    """

    step: str
    state: State
    what: str
    advice: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def ok(what: str, **details: Any) -> Finding:
    return Finding("", "ok", what, "", details)


def skipped(what: str, **details: Any) -> Finding:
    return Finding("", "skipped", what, "", details)


def warning(cause: str, what: str, advice: str, **details: Any) -> Finding:
    return Finding("", "warning", what, advice, {"cause": cause} | details)


def failed(cause: str, what: str, advice: str, **details: Any) -> Finding:
    return Finding("", "failed", what, advice, {"cause": cause} | details)


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether the console can work with this PBX; warnings say what it would do without."""
    states = {finding.state for finding in findings}
    return bool(states) and "failed" not in states
