"""Logs: structured, on standard error, with telephone numbers masked."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# Seven digits or more, perhaps grouped for reading; extensions and codes are shorter. Hexadecimal
# identifiers, dates and decimals are left alone: they are no numbers one can dial.
NUMBER = re.compile(r"(?:(?<=%2B)|(?<=%20)|(?<![\w.-]))\+?\d(?:[ ()\-]{0,2}\d){6,}(?!\w)")
TIMESTAMP = re.compile(r"^\d{4}-\d{2}-\d{2}")
VISIBLE_DIGITS = 3
# Fields of ours that count, and never dial.
PLAIN_FIELDS = frozenset({"timestamp", "level", "logger", "pid", "generation", "epoch", "seq"})


def masked(text: str) -> str:
    """The text with each telephone number reduced to its last three digits."""
    return NUMBER.sub(_mask, text)


def _mask(match: re.Match[str]) -> str:
    if TIMESTAMP.match(match[0]):
        return match[0]
    return "…" + re.sub(r"\D", "", match[0])[-VISIBLE_DIGITS:]


def mask_value(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {key: mask_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_value(item) for item in value]
    return value


def mask_numbers(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The structlog processor."""
    return {
        key: value if key in PLAIN_FIELDS else mask_value(value) for key, value in event.items()
    }


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def structlog_config() -> dict[str, Any]:
    return {
        "processors": [
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        "logger_factory": structlog.stdlib.LoggerFactory(),
        "wrapper_class": structlog.stdlib.BoundLogger,
        "cache_logger_on_first_use": False,
    }


def logging_config(level: str) -> dict[str, Any]:
    """Django's LOGGING: one handler for structlog's and the standard library's records."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder()],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    # Traces become text before the mask, so that their numbers are masked too.
                    structlog.processors.format_exc_info,
                    mask_numbers,
                    structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
                ],
            }
        },
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
            "django.channels.server": {"level": logging.WARNING},
        },
    }


def level_number(level: str) -> int:
    return logging.getLevelNamesMapping()[level]
