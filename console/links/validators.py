"""Sentences for what cannot be a PBX's address, scope or an extension."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from console.environment import is_loopback

# Account ids are mostly digits; some PBXs use names. They also stand in ids of the page.
validate_extension = RegexValidator(
    r"^[0-9A-Za-z+][0-9A-Za-z._@+-]*$",
    "An extension is the account ID on the PBX, such as 123007, without spaces.",
)


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
