"""`python -m docs.methods_table`: writes docs/methods.md, every method of the PBX's document.

Client, simulator, tests and uses are read from the code: the table cannot say more than is there.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from inspect import getdoc, getmembers, isfunction
from pathlib import Path

from console.portasip.catalogue import CALL_CONTROL, PORTABILLING, SESSION, is_media
from console.portasip.client import CallControl
from console.portasip.media import services
from console.portasip.media.methods import METHODS as MEDIA
from console.portasip.method import Method
from console.simulator import methods as simulated
from console.simulator.media import methods as simulated_media
from console.simulator.media.tables import SERVICES as SIMULATED_MEDIA

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TABLE = HERE / "methods.md"
# The typed classes, and how the code that uses one calls it.
MEDIA_CLIENTS = {
    "Voicemail": (services.Voicemail, "voicemail"),
    "SMPreferences": (services.Preferences, "preferences"),
    "AutoAttendant": (services.AutoAttendant, "auto_attendant"),
    "Conference": (services.Conferences, "conferences"),
    "DialDirectory": (services.Directory, "directory"),
}
# Rooms that cannot call the PBX, or that are what is called.
WITHOUT = ("console/portasip", "console/simulator", "console/board")
PARTS = (
    ("Call control, over the socket", (*SESSION, *CALL_CONTROL)),
    ("Look-ups of PortaBilling, over the socket", PORTABILLING),
    ("Media server, over REST or SOAP", MEDIA),
)
HEAD = """# The methods of the PBX

Written by `make methods` from the code, and checked by a test: do not edit.

Every method that the *PortaSIP Media Applications API* (MR96) describes, and the look-ups of
PortaBilling that a console needs. *Client* is the typed call, *Simulator* whether the simulated PBX
carries it out, *Tests* the first test file that names it and how many more do, *Used by* where the
console calls it. All can be called from the command line, `manage.py pbx NAME SERVICE METHOD`, but
for login and logout, which that command does by itself.
"""


@cache
def table() -> str:
    return "\n".join([HEAD, *(line for part in PARTS for line in _part(*part))]) + "\n"


def _part(title: str, methods: tuple[Method, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| Method | Client | Simulator | Tests | Used by |"
    yield "|---|---|---|---|---|"
    for method in methods:
        cells = (
            f"`{method}`",
            client_of(method),
            _simulated(method),
            tests_of(method),
            uses(method),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def client_of(method: Method) -> str:
    """The typed call, `open_media` for the media session."""
    if is_media(method) and method.service == "Session":
        return "`open_media`"
    names = typed_names(method)
    owner = f"{MEDIA_CLIENTS[method.service][1]}." if is_media(method) else "CallControl."
    return ", ".join(f"`{owner}{name}`" for name in names) or "—"


@cache
def typed_names(method: Method) -> tuple[str, ...]:
    """The typed calls whose docstring names the method, those that begin with it first."""
    client = MEDIA_CLIENTS[method.service][0] if is_media(method) else CallControl
    found = []
    for name, function in getmembers(client, isfunction):
        said = getdoc(function) or ""
        begins = re.match(rf"({method.service}\.)?{method.name}\b", said) is not None
        names = begins or ("_" in method.name and method.name in re.findall(r"\w+", said))
        if names and not name.startswith("_"):
            found.append((not begins, name))
    return tuple(name for _, name in sorted(found))


def _simulated(method: Method) -> str:
    if not is_media(method):
        known = method.name in simulated.HANDLERS
    elif method.service == "Session":
        known = method.name in SIMULATED_MEDIA["Session"]
    else:
        known = method.name in simulated_media.HANDLERS[method.service]
    return "yes" if known else "—"


def tests_of(method: Method) -> str:
    pattern = rf"\b{method.name}\b"
    if method.service == "Session":
        pattern = r"\bopen_media\b" if is_media(method) else rf"\)?\.{method.name}\("
    naming = sorted(_files_with(pattern, "tests"), key=_closeness)
    more = f" + {len(naming) - 1}" if len(naming) > 1 else ""
    return f"`{naming[0]}`{more}" if naming else "—"


def _closeness(path: str) -> tuple[bool, bool, str]:
    """The language's own tests first, then the simulator's."""
    return not path.startswith("tests/portasip"), not path.startswith("tests/simulator"), path


def uses(method: Method) -> str:
    """Where the console itself calls it; the language and the simulator do not count."""
    if is_media(method) and method.service == "Session":
        pattern = r"\bopen_media\("
    elif is_media(method):
        owner = MEDIA_CLIENTS[method.service][1]
        pattern = rf"\.{owner}\.({'|'.join(typed_names(method))})\("
    else:
        called = rf"\bcontrol\.({'|'.join(typed_names(method))})\b"
        pattern = rf'{called}|"{method.service}", "{method.name}"'
    outside = (path for path in _files_with(pattern, "console") if not path.startswith(WITHOUT))
    return ", ".join(f"`{path}`" for path in outside) or "`manage.py pbx`"


def _files_with(pattern: str, folder: str) -> Iterator[str]:
    wanted = re.compile(pattern)
    for path, text in _sources(folder):
        if wanted.search(text):
            yield path


@cache
def _sources(folder: str) -> tuple[tuple[str, str], ...]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    return tuple((str(path.relative_to(ROOT)), path.read_text()) for path in paths)


if __name__ == "__main__":
    TABLE.write_text(table())
    sys.stdout.write(f"Wrote {TABLE.relative_to(ROOT)}\n")
