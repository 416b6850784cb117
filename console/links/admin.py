"""The admin for PBXs, memberships and operators, within the administrator's role."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from rules.contrib.admin import ObjectPermissionsInlineModelAdminMixin, ObjectPermissionsModelAdmin

from accounts.admin import OperatorAdmin
from console.links.administration import administered, manageable_operators
from console.links.models import PBX, Membership


class PBXForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Passwords are written, never shown."""

    password = forms.CharField(
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Empty keeps the present one.",
    )
    media_password = forms.CharField(
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Empty keeps the present one.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # Otherwise whoever may edit the address could have the stored password sent to her own.
        for address, password in (("url", "password"), ("media_url", "media_password")):
            moved = address in self.changed_data and cleaned.get(address)
            if moved and not cleaned.get(password):
                self.add_error(password, "Give the password again: the address has changed.")
        return cleaned

    def save(self, commit: bool = True) -> PBX:
        for field in ("password", "media_password"):
            if self.cleaned_data[field]:
                setattr(self.instance, field, self.cleaned_data[field])
        saved: PBX = super().save(commit)
        return saved


@admin.register(PBX)
class PBXAdmin(ObjectPermissionsModelAdmin):
    form = PBXForm
    list_display = ("name", "url", "scope_key", "scope_value", "enabled")
    fieldsets = (
        (None, {"fields": ("name", "enabled")}),
        ("Call control", {"fields": ("url", "login", "password", "scope_key", "scope_value")}),
        ("Trust", {"fields": ("ca_file", "insecure")}),
        ("Behaviour", {"fields": ("release", "join_legs", "answer_mode")}),
        (
            "Service codes",
            {"fields": ("voicemail", "mobile", "park_slots", "park", "pickup")},
        ),
        (
            "Transfers and limits",
            {"fields": ("safe_after", "early_completion", "hold_limit", "park_limit")},
        ),
        (
            "Media services",
            {
                "fields": (
                    "media_url",
                    "media_login",
                    "media_password",
                    "media_domain",
                    "media_transport",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PBX]:
        return administered(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: PBX | None = None) -> tuple[str, ...]:
        # The name stands in addresses, channel names and the ids of the page.
        return ("name",) if obj else ()


class OwnChoices:
    """Offers an administrator her own PBXs and operators alone."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "pbx":
            kwargs["queryset"] = administered(request.user)
        if db_field.name == "user":
            kwargs["queryset"] = manageable_operators(request.user)
        return cast(Any, super()).formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Membership)
class MembershipAdmin(OwnChoices, ObjectPermissionsModelAdmin):
    list_display = ("user", "pbx", "role", "extension")
    list_filter = ("role",)
    search_fields = ("user__username", "extension")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        pbxs = administered(request.user)
        return super().get_queryset(request).filter(pbx__in=pbxs).select_related("user", "pbx")


class MembershipInline(OwnChoices, ObjectPermissionsInlineModelAdminMixin, admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0


admin.site.unregister(get_user_model())


@admin.register(get_user_model())
class MemberAdmin(OperatorAdmin):
    inlines = (MembershipInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return manageable_operators(request.user)
