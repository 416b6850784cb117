"""The slow path: make a loose structure out of JSON in which something has the wrong type.

What does not fit is left out, what fits is kept, so that one odd field never costs a leg.
"""

from typing import Any, TypeVar

from msgspec import Struct

from .shapes import LISTS, PARTS

Shape = TypeVar("Shape", bound=Struct)

# Deeper than any document; without a bound a hostile frame could exhaust the stack.
DEEPEST = 32


def salvaged(value: object, shape: type[Shape], depth: int = 0) -> Shape | None:
    """Return `shape` filled with what fits of `value`, or None if that is no object."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return None
    parts = PARTS[shape]
    fields: dict[str, Any] = {}
    for name in shape.__struct_fields__:
        found = value.get(name)
        if name in LISTS:
            fields[name] = _list(found, parts[name], depth)
        elif name in parts:
            fields[name] = salvaged(found, parts[name], depth + 1)
        elif name == "dialog_id":
            fields[name] = _dialog(found)
        else:
            fields[name] = _scalar(found)
    return shape(**fields)


def _list(value: object, shape: type[Struct], depth: int) -> list[Any]:
    # A single forwarder may stand as an object instead of a list of one.
    items = value if isinstance(value, list) else [value]
    made = (salvaged(item, shape, depth + 1) for item in items)
    return [item for item in made if item is not None]


def _dialog(value: object) -> list[Any] | None:
    if isinstance(value, dict):
        value = [value.get("id"), value.get("tag")]
    if not isinstance(value, list):
        return None
    return [_scalar(item) for item in value[:2]]


def _scalar(value: object) -> Any:
    return value if isinstance(value, str | int | float) else None
