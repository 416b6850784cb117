"""The catalogue of the media server's methods, and what all of them have in common."""

from typing import Any, TypeVar

from msgspec.structs import replace

from ..errors import InvalidParameter
from ..method import Method, catalogue_of, method_in
from ..structures import BLANK, Structure, properties
from .limits import FILE_NAME
from .structures import (
    conference,
    directory,
    menus,
    preferences,
    session,
    transitions,
    voicemail,
)

S = TypeVar("S", bound=Structure)


def _listed() -> tuple[Method, ...]:
    """Pair every method with its structures, whose names follow from its own."""
    return tuple(
        Method(
            service,
            name,
            getattr(module, f"{_camel(name)}Request"),
            getattr(module, f"{_camel(name)}Response"),
            sound=SENT.get(name, ""),
            answers_sound=name in ANSWERED,
        )
        for service, module, names in SERVICES
        for name in names.split()
    )


def _camel(name: str) -> str:
    return "".join("VM" if word == "vm" else word.capitalize() for word in name.split("_"))


MENU_METHODS = "get_menu_list update_menu create_menu del_menu set_menu_prompt get_menu_prompt"
TRANSITION_METHODS = (
    "del_menu_transition get_menu_transition_list set_menu_transition"
    " get_menu_transition_prompt set_menu_transition_prompt"
)
CONFERENCE_METHODS = (
    "get_conf_info get_conf_list create_conf update_conf del_conf set_conf_prompt get_conf_prompt"
)
PREFERENCE_METHODS = (
    "get_folder_preferences set_folder_preferences get_display_preferences set_display_preferences"
)
ENTRY_METHODS = "get_dir_info create_dir_entry update_dir_entry get_dir_entry del_dir_entry"
SERVICES = (
    ("Session", session, "login logout"),
    ("Voicemail", voicemail, "get_vm_settings set_vm_settings get_vm_greeting set_vm_greeting"),
    ("SMPreferences", preferences, PREFERENCE_METHODS),
    ("AutoAttendant", menus, MENU_METHODS),
    ("AutoAttendant", transitions, TRANSITION_METHODS),
    ("Conference", conference, CONFERENCE_METHODS),
    ("DialDirectory", directory, ENTRY_METHODS),
)
SENT = {
    "set_vm_greeting": "greeting_info.filename",
    "set_menu_prompt": "prompt",
    "set_menu_transition": "transition_info.prompt",
    "set_menu_transition_prompt": "prompt",
    "set_conf_prompt": "prompt",
    "create_dir_entry": "dir_entry_info.prompt",
    "update_dir_entry": "dir_entry_info.prompt",
}
ANSWERED = {"get_vm_greeting", "get_menu_prompt", "get_menu_transition_prompt", "get_conf_prompt"}
METHODS = _listed()
_BY_NAME = catalogue_of(METHODS)
_BY_REQUEST = {method.request: method for method in METHODS}


def method_named(service: str, name: str) -> Method:
    """Return a method of the media server. Raises InvalidParameter with the nearest known."""
    return method_in(_BY_NAME, service, name)


def method_of(request: Structure) -> Method:
    """Return the method whose request this is: each has its own structure."""
    return _BY_REQUEST[type(request)]


def editable(told: S) -> S:
    """Return of what was read what may be sent back.

    Left out are read-only properties, names of files (they need their file) and what the
    document would not allow us to write, such as the 0 that stands for no menu.
    """
    kept = {name: getattr(told, name) for name in properties(type(told))}
    for name, row in properties(type(told)).items():
        value = kept[name]
        if row.is_read_only or FILE_NAME in row.limits:
            kept[name] = None
        elif isinstance(value, Structure):
            kept[name] = editable(value)
        elif value is not BLANK and any(value is not None and x.breach(value) for x in row.limits):
            kept[name] = None
    return type(told)(**kept)


def naming(request: S, path: str, name: str) -> S:
    """Return a request whose property at `path` names the attached file.

    Raises InvalidParameter when it names another, or when a structure on the way is missing.
    """
    return _named(request, path.split("."), name, path)


def _named(part: S, path: list[str], name: str, whole: str) -> S:
    value: Any = getattr(part, path[0])
    if len(path) > 1:
        if value is None:
            raise InvalidParameter(whole.rpartition(".")[0], "is required")
        return replace(part, **{path[0]: _named(value, path[1:], name, whole)})
    if value not in (None, name):
        raise InvalidParameter(whole, "must be the name of the attached file")
    return replace(part, **{path[0]: name})


def file_named(request: Structure, path: str) -> str | None:
    """Return the file that a request names at `path`, None if it names none."""
    value: Any = request
    for name in path.split("."):
        value = getattr(value, name, None)
    return value if isinstance(value, str) else None
