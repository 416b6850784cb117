"""What is typed about people: every field with its sentence where it cannot be taken."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from console.directory.models import Company, Contact, ContactNumber, ExtensionDetail, Kind
from console.directory.numbers import NotDialable, dialable, grouped

NUMBERS_AT_MOST = 10
EMPTY_NUMBERS = 2  # lines that wait for a further number


def cleaned_number(text: str) -> str:
    """As the PBX dials it; raises ValidationError with a sentence."""
    try:
        return dialable(text) if text.strip() else ""
    except NotDialable as told:
        raise forms.ValidationError(str(told)) from told


class ContactForm(forms.ModelForm):
    """`key` was made when an empty form was shown, so that Save pressed twice adds one contact;
    `seen` says what the contact was when it was shown."""

    key = forms.RegexField(r"\A[0-9a-f]{32}\Z", required=False, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Contact
        fields = ("name", "company", "department", "email", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class NumberForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.WORK)
    number = forms.CharField(label=_("Number"), max_length=100, required=False)

    def clean_number(self) -> str:
        return cleaned_number(self.cleaned_data["number"])


NumberFormSet = formset_factory(
    NumberForm, extra=EMPTY_NUMBERS, max_num=NUMBERS_AT_MOST, validate_max=True,
    absolute_max=NUMBERS_AT_MOST + EMPTY_NUMBERS,
)  # fmt: skip


class ExtensionForm(forms.ModelForm):
    class Meta:
        model = ExtensionDetail
        fields = ("department", "mobile", "email", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mobile"] = forms.CharField(
            label=_("Mobile"), max_length=100, required=False, initial=self._mobile()
        )
        self.initial["mobile"] = self._mobile()

    def _mobile(self) -> str:
        return grouped(self.instance.mobile) if self.instance.mobile else ""

    def clean_mobile(self) -> str:
        return cleaned_number(self.cleaned_data["mobile"])


def number_forms(data: Any, numbers: list[ContactNumber]) -> "BaseFormSet[NumberForm]":
    shown = [{"kind": one.kind, "number": grouped(one.number)} for one in numbers]
    return NumberFormSet(data, prefix="numbers", initial=shown)


def numbers_given(forms_of: "BaseFormSet[NumberForm]") -> list[tuple[str, str]]:
    """Kind and number of each line that is not empty, none twice."""
    lines = [form.cleaned_data for form in forms_of.forms if form.cleaned_data.get("number")]
    return list(dict.fromkeys((line["kind"], line["number"]) for line in lines))


class CompanyForm(forms.ModelForm):
    """The page's and the admin's; on the page the PBX is given and not asked for."""

    class Meta:
        model = Company
        fields = ("name", "numbers", "greeting", "hours", "zone", "firm", "is_default")
        widgets = {"numbers": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            shown = "\n".join(map(grouped, self.instance.numbers.split()))
            self.initial["numbers"] = shown

    def _get_validation_exclusions(self) -> set[str]:
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return left_out if "pbx" in self.fields else left_out - {"pbx"}
