"""`manage.py record`: what a PBX sends, on tape without its people, for a test at the makers'."""

import asyncio
import signal
from argparse import ArgumentParser, ArgumentTypeError
from math import isfinite
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from console.links.credentials import CredentialsUnreadableError
from console.links.keeper import config_of
from console.links.link import LinkConfig
from console.links.recording.recorder import Recorder, header
from console.links.recording.tape import Tape
from console.management.answers import pbx_named
from console.management.preconditions import refuse_unmigrated
from console.management.trouble import TROUBLES, doctor, told
from console.portasip.anonymous import Anonymous


class Command(BaseCommand):
    help = (
        "Records what a PBX sends, until Ctrl-C. Numbers, names and addresses are replaced by "
        "invented ones, so that the file may be handed on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="a PBX that addpbx has added")
        parser.add_argument("file", metavar="FILE", type=Path, help="never one that exists")
        parser.add_argument(
            "--for", dest="seconds", type=positive, metavar="SECONDS", help="ends by itself"
        )
        parser.add_argument(
            "--keep-names", action="store_true", help="keep people's names; numbers go all the same"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unmigrated()
        config = config_for(options["name"])
        anonymous = Anonymous(keep_names=options["keep_names"])
        path: Path = options["file"]
        with created(path, config) as tape:
            try:
                why = asyncio.run(self._record(config, tape, anonymous, options["seconds"]))
            except TROUBLES as error:
                tape.discard()
                raise CommandError(f"Nothing was recorded. {why_not(error, config)}") from error
        self._tell(tape, why, anonymous)

    async def _record(
        self, config: LinkConfig, tape: Tape, anonymous: Anonymous, seconds: float | None
    ) -> str:
        recorder = Recorder(config, tape, settings.WAITS, anonymous)
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, recorder.stop.set)
        self.stdout.write(f"Recording {config.pbx} to {tape.path}. Stop with Ctrl-C.")
        self.stdout.flush()
        return await recorder.run(seconds)

    def _tell(self, tape: Tape, why: str, anonymous: Anonymous) -> None:
        self.stdout.write(
            f"{tape.frames} frames ({tape.size / 1000:.0f} kB) in {tape.path}. The end: {why}."
        )
        if anonymous.unknown:
            # Here alone: the one at the PBX may know them, the file must not.
            self.stdout.write("Words that were not known, and therefore replaced:")
            for word in anonymous.unknown:
                self.stdout.write(f"  {word}")
        self.stdout.write(f"Look at it with: .venv/bin/python manage.py replay {tape.path} --check")


def config_for(name: str) -> LinkConfig:
    try:
        return config_of(pbx_named(name))
    except CredentialsUnreadableError as error:
        raise CommandError(str(error)) from error


def created(path: Path, config: LinkConfig) -> Tape:
    try:
        return Tape(path, header(config))
    except FileExistsError as error:
        raise CommandError(
            f"{path} exists and is not overwritten. Give another file name."
        ) from error
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def why_not(error: Exception, config: LinkConfig) -> str:
    """Whatever keeps a recording from its start, the doctor looks into."""
    said, visit = told(error, config.pbx), doctor(config.pbx)
    return said if visit in said else f"{said}. {visit}"


def positive(given: str) -> float:
    """A number above 0 from a command line."""
    try:
        number = float(given)
    except ValueError:
        number = 0.0
    if not (number > 0 and isfinite(number)):
        raise ArgumentTypeError(f"{given!r} is not a number above 0")
    return number
