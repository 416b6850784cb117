"""Sentences of the rooms that know no Django, which are translated where they are printed.

There, whatever reads like a sentence for people is one: nothing must be marked, so nothing can be
forgotten. An f-string becomes a template: `f"Park {slot} is taken."` is `Park %(slot)s is taken.`
They are written to `console/live/sentences.py`, where `said` finds them again.
"""

import ast
import re
from collections.abc import Iterator

from messages.found import REPOSITORY
from messages.in_python import called, files

WRITTEN = REPOSITORY / "console/live/sentences.py"
PURE = ("console/board/", "console/links/", "console/portasip/media/sound_errors.py")
# What these say is for administrators: Django's forms print it, or a terminal.
FOR_ADMINISTRATORS = re.compile(
    r"console/links/((doctor|recording)/|(admin\w*|models|validators|credentials|media)\.py)"
)
RAISED = {"NotPossible", "NotDialable"}  # everywhere: pages print them by `said`
STEPS = {"add_note", "step"}
MEASURED = {"gauge", "counter", "summary", "histogram"}  # their help is for Prometheus
SENTENCE = re.compile(r"[A-Z%].* .*[.?!]", re.DOTALL)
HEAD = '''# fmt: off
"""What pure rooms say to people, gathered from them by `make messages`; see `said`."""

from django.utils.translation import gettext_noop as _

'''


def gather() -> tuple[list[str], list[str]]:
    """The sentences, and the names of steps, which stand before a sentence of their own."""
    sentences: set[str] = set()
    steps: set[str] = set()
    for file in files():
        tree = ast.parse(file.read_text())
        path = file.relative_to(REPOSITORY).as_posix()
        if path.startswith(PURE) and not FOR_ADMINISTRATORS.match(path):
            sentences |= set(_written(tree))
            steps |= set(_first_arguments(tree, STEPS))
        sentences |= set(_first_arguments(tree, RAISED))
    return sorted(sentences), sorted(steps)


def write() -> None:
    sentences, steps = gather()
    WRITTEN.write_text(_module(sentences, steps))


def is_written() -> bool:
    return WRITTEN.read_text() == _module(*gather())


def _module(sentences: list[str], steps: list[str]) -> str:
    def listed(name: str, entries: list[str]) -> str:
        lines = "".join(f"    _({_quoted(one)}),\n" for one in entries)
        return f"{name}: tuple[str, ...] = (\n{lines})\n"

    return HEAD + listed("SENTENCES", sentences) + listed("STEPS", steps)


def _quoted(text: str) -> str:
    """As the formatter of this project quotes it."""
    if '"' in text:
        return repr(text)
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n") + '"'


def _written(tree: ast.Module) -> Iterator[str]:
    silent = {id(node) for node in _silent(tree)}
    for node in ast.walk(tree):
        text = "" if id(node) in silent else _text(node)
        if SENTENCE.fullmatch(text):
            yield text


def _first_arguments(tree: ast.Module, names: set[str]) -> Iterator[str]:
    """What stands there, or what the module's constant there holds."""
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names and node.args:
            given = node.args[0]
            text = _text(constants.get(given.id, given) if isinstance(given, ast.Name) else given)
            if text:
                yield text


def _silent(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, parts of f-strings, and what is raised for the log alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from node.values
        elif _is_for_no_operator(node):
            yield from ast.walk(node)


def _is_for_no_operator(node: ast.AST) -> bool:
    """Raised for the log alone, or the help of a figure."""
    if isinstance(node, ast.Raise):
        return isinstance(node.exc, ast.Call) and called(node.exc) not in RAISED
    return isinstance(node, ast.Call) and called(node) in MEASURED


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(part) for part in node.values)
    return ""


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value).replace("%", "%%")
    assert isinstance(part, ast.FormattedValue)
    return f"%({_name(part.value)})s"


def _name(value: ast.expr) -> str:
    """What an expression is called: `refused.message or refused.code` is `message`."""
    names = [node for node in ast.walk(value) if isinstance(node, ast.Attribute | ast.Name)]
    first = names[0] if names else None
    return first.attr if isinstance(first, ast.Attribute) else first.id if first else "value"
