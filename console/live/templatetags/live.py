from django import template
from django.utils.safestring import SafeString

from console.live.page import LivePage

register = template.Library()


@register.simple_tag(takes_context=True)
def region(context: template.Context, name: str, key: str = "") -> SafeString:
    """One region of the page's `live`, by the very bytes of the push."""
    live: LivePage = context["live"]
    return live.region(name, key)
