"""The property tables of the media services, one module for a service."""

from ..properties import Method
from . import attendant, conference, directory, preferences, session, voicemail

SERVICES: dict[str, dict[str, Method]] = {
    "Session": session.METHODS,
    "Voicemail": voicemail.METHODS,
    "SMPreferences": preferences.METHODS,
    "AutoAttendant": attendant.METHODS,
    "Conference": conference.METHODS,
    "DialDirectory": directory.METHODS,
}

__all__ = ["SERVICES"]
