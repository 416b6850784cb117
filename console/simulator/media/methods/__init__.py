"""What each method does once its parameters have been checked."""

from . import attendant, conference, directory, preferences, transitions, voicemail
from .asked import Asked, Handler

# Session stands apart: it acts on logins, not on an account's media.
HANDLERS: dict[str, dict[str, Handler]] = {
    "Voicemail": voicemail.HANDLERS,
    "SMPreferences": preferences.HANDLERS,
    "AutoAttendant": attendant.HANDLERS | transitions.HANDLERS,
    "Conference": conference.HANDLERS,
    "DialDirectory": directory.HANDLERS,
}

__all__ = ["HANDLERS", "Asked", "Handler"]
