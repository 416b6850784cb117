"""An administrator uploads a sound, hears what callers will hear, and gets the address for it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from rules.contrib.admin import ObjectPermissionsModelAdmin
from rules.permissions import add_perm
from rules.predicates import predicate

from console.links.admin import OwnChoices
from console.links.administration import administered, administers
from console.links.permissions import User
from console.portasip.media.audio import to_wav
from console.prompts.forms import PromptForm
from console.prompts.models import Prompt


@predicate
def administers_prompt(user: User, prompt: Prompt | None = None) -> bool:
    return administers(user, prompt.pbx if prompt else None)


add_perm("prompts", administers)
for action in ("view", "add", "change", "delete"):
    add_perm(f"prompts.{action}_prompt", administers_prompt)


@admin.register(Prompt)
class PromptAdmin(OwnChoices, ObjectPermissionsModelAdmin):
    form = PromptForm
    list_display = ("name", "pbx", "length", "url")
    search_fields = ("name",)
    readonly_fields = ("length", "listen", "url")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Prompt]:
        hers = super().get_queryset(request).filter(pbx__in=administered(request.user))
        return hers.select_related("pbx").defer("audio")

    def get_fields(self, request: HttpRequest, obj: Prompt | None = None) -> tuple[str, ...]:
        asked = ("name", "pbx", "sound")
        return asked + self.readonly_fields if obj else asked

    def get_urls(self) -> list[URLPattern]:
        hearing = self.admin_site.admin_view(self.hear)
        return [
            path("<int:pk>/sound.wav", hearing, name="prompts_prompt_sound"),
            *super().get_urls(),
        ]

    def hear(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same samples as the PBX plays, in a form that browsers play."""
        prompt = get_object_or_404(self.get_queryset(request), pk=pk)
        return HttpResponse(to_wav(bytes(prompt.audio)), content_type="audio/wav")

    @admin.display(ordering="duration")
    def length(self, prompt: Prompt) -> str:
        return f"{number_format(prompt.duration, 1)} s"

    def listen(self, prompt: Prompt) -> str:
        address = reverse("admin:prompts_prompt_sound", args=[prompt.pk])
        return format_html('<audio controls preload="none" src="{}"></audio>', address)

    @admin.display(description=_("URL to give the PBX"))
    def url(self, prompt: Prompt) -> str:
        return prompt.url
