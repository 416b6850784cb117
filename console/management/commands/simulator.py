from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from console.simulator import command_line


class Command(BaseCommand):
    help = "Runs a simulated PBX with an office behind it, for demos, training and tests."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        command_line.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            command_line.run(options, self._say)
        except (OSError, OverflowError) as error:  # the latter for a port above 65535
            raise CommandError(f"The simulator cannot listen: {error}") from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
