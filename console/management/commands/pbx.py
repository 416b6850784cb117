"""`manage.py pbx NAME SERVICE METHOD`: one documented call, its answer as JSON."""

import asyncio
import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
)

from console.links import calling, media
from console.links.keeper import config_of
from console.links.models import PBX, MediaTransport
from console.management.answers import pbx_named
from console.management.preconditions import refuse_unmigrated
from console.management.trouble import TROUBLES, told
from console.management.typed_params import put, typed, value_at, whole
from console.portasip.catalogue import is_media, method_named
from console.portasip.media.audio import NotASound, to_au
from console.portasip.media.door import Answer, Sound
from console.portasip.method import Method

OWN = {("Session", "login"), ("Session", "logout")}
EXAMPLES = """

docs/methods.md lists the services and their methods. For example:
  pbx office Customer get_huntgroup_list
  pbx office CallControl hold_call call.id=b0fc4957@192.0.2.1 call.tag=qdef43kz
  pbx office Voicemail set_vm_greeting greeting_info.greeting_type=name \\
      --file greeting_info.filename=hello.wav
"""


class Formatter(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """Leaves the examples on lines of their own."""


class Command(BaseCommand):
    help = "Makes one documented call to a PBX and prints its answer as JSON." + EXAMPLES

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, formatter_class=Formatter, **kwargs)
        # Plain parsing takes no key=value behind an option, and calls it unrecognized.
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="a PBX of this console")
        parser.add_argument("service", metavar="SERVICE", help="such as CallControl or Voicemail")
        parser.add_argument("method", metavar="METHOD", help="such as get_sip_calls_list")
        parser.add_argument("pairs", nargs="*", metavar="key=value", help="dots nest: call.id=…")
        parser.add_argument("--params", metavar="JSON", help="all properties as one object")
        parser.add_argument(
            "--params-file", metavar="FILE", help="the same in a file, or - : passwords go here"
        )
        parser.add_argument("--account", metavar="ID", help="whose mailbox, menus or rooms")
        parser.add_argument("--file", metavar="KEY=FILE", help="a sound, such as prompt=hello.wav")
        parser.add_argument(
            "--save-to", metavar="DIR", type=Path, help="where an answered sound goes"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="let the media server only check"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unmigrated()
        try:
            method = method_named(options["service"], options["method"])
            if method.key in OWN:
                raise CommandError(f"pbx logs in and out by itself, so it makes no {method}.")
            pbx = pbx_named(options["name"])
            params = typed(options["pairs"], whole(options["params"], options["params_file"]))
            answer = asyncio.run(self._answer(pbx, method, params, options))
        except TROUBLES as error:
            raise CommandError(told(error, options["name"])) from error
        json.dump(answer.content, sys.stdout, indent=2, ensure_ascii=False)
        sys.stdout.write("\n")
        if answer.sound is not None and options["save_to"] is not None:
            save(answer.sound, options["save_to"])

    async def _answer(
        self, pbx: PBX, method: Method, params: dict[str, Any], options: dict[str, Any]
    ) -> Answer:
        if is_media(method):
            return await self._from_media(pbx, method, params, options)
        for option in ("account", "file", "save_to", "dry_run"):
            if options[option]:
                raise CommandError(f"--{option.replace('_', '-')} is for the media services only.")
        return Answer(await calling.call(config_of(pbx), settings.WAITS, method, params))

    async def _from_media(
        self, pbx: PBX, method: Method, params: dict[str, Any], options: dict[str, Any]
    ) -> Answer:
        sound = attached(method, params, options["file"])
        folder = options["save_to"]
        if folder is not None and not folder.is_dir():
            raise CommandError(f"--save-to: there is no folder {folder}.")
        if options["dry_run"] and pbx.media_transport != MediaTransport.REST:
            rest = f"addpbx {pbx.name} --media-transport rest"
            raise CommandError(f"--dry-run is for REST alone, and {pbx.name} speaks SOAP: {rest}")
        return await media.call(
            pbx, method, params, sound, account=options["account"], dry_run=options["dry_run"]
        )


def attached(method: Method, params: dict[str, Any], file: str | None) -> Sound | None:
    """Return the sound of --file as the PBX plays it, its name put where the method names it."""
    if file is None:
        return None
    key, equals, path = file.partition("=")
    if not method.sound:
        raise CommandError(f"--file: {method} takes no sound.")
    if not equals or key != method.sound:
        raise CommandError(f"--file: {method} names its sound by {method.sound}=FILE.")
    if value_at(params, key) is not None:
        raise CommandError(f"--file sets {key} to the file's name: leave {key} out.")
    try:
        sound = to_au(Path(path).read_bytes())
    except OSError as error:
        raise CommandError(f"--file: {path} cannot be read: {error.strerror}.") from error
    except NotASound as told:
        raise CommandError(f"--file: {path}: {told}") from told
    name = f"{Path(path).stem}.au"
    put(params, key, name)
    return Sound(name, sound)


def save(sound: Sound, folder: Path) -> None:
    """Write an answered sound under its own name, never over another file or elsewhere."""
    path = folder / (Path(sound.name).name or "prompt.au")
    try:
        with path.open("xb") as file:
            file.write(sound.content)
    except FileExistsError as error:
        raise CommandError(f"--save-to: {path} exists already. Give another folder.") from error
    except OSError as error:
        raise CommandError(f"--save-to: {path} cannot be written: {error.strerror}.") from error
    sys.stderr.write(f"Saved {path}\n")
