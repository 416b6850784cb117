"""`manage.py demo`: a simulated PBX with a busy office, its operators, and the console on it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

PBX = "demo"
OPERATORS = (
    ("ruth", "Ruth Adeyemi", "receptionist", "123007", "reception-desk-7"),
    ("omar", "Omar Farrow", "supervisor", "123001", "queue-watch-1"),
    ("adam", "Adam Byrne", "administrator", "", "house-rules-3"),
)
HOLLIS = ("Hollis & Byrne", "+44 1632 960300", "Good morning, Hollis & Byrne")
ALDGATE = ("Aldgate Dental", "+44 1632 960800", "Aldgate Dental, how can I help?")
HOURS = "wd {Mon-Fri} hr {8am-5pm}"
SIMULATOR_LOGIN = ("demo", "demo-password", "i_customer=30")
SIMULATOR_CODES = (
    "--voicemail", "*86{extension}",
    "--park-slots", "701-709", "--park", "*68{slot}", "--pickup", "*69{slot}",
)  # fmt: skip
SIMULATOR_MEDIA = ("123007", "media-password", "pbx.example.com")
STOP_WITHIN = 20  # seconds for an orderly end; then a child is killed
MANAGE = str(settings.BASE_DIR / "manage.py")


class Command(BaseCommand):
    help = "Run the console on a simulated PBX with a busy office, in a database of its own."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="The console's port.")
        parser.add_argument("--scenario", default="busy-morning", help="busy-morning or quiet")
        parser.add_argument("--random-seed", type=int, default=1, help="Same seed, same day.")
        parser.add_argument("--pbx-port", type=int, default=0, help="The simulator's port.")
        parser.add_argument("--data", type=Path, default=settings.BASE_DIR / "demo.sqlite3")

    def handle(self, *args: Any, port: int, data: Path, **options: Any) -> None:
        _refuse_taken(port)
        environment = {
            **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
            "DATABASE_URL": f"sqlite:///{data.resolve()}",
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DEMO_PBX_PASSWORD": SIMULATOR_LOGIN[1],
            "DEMO_MEDIA_PASSWORD": SIMULATOR_MEDIA[1],
        }
        with ExitStack() as stack:
            stack.enter_context(_terminated_like_interrupted())
            simulator = stack.enter_context(_running(_simulator(options), stdout=subprocess.PIPE))
            lines = _first_lines(simulator)
            self._prepare(environment, lines["PBX"], lines["Media"].split()[0])
            self._tell(port, lines)
            server = stack.enter_context(_running(["serve", "--port", str(port)], env=environment))
            self._wait(serve=server, simulator=simulator)

    def _prepare(self, environment: dict[str, str], address: str, media_url: str) -> None:
        """The same steps as for a real PBX, in the demo's own database."""
        login, _, scope = SIMULATOR_LOGIN
        pbx = [PBX, "--url", address, "--login", login, "--scope", scope]
        account, _, domain = SIMULATOR_MEDIA
        pbx += ["--media-url", media_url, "--media-login", account, "--media-domain", domain]
        pbx += ["--media-password-env", "DEMO_MEDIA_PASSWORD", *SIMULATOR_CODES]
        steps = [
            ["migrate", "--verbosity", "0"],
            ["addpbx", *pbx, "--password-env", "DEMO_PBX_PASSWORD"],
        ]
        for name, called, role, extension, password in OPERATORS:
            place = ["--pbx", PBX, "--extension", extension, "--role", role, "--name", called]
            environment[f"DEMO_{name}_PASSWORD"] = password
            steps.append(["addoperator", name, *place, "--password-env", f"DEMO_{name}_PASSWORD"])
        for name, number, greeting in (HOLLIS, ALDGATE):
            company = [name, "--pbx", PBX, "--number", number, "--greeting", greeting]
            company += ["--hours", HOURS, *(["--default"] if name == HOLLIS[0] else [])]
            steps.append(["addcompany", *company])
        _manage(environment, steps)

    def _tell(self, port: int, lines: dict[str, str]) -> None:
        self.stdout.write(f"\nThe console: http://127.0.0.1:{port}/\n")
        for name, _, role, _, password in OPERATORS:
            self.stdout.write(f"  sign in as {name} with {password} ({role})")
        self.stdout.write(f"Its PBX: {lines['PBX']}  control: {lines.get('Control', 'none')}")
        self.stdout.write("Stop with Ctrl-C.\n")
        self.stdout.flush()

    def _wait(self, **children: subprocess.Popen[str]) -> None:
        """Until one of them ends by itself or we are told to stop."""
        while True:
            for name, child in children.items():
                try:
                    code = child.wait(timeout=0.5)
                except subprocess.TimeoutExpired:
                    continue
                raise CommandError(f"{name} ended with code {code}.")


def _simulator(options: dict[str, Any]) -> list[str]:
    seed, port = str(options["random_seed"]), str(options["pbx_port"])
    return [
        "simulator", "--port", port, "--scenario", options["scenario"], "--random-seed", seed,
    ]  # fmt: skip


def _first_lines(simulator: subprocess.Popen[str]) -> dict[str, str]:
    """`PBX: ws://…` and `Control: http://…`; the PBX is ready once it has printed its address."""
    assert simulator.stdout is not None
    lines = {}
    for line in simulator.stdout:
        name, _, value = line.strip().partition(": ")
        lines[name] = value
        if name == "PBX":
            threading.Thread(target=_drain, args=(simulator,), daemon=True).start()
            return lines
    raise CommandError("The simulator did not start.")


def _drain(child: subprocess.Popen[str]) -> None:
    """A pipe that nobody reads would stop its writer."""
    assert child.stdout is not None
    for line in child.stdout:
        sys.stderr.write(line)


def _manage(environment: dict[str, str], steps: list[list[str]]) -> None:
    done = subprocess.run(
        [sys.executable, MANAGE, "steps"],
        input="\n".join(json.dumps(step) for step in steps),
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CommandError(done.stderr.strip())


@contextmanager
def _running(arguments: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A child that ends with us: asked politely first."""
    child = subprocess.Popen([sys.executable, MANAGE, *arguments], text=True, **options)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """SIGTERM unwinds as Ctrl-C does, so that the children are stopped."""

    def interrupt(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not cut the end short
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write("Stopping.\n")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"Port {port} is in use. Give another with --port.") from error
