"""Sentences of Python: the literal arguments of gettext and its siblings."""

import ast
from collections.abc import Iterator
from pathlib import Path

from messages.found import REPOSITORY, Found, Key, note

ROOMS = ("accounts", "console")
ELSEWHERE = ("migrations", "simulator")
PLAIN = {"gettext", "gettext_lazy", "gettext_noop"}
COUNTED = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}


class NotLiteral(Exception):
    """A sentence that is made while the program runs cannot be translated before."""


def files() -> list[Path]:
    every = (file for room in ROOMS for file in (REPOSITORY / room).rglob("*.py"))
    return sorted(file for file in every if not set(ELSEWHERE) & set(file.parts))


def gather(found: Found) -> None:
    for file in files():
        try:
            for key in keys(ast.parse(file.read_text())):
                if key.text:
                    note(found, key, file)
        except NotLiteral as error:
            raise NotLiteral(f"{file}: {error}") from None


def keys(tree: ast.AST) -> Iterator[Key]:
    known = imported(tree)
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = known.get(called(call), called(call))
        if name in PLAIN:
            yield Key(_literal(call, 0))
        elif name in COUNTED:
            yield Key(_literal(call, 0), _literal(call, 1))
        elif name in IN_CONTEXT:
            yield Key(_literal(call, 1), context=_literal(call, 0))


def imported(tree: ast.AST) -> dict[str, str]:
    """What a module calls gettext and its siblings: `_`, mostly."""
    lines = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    ours = (line for line in lines if line.module == "django.utils.translation")
    return {one.asname or one.name: one.name for line in ours for one in line.names}


def called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literal(call: ast.Call, place: int) -> str:
    given = call.args[place] if len(call.args) > place else None
    # A gettext that is handed on a name: `said` looks up what others marked.
    if isinstance(given, ast.Name):
        return ""
    if not isinstance(given, ast.Constant) or not isinstance(given.value, str):
        raise NotLiteral(f"line {call.lineno}: {ast.unparse(call)}")
    return given.value
