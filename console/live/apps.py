from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save


class LiveConfig(AppConfig):
    name = "console.live"
    label = "live"

    def ready(self) -> None:
        from console.links.models import Membership
        from console.live import figures  # noqa: F401  declares them

        user_logged_out.connect(_look_again, dispatch_uid="live")
        for signal in (post_save, post_delete):
            signal.connect(_look_again, sender=Membership, dispatch_uid=f"live {id(signal)}")


def _look_again(**kwargs: Any) -> None:
    from console.live.admission import look_again

    # The signals come before the commit: a look at once would still see what was.
    transaction.on_commit(look_again)
