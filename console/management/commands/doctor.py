import asyncio
import json
import sys
from argparse import ArgumentParser
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from console.links.doctor import Finding, Visit, examine
from console.links.models import PBX
from console.management.answers import pbx_named
from console.management.preconditions import refuse_unmigrated
from console.management.report import as_json, lines, verdict


class Command(BaseCommand):
    help = "Checks what must work between the console and a PBX, and says what to mend."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", nargs="?", help="by default all in use")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
        parser.add_argument(
            "--save-certificate", metavar="FILE", help="write what --ca-file needs, if it is shown"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unmigrated()
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a terminal without ✓ shows ? instead
        name, file = options["name"], options["save_certificate"]
        pbxs = chosen(name)
        refuse_file(name, file)
        reports = []
        for pbx in pbxs:
            visit, findings = Visit(pbx), list[Finding]()
            is_whole = self._walk(visit, findings, options["json"])
            reports.append(as_json(pbx.name, findings, is_whole))
            if not is_whole:
                break
        if options["json"]:
            self.stdout.write(json.dumps(reports[0] if name else reports))
        if file:
            (self.stderr if options["json"] else self.stdout).write(save(visit, file))
        if not all(report["ok"] for report in reports):
            sys.exit(1)

    def _walk(self, visit: Visit, findings: list[Finding], to_json: bool) -> bool:
        """Whether it came to its end. Ctrl-C logs out first."""

        def say(line: str) -> None:
            if not to_json:
                self.stdout.write(line)
                self.stdout.flush()

        def tell(finding: Finding) -> None:
            findings.append(finding)
            say(lines(finding))

        say(f"PBX {visit.name}, {visit.pbx.url}")
        try:
            asyncio.run(examine(visit, tell))
        except KeyboardInterrupt:
            self.stderr.write("Interrupted.")
            return False
        say(verdict(findings))
        return True


def chosen(name: str | None) -> list[PBX]:
    if name:
        return [pbx_named(name)]
    pbxs = list(PBX.objects.filter(enabled=True))
    if not pbxs:
        raise CommandError("There is no PBX in use. Add one with addpbx.")
    return pbxs


def refuse_file(name: str | None, file: str | None) -> None:
    """Before anything is asked of the PBX."""
    if file is None:
        return
    if not name:
        raise CommandError("--save-certificate: say of which PBX, as NAME.")
    path = Path(file)
    if path.exists():
        raise CommandError(f"--save-certificate: {file} exists. Give another file.")
    if not path.absolute().parent.is_dir():
        raise CommandError(f"--save-certificate: there is no folder {path.absolute().parent}.")


def save(visit: Visit, file: str) -> str:
    """Write the certificate and return what became of it."""
    if not visit.anchor:
        raise CommandError(
            f"{file} was not written: the PBX showed no certificate that could stand in --ca-file."
        )
    try:
        with Path(file).open("x") as opened:
            opened.write(visit.anchor)
    except OSError as error:
        raise CommandError(f"{file} was not written: {error.strerror}.") from error
    return f"Written to {file}. Once the SHA-256 is known to be right: " + visit.addpbx(
        f"--ca-file {file}"
    )
