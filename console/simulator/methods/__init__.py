"""What each method does once its parameters have been checked."""

from . import conferences, lookups, notifications, session, voice
from .asked import Asked, Handler

HANDLERS: dict[str, Handler] = {
    **session.HANDLERS,
    **notifications.HANDLERS,
    **voice.HANDLERS,
    **conferences.HANDLERS,
    **lookups.HANDLERS,
}

__all__ = ["HANDLERS", "Asked", "Handler"]
