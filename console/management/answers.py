"""What commands ask for, and the sentences they give for wrong answers."""

import os
import sys
from argparse import ArgumentTypeError
from getpass import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db.models import Model

from console.links.models import PBX

LAST_PORT = 65_535


def password_from(variable: str | None, *, option: str, whose: str, known: bool) -> str | None:
    """The password to set, or None to keep the present one (only when one is known).

    It comes from the environment variable, else from the terminal; never from the command line,
    which every user of the machine can read.
    """
    if variable is not None:
        return password_in(variable, option)
    if not sys.stdin.isatty():
        if known:
            return None
        raise CommandError(
            f"No password for {whose}: there is no terminal to ask on. "
            f"Put it into an environment variable and give {option} NAME."
        )
    keep = " (empty keeps the present one)" if known else ""
    password = getpass(f"Password for {whose}{keep}: ")
    if not password and not known:
        raise CommandError(f"{whose} needs a password.")
    return password or None


def password_in(variable: str, option: str) -> str:
    password = os.environ.get(variable)
    if not password:
        raise CommandError(f"{option}: the environment variable {variable} is not set or empty.")
    return password


def pbx_named(name: str) -> PBX:
    pbx = PBX.objects.filter(name=name).first()
    if pbx is None:
        known = ", ".join(PBX.objects.values_list("name", flat=True)) or "none yet"
        raise CommandError(f"There is no PBX {name}. Known: {known}. Add it with addpbx.")
    return pbx


def port(given: str) -> int:
    """A port from a command line; 0 takes any free one."""
    if not (given.isascii() and given.isdigit() and int(given) <= LAST_PORT):
        raise ArgumentTypeError(f"{given!r} is not a port from 0 to {LAST_PORT}")
    return int(given)


def check(instance: Model, options: dict[str, str]) -> None:
    """Validates the whole record; `options` says which option stands for which field."""
    try:
        instance.full_clean()
    except ValidationError as error:
        sentences = [
            f"{options.get(field, field)}: {' '.join(messages)}"
            for field, messages in error.message_dict.items()
        ]
        raise CommandError(" ".join(sentences).replace("__all__: ", "")) from error
