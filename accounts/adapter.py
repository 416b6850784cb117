from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Operators are made by `addoperator` or in the admin; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("This username and password do not match."),
        "too_many_login_attempts": _(
            "Too many failed sign-ins. Wait five minutes, then try again, "
            "or ask your administrator."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Says nothing: the page she arrives at shows that she signed in."""
