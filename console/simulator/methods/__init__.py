"""What each method does once its parameters have been checked."""

from . import conferences, ivr, lookups, notifications, past_calls, session, voice
from .asked import Asked, Handler

HANDLERS: dict[str, Handler] = {
    **session.HANDLERS,
    **notifications.HANDLERS,
    **voice.HANDLERS,
    **ivr.HANDLERS,
    **conferences.HANDLERS,
    **lookups.HANDLERS,
    **past_calls.HANDLERS,
}

__all__ = ["HANDLERS", "Asked", "Handler"]
