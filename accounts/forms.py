from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # The labels stand above the fields; a placeholder would say them twice.
            field.widget.attrs.pop("placeholder", None)
