"""What a person typed after a method: `key=value` pairs and JSON, as one object."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError


def typed(pairs: Iterable[str], whole: str | None) -> dict[str, Any]:
    """Return `call.id=a call.tag=b` as `{"call": {"id": "a", "tag": "b"}}`, over the JSON `whole`.

    A key given twice makes a list. `key=` gives an empty text, `key=null` the nil of the document.
    """
    params = _object(whole) if whole is not None else {}
    seen: set[str] = set()
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not all(key.split(".")):
            raise CommandError(f"{pair!r} is not key=value, such as call.id=… or i_menu=12.")
        _put(params, key, None if value == "null" else value, again=key in seen)
        seen.add(key)
    return params


def _object(whole: str) -> dict[str, Any]:
    try:
        params = json.loads(whole)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"--params is not JSON: {error}") from error
    if not isinstance(params, dict):
        raise CommandError("--params must be a JSON object, such as '{\"i_customer\": 30}'.")
    return params


def _put(params: dict[str, Any], path: str, value: str | None, *, again: bool) -> None:
    *outer, name = path.split(".")
    spot = params
    for key in outer:
        inner = spot.setdefault(key, {})
        if not isinstance(inner, dict):
            raise CommandError(f"{path}: {key} already holds a value.")
        spot = inner
    if isinstance(spot.get(name), dict):
        raise CommandError(f"{path} already holds properties.")
    before = spot.get(name)
    if again:
        spot[name] = [*(before if isinstance(before, list) else [before]), value]
    else:
        spot[name] = value


def value_at(params: dict[str, Any], path: str) -> Any:
    """Return the value at a dotted path, None where there is none."""
    spot: Any = params
    for key in path.split("."):
        spot = spot.get(key) if isinstance(spot, dict) else None
    return spot


def put(params: dict[str, Any], path: str, value: str) -> None:
    """Set the value at a dotted path."""
    _put(params, path, value, again=False)
