"""How an operator wants her console: keys, sounds, what Enter does, language, theme.

`of(user)` in sync code, `await aof(user)` in the event loop. Without a row: the defaults.
"""

from typing import Any

from asgiref.sync import sync_to_async

from console.preferences.chosen import Chosen


def of(user: Any) -> Chosen:
    """Never fails for want of a row, nor for a row that an older release wrote."""
    from console.preferences.models import Preferences  # models wait for the apps

    row = Preferences.objects.filter(user_id=user.pk).first() if user.is_authenticated else None
    return row.chosen() if row else Chosen()


def keep_language(user: Any, language: str) -> None:
    """As the language menu says; whatever else she chose stays."""
    from console.preferences.models import Preferences

    Preferences.objects.update_or_create(user_id=user.pk, defaults={"language": language})


aof = sync_to_async(of)
