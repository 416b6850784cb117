"""Logs: structured, on standard error, with telephone numbers masked."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from console.troubles import FirstOfAKind

# Seven digits or more, perhaps grouped for reading, as text or in an address; extensions and codes
# are shorter. Hexadecimal identifiers and decimals are left alone: one cannot dial them. Dots group
# what begins with a plus, and no address.
BETWEEN = r"(?:[ ()\-+]|%20|%28|%29|%2D){0,3}"
BEFORE = r"(?:(?<=%2B)|(?<=%20)|(?<=tel-)|(?<![\w.-]))"
NUMBER = re.compile(
    rf"{BEFORE}(?:\+\d(?:(?:{BETWEEN}|\.)\d){{6,}}|\+?\d(?:{BETWEEN}\d){{6,}})(?!\w)",
    re.IGNORECASE,
)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
DESK_IN_KEY = re.compile(r"\bd\d{7,}\b")  # of a Dial key; the account may be a telephone number
VISIBLE_DIGITS = 3
DIALLED_FROM = 7  # digits
# Fields of ours that count, and never dial.
PLAIN_FIELDS = frozenset({"timestamp", "level", "logger", "pid", "generation", "epoch", "seq"})
# Fields that hold nothing but a number to dial: a short one may be a whole number in its town.
NUMBER_FIELDS = frozenset({"number", "party", "target", "caller", "callee"})


def masked(text: str) -> str:
    """The text with each telephone number reduced to its last three digits."""
    return NUMBER.sub(_mask, text)


def _mask(match: re.Match[str]) -> str:
    date = DATE.match(match[0])
    if date:
        return date[0] + masked(match[0][date.end() :])
    return _last_digits(match[0])


def _last_digits(text: str) -> str:
    return "…" + re.sub(r"\D", "", text)[-VISIBLE_DIGITS:]


def masked_key(key: str) -> str:
    """The key of a command, by which its lines are found: its epoch and stamps count time."""
    epoch, dot, rest = key.partition(".")
    if not (epoch.isdigit() and dot):
        return masked(key)
    return epoch + dot + DESK_IN_KEY.sub(lambda desk: "d" + _last_digits(desk[0]), masked(rest))


def masked_number(number: str) -> str:
    digits = sum(character.isdigit() for character in number)
    return _last_digits(number) if digits > VISIBLE_DIGITS else masked(number)


def mask_value(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return masked(str(value)) if abs(value) >= 10 ** (DIALLED_FROM - 1) else value
    if isinstance(value, Mapping):
        return {mask_value(key): mask_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_value(item) for item in value]
    if hasattr(value, "get_full_path"):  # a request: its query holds numbers, names and searches
        return masked(f"{value.method} {value.path}")
    return masked(repr(value))


def _mask_field(name: str, value: Any) -> Any:
    if name in PLAIN_FIELDS:
        return value
    if isinstance(value, str) and name == "key":
        return masked_key(value)
    if isinstance(value, str) and name in NUMBER_FIELDS:
        return masked_number(value)
    return mask_value(value)


def mask_numbers(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The structlog processor."""
    return {name: _mask_field(name, value) for name, value in event.items()}


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def refused_without_trace(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A request that is refused (4xx) is no fault: where the code refused it says nothing more."""
    if event.get("status_code") in range(400, 500):
        event.pop("exc_info", None)
    return event


def structlog_config() -> dict[str, Any]:
    return {
        "processors": [
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        "logger_factory": structlog.stdlib.LoggerFactory(ignore_frame_names=["console.troubles"]),
        "wrapper_class": structlog.stdlib.BoundLogger,
        "cache_logger_on_first_use": False,
    }


def logging_config(level: str, form: str = "TEXT") -> dict[str, Any]:
    """Django's LOGGING: one handler for structlog's and the standard library's records.

    `form` is TEXT for people or JSON for machines: one object a line.
    """
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "JSON"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder()],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    refused_without_trace,
                    # Traces become text before the mask, so that their numbers are masked too.
                    structlog.processors.format_exc_info,
                    mask_numbers,
                    renderer,
                ],
            }
        },
        "filters": {"first": {"()": FirstOfAKind}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "structured",
                "stream": "ext://sys.stderr",
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # Their DEBUG shows whole frames, with session ids and passwords.
            "websockets": {"level": max(level_number(level), logging.INFO)},
            "httpx2": {"level": max(level_number(level), logging.WARNING)},
            "asyncio": {"level": logging.WARNING},
            # A trace every second for as long as Redis is away.
            "channels_redis.pubsub": {"filters": ["first"]},
            "django.channels.server": {"level": logging.WARNING},
        },
    }


def level_number(level: str) -> int:
    return logging.getLevelNamesMapping()[level]
