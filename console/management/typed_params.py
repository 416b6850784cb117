"""What a person typed after a method: `key=value` pairs and JSON, as one object."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


def whole(text: str | None, file: str | None) -> dict[str, Any]:
    """Return the object of --params, or of --params-file, where `-` is standard input."""
    if file is None:
        return {} if text is None else _object(text, "--params")
    if text is not None:
        raise CommandError("Give either --params or --params-file.")
    try:
        read = sys.stdin.read() if file == "-" else Path(file).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"--params-file: {file} cannot be read: {error}") from error
    return _object(read, "--params-file")


def typed(pairs: Iterable[str], params: dict[str, Any]) -> dict[str, Any]:
    """Return `call.id=a call.tag=b` as `{"call": {"id": "a", "tag": "b"}}`, put over `params`.

    A key given twice makes a list. `key=` gives an empty text, `key=null` the nil of the document.
    """
    seen: set[str] = set()
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not all(key.split(".")):
            raise CommandError(f"{pair!r} is not key=value, such as call.id=… or i_menu=12.")
        _put(params, key, None if value == "null" else value, again=key in seen)
        seen.add(key)
    return params


def _object(text: str, option: str) -> dict[str, Any]:
    try:
        params = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{option} is not JSON: {error}") from error
    if not isinstance(params, dict):
        raise CommandError(f"{option} must be a JSON object, such as '{{\"i_customer\": 30}}'.")
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
