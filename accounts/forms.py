from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username")
        self.fields["password"].label = _("Password")
        for field in self.fields.values():
            # The labels stand above the fields; a placeholder would say them twice.
            field.widget.attrs.pop("placeholder", None)
        # It would name a page for resetting passwords by mail, which operators do not have.
        self.fields["password"].help_text = ""
