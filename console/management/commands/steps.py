"""`manage.py steps`: several commands in one process, which starts Django but once.

For programs that set a console up, such as the demo and the tests: each line of the standard input
is a JSON list, a command and its arguments. The first that fails ends it.
"""

import json
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Run commands from the standard input: on each line a JSON list of arguments."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for line in filter(str.strip, sys.stdin):
            name, *arguments = _command(line)
            try:
                call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)
            except CommandError as error:
                raise CommandError(f"{name} failed: {error}") from error


def _command(line: str) -> list[str]:
    try:
        words = json.loads(line)
    except ValueError as error:
        raise CommandError(f"{line.strip()[:80]} is no list of a command: {error}") from error
    if not isinstance(words, list) or not words or not all(isinstance(one, str) for one in words):
        raise CommandError(f"{line.strip()[:80]} is no list of a command and its arguments.")
    return words
