"""The service SMPreferences."""

from ..properties import Values
from .asked import Asked, Handler


def get_folders(asked: Asked) -> Values:
    return {"folder_prefs": asked.account.folders.values}


def set_folders(asked: Asked) -> Values:
    asked.account.folders.change(asked.params["folder_prefs"])
    return {"success": 1}


def get_display(asked: Asked) -> Values:
    return {"display_prefs": asked.account.display.values}


def set_display(asked: Asked) -> Values:
    asked.account.display.change(asked.params["display_prefs"])
    return {"success": 1}


HANDLERS: dict[str, Handler] = {
    "get_folder_preferences": get_folders,
    "set_folder_preferences": set_folders,
    "get_display_preferences": get_display,
    "set_display_preferences": set_display,
}
