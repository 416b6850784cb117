"""What an operator fills in: for whom, about which call, and what the caller wants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from console.messages.mail import one_line
from console.messages.models import Message

ONE_LINE = ("to_name", "to_extension", "caller", "number", "called", "queue")


class RecipientForm(forms.ModelForm):
    to_email = forms.EmailField(label=_("E-mail"), max_length=254)

    class Meta:
        model = Message
        fields: tuple[str, ...] = ("to_name", "to_email", "to_extension")
        labels = {"to_name": _("For")}
        widgets: dict[str, forms.Widget] = {"to_extension": forms.HiddenInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ONE_LINE:
            if name in cleaned:
                cleaned[name] = one_line(cleaned[name])
        return cleaned


class MessageForm(RecipientForm):
    key = forms.UUIDField(widget=forms.HiddenInput())

    class Meta(RecipientForm.Meta):
        fields = (
            *RecipientForm.Meta.fields,
            "caller", "number", "called", "queue", "called_at", "text",
        )  # fmt: skip
        labels = {
            "to_name": _("For"),
            "caller": _("Caller"),
            "number": _("Number"),
            "text": _("Message"),
        }
        widgets = {
            "to_extension": forms.HiddenInput(),
            "called": forms.HiddenInput(),
            "queue": forms.HiddenInput(),
            "called_at": forms.HiddenInput(),
            "text": forms.Textarea(attrs={"rows": 4}),
        }
