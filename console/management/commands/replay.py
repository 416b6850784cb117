"""`manage.py replay`: a recording as a PBX to link to, or checked against its own lists."""

import asyncio
import json
import shlex
import signal
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from console.links.recording.check import DISAGREEMENTS, Report, check
from console.links.recording.summary import summary
from console.links.recording.tape import Damaged, NotARecordingError, Recording
from console.management.answers import port
from console.management.commands.record import positive
from console.simulator.replay import Line, Replay

MANAGE = ".venv/bin/python manage.py"


class Command(BaseCommand):
    help = (
        "Plays a recording to a console as its PBX did. With --check it is folded here instead, "
        "and what disagrees is reported."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--port", type=port, default=0, help="any free one by default")
        parser.add_argument("--speed", type=positive, default=1.0, metavar="N", help="times faster")
        parser.add_argument("--check", action="store_true", help="exit 1 when a list disagrees")
        parser.add_argument("--json", action="store_true", help="with --check: for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"] and not options["check"]:
            raise CommandError("--json goes with --check.")
        try:
            if options["check"]:
                self._check(options["file"], options["json"])
            else:
                asyncio.run(self._play(Recording(options["file"]), options))
        except NotARecordingError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}.") from error

    def _check(self, path: Path, as_json: bool) -> None:
        report = check(path)
        self.stdout.write(in_json(report) if as_json else in_words(report))
        if report.disagreements:
            raise SystemExit(1)

    async def _play(self, recording: Recording, options: dict[str, Any]) -> None:
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        lines = self._lines(recording)
        try:
            async with Replay(lines, options["port"], speed=options["speed"]) as pbx:
                pbx.on_start = lambda: self._say("A console has subscribed: the recording begins.")
                self._introduce(recording, pbx.url)
                over = asyncio.create_task(pbx.over.wait())
                over.add_done_callback(lambda _: self._tell_end(pbx))
                await stopped.wait()
                over.cancel()
        except OSError as error:
            raise CommandError(f"The replay cannot listen: {error}") from error

    def _introduce(self, recording: Recording, url: str) -> None:
        told = summary(recording)
        add = ["addpbx", "replay", "--url", url, "--login", "replay", "--scope", told.scope]
        self._say("Link a console to it; any password will do:")
        self._say(
            f"  REPLAY_PASSWORD=any {MANAGE} {shlex.join(add)} --password-env REPLAY_PASSWORD"
        )
        if told.busiest:
            self._say(f"Extensions with the most calls: {', '.join(told.busiest)}")
        self._say(f"PBX: {url}")  # last: who reads this may connect now

    def _tell_end(self, pbx: Replay) -> None:
        if pbx.over.is_set():
            self._say(f"The recording is over after {pbx.played} frames. Stop with Ctrl-C.")

    def _lines(self, recording: Recording) -> Iterator[Line]:
        for line in recording.lines():
            if isinstance(line, Damaged):
                self.stderr.write(f"Line {line.number} is damaged and skipped: {line.reason}.")
            else:
                yield line.at, line.direction, line.frame

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def in_json(report: Report) -> str:
    return json.dumps(
        {
            "frames": report.frames,
            "lists": report.lists,
            "live_at_end": report.live_at_end,
            "agrees": not report.disagreements,
            "counters": report.counters,
            "findings": [
                {**one._asdict(), "disagrees": one.kind in DISAGREEMENTS} for one in report.findings
            ],
        },
        indent=2,
    )


def in_words(report: Report) -> str:
    lines = [f"Line {one.line}, {one.kind}: {one.text}" for one in report.findings]
    counted = ", ".join(f"{name} {count}" for name, count in report.counters.items()) or "nothing"
    disagreements = len(report.disagreements)
    plural = "" if disagreements == 1 else "s"
    outcome = f"{disagreements} disagreement{plural}" if disagreements else "all agree"
    return "\n".join(
        [
            *lines,
            f"{report.frames} frames, {report.lists} lists: {outcome}.",
            f"Legs live at the end: {report.live_at_end}. Counted by the board: {counted}.",
        ]
    )
