"""Sentences for what cannot be a PBX's address, scope or an extension."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.environment import is_loopback

# Account ids are mostly digits; some PBXs use names. They also stand in ids of the page.
validate_extension = RegexValidator(
    r"^[0-9A-Za-z+][0-9A-Za-z._@+-]*$",
    "An extension is the account ID on the PBX, such as 123007, without spaces.",
)

SLOTS_AT_MOST = 30
_SLOT_RANGE = re.compile(r"(\d{1,8})(?:-(\d{1,8}))?")

validate_voicemail = RegexValidator(
    r"^[0-9*#+]*\{(extension|short)\}[0-9*#]*\Z",
    gettext_lazy(
        "The voicemail pattern is digits, * and # around {extension} or {short}, "
        "such as *86{extension}."
    ),
)
validate_mobile = RegexValidator(
    r"^[0-9*#+]*\{number\}[0-9*#]*\Z",
    gettext_lazy("The mobile pattern is digits, * and # around {number}; {number} alone dials it."),
)
validate_slot_pattern = RegexValidator(
    r"^[0-9*#+]*\{slot\}[0-9*#]*\Z",
    gettext_lazy("This pattern is digits, * and # around {slot}, such as *68{slot}."),
)


def validate_slots(value: str) -> None:
    slots_in(value)


def slots_in(value: str) -> tuple[str, ...]:
    """The slots that `701-709, 712` names, lowest first. Raises ValidationError."""
    slots: set[str] = set()
    for part in filter(None, re.split(r"[\s,;]+", value.strip())):
        found = _SLOT_RANGE.fullmatch(part)
        first, last = (found[1], found[2] or found[1]) if found else ("", "")
        if not found or len(first) != len(last) or int(first) > int(last):
            raise ValidationError(
                _("%(part)s names no park slots. Write them as 701-709 or 701, 702.")
                % {"part": part}
            )
        if int(last) - int(first) >= SLOTS_AT_MOST:
            raise ValidationError(_too_many())
        slots.update(str(each).zfill(len(first)) for each in range(int(first), int(last) + 1))
    if len(slots) > SLOTS_AT_MOST:
        raise ValidationError(_too_many())
    return tuple(sorted(slots, key=lambda slot: (len(slot), slot)))


def _too_many() -> str:
    return _("No more than %(most)d park slots can be shown.") % {"most": SLOTS_AT_MOST}


def validate_control_url(value: str) -> None:
    """`wss://host:port/ws`; without TLS only on this machine."""
    check_address(value, secure="wss", plain="ws")


def validate_media_url(value: str) -> None:
    check_address(value, secure="https", plain="http")


def check_address(value: str, *, secure: str, plain: str) -> None:
    try:
        parts = urlsplit(value)
        host, readable = parts.hostname or "", parts.port != 0
    except ValueError:
        host, readable = "", False
    if not (host and readable) or parts.scheme not in (secure, plain):
        raise ValidationError(f"The address must look like {secure}://host:port/path.")
    if parts.username or parts.password:
        raise ValidationError("The address must not hold a login; give it separately.")
    if parts.scheme == plain and not is_loopback(host):
        raise ValidationError(
            f"{plain}:// would send passwords in the clear. Use {secure}://; "
            f"{plain}:// is only for a PBX on this machine."
        )
