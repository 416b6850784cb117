"""The document's own frames, as text and as JSON. What was repaired stands in REPAIRS.md."""

import json
from pathlib import Path
from typing import Any

from console.portasip.messages import LegChanged
from console.portasip.wire import decode

AT = 1_700_000_000.0

FIXTURES = Path(__file__).parent / "fixtures"


def literal(name: str) -> str:
    """Return a fixture as text, for instance `literal("held.notification.json")`."""
    return (FIXTURES / name).read_text()


def notification(name: str) -> str:
    return literal(f"{name}.notification.json")


def request(name: str) -> dict[str, Any]:
    return dict(json.loads(literal(f"{name}.request.json")))


def response(name: str) -> dict[str, Any]:
    return dict(json.loads(literal(f"{name}.response.json")))


def changed(name: str, **fields: Any) -> str:
    """Return a wrapped notification with fields of its content replaced; None stays null."""
    frame = json.loads(notification(name))
    (content,) = frame["result"].values()
    content.update(fields)
    return json.dumps(frame)


def leg(frame: str) -> LegChanged:
    """The fact about a leg that `frame` is."""
    fact = decode(frame, AT)
    assert isinstance(fact, LegChanged), fact
    return fact
