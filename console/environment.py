"""Reading the environment: `NAME`, or the file that `NAME_FILE` names.

Every function stops the start with the variable's name and a sentence when a value cannot be used.
"""

import ipaddress
import math
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def refuse(name: str, reason: str) -> NoReturn:
    raise ImproperlyConfigured(f"{name}: {reason}")


def given(name: str) -> str | None:
    """The stripped value, or None when the variable is missing or empty."""
    try:
        value = environ.FileAwareMapping(cache=False).get(name)
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{name}_FILE", f"the file cannot be read ({error}).")
    value = (value or "").strip()
    return value or None


def text(name: str, default: str) -> str:
    return given(name) or default


def flag(name: str, default: bool) -> bool:
    value = given(name)
    if value is None:
        return default
    if value.lower() not in TRUE | FALSE:
        refuse(name, f"{value!r} is neither true nor false.")
    return value.lower() in TRUE


def number(name: str, default: float, *, least: float = 0, most: float = math.inf) -> float:
    value = given(name)
    if value is None:
        return default
    try:
        parsed = float(value)
    except ValueError:
        refuse(name, f"{value!r} is not a number.")
    if not math.isfinite(parsed) or not least <= parsed <= most:
        refuse(name, f"{value} is out of range; it must be at least {least:g}.")
    return parsed


def words(name: str, default: Sequence[str]) -> list[str]:
    """A comma-separated list."""
    value = given(name)
    if value is None:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


def choice(name: str, default: str, choices: Sequence[str]) -> str:
    value = text(name, default).upper()
    if value not in choices:
        refuse(name, f"{value!r} is not one of {', '.join(choices)}.")
    return value


def token(name: str, least: int) -> str:
    """A secret of at least `least` characters that a header can carry, "" where none is given."""
    value = given(name) or ""
    if value and (len(value) < least or not (value.isascii() and value.isprintable())):
        refuse(name, f"must be at least {least} plain characters, without accents.")
    return value


def zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        refuse(name, f"{value!r} is not a time zone such as Europe/Madrid.")
    return value


def fernet_keys(name: str, keys: Sequence[str]) -> list[str]:
    """Keys for encrypting PBX passwords, newest first."""
    for position, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            refuse(name, f"key {position} is not 32 bytes in URL-safe base64.")
    return list(keys)


def split(name: str, value: str, schemes: Sequence[str]) -> SplitResult:
    try:
        parts = urlsplit(value)
        has_address = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        refuse(name, "the host or the port cannot be read.")
    if parts.scheme not in schemes or not has_address:
        refuse(name, f"must look like {schemes[0]}://host:port.")
    return parts


def site(name: str, default: str) -> str:
    """An address without path: `https://console.example.com`, with no slash at its end."""
    value = text(name, default).rstrip("/")
    parts = split(name, value, ("https", "http"))
    if parts.path or parts.query or parts.fragment or parts.username:
        refuse(name, f"{value!r} must be scheme, host and port alone.")
    return value


def origins(name: str, default: Sequence[str]) -> list[str]:
    values = words(name, default)
    for value in values:
        split(name, value.replace("*.", "any.", 1), ("https", "http"))
    return values


def redis(name: str) -> str | None:
    value = given(name)
    if value is not None and not value.startswith("unix:"):
        split(name, value, ("redis", "rediss"))
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """Django's description of the SQLite or PostgreSQL database behind a DATABASE_URL."""
    value = text(name, default)
    scheme = value.partition(":")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        # The value itself may hold a password, so it is not repeated.
        refuse(name, "must be sqlite:///path or postgres://user:password@host/name.")
    try:
        return dict(environ.Env.db_url_config(value))
    except (ValueError, ImproperlyConfigured):
        refuse(name, "cannot be read; a password with special characters must be %-encoded.")


EMAIL_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
"""To their usual ports: plain, STARTTLS, and TLS from the first byte."""


def email(name: str) -> dict[str, Any]:
    """Django's description of the mail server behind an EMAIL_URL; {} where none is given."""
    value = given(name)
    if value is None:
        return {}
    try:
        parts = urlsplit(value)
        is_known = parts.scheme in EMAIL_SCHEMES and bool(parts.hostname)
        port = parts.port or EMAIL_SCHEMES.get(parts.scheme)
    except ValueError:
        is_known = False
    # The value itself may hold a password, so it is not repeated.
    if not is_known or parts.path not in ("", "/"):
        refuse(name, "must be smtp+tls://user:password@host:587, smtp+ssl://… or smtp://host.")
    if parts.scheme == "smtp" and parts.password and not is_loopback(parts.hostname or ""):
        refuse(name, "sends a password in the clear; use smtp+tls:// or smtp+ssl://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }


def sender(name: str) -> str:
    """An address that messages come from, with a name before it or without."""
    value = given(name)
    if value is None:
        refuse(name, "must be given with EMAIL_URL: the address that messages come from.")
    try:
        validate_email(parseaddr(value)[1])
    except ValidationError:
        refuse(name, f"{value!r} is no address such as reception@example.com.")
    if "\n" in value or "\r" in value:
        refuse(name, "must be one line.")
    return value


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
