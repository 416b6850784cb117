"""The programs the tests start, found where they are: Chromium, Redis and PostgreSQL.

`python -m tests.programs` installs missing ones on Debian as root; elsewhere it says what to
install and fails. A missing program is never a skipped test.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class ProgramMissingError(Exception):
    """The argument says what to install."""


@dataclass(frozen=True)
class Program:
    names: tuple[str, ...]
    package: str  # on Debian
    folders: str = ""  # a pattern below /, for those that stand beside PATH

    def find(self) -> str | None:
        on_path = next(filter(None, map(shutil.which, self.names)), None)
        if on_path or not self.folders:
            return on_path
        beside = (path / name for path in Path("/").glob(self.folders) for name in self.names)
        return str(max(filter(Path.is_file, beside), default="")) or None

    def require(self) -> str:
        path = self.find()
        if path is None:
            raise ProgramMissingError(
                f"{self.names[0]} is missing. On Debian: apt-get install {self.package}"
            )
        return path


CHROMIUM = Program(
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"), "chromium"
)
# Chromium without its window and what belongs to one: it opens a page with less than half the work.
HEADLESS = Program(("chromium-headless-shell",), "chromium-headless-shell")
REDIS_SERVER = Program(("redis-server", "valkey-server"), "redis-server")
INITDB = Program(("initdb",), "postgresql", folders="usr/lib/postgresql/*/bin")
PROGRAMS = (CHROMIUM, REDIS_SERVER, INITDB)


def chromium() -> str:
    """The browser as operators have it."""
    return CHROMIUM.require()


def headless_chromium() -> str:
    """The quickest Chromium there is."""
    return HEADLESS.find() or CHROMIUM.require()


def redis_server() -> str:
    return REDIS_SERVER.require()


def postgresql_folder() -> Path:
    """Where `initdb` and `postgres` stand; initdb refuses to run as root."""
    return Path(INITDB.require()).resolve().parent


def install(packages: list[str], run: Callable[..., object] = subprocess.check_call) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["update", "-qq"],
        ["install", "-qq", "-y", "--no-install-recommends", *packages],
    ):
        run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    missing = [program.package for program in PROGRAMS if program.find() is None]
    if shutil.which("apt-get") and os.geteuid() == 0:
        if missing:
            sys.stdout.write(f"Installing {', '.join(missing)}\n")
            install(missing)
            missing = [program.package for program in PROGRAMS if program.find() is None]
        if HEADLESS.find() is None:
            try:
                install([HEADLESS.package])
            except subprocess.CalledProcessError:
                sys.stdout.write(f"Without {HEADLESS.package} the tests take longer.\n")
    if missing:
        sys.stderr.write(
            f"The tests need {', '.join(missing)}. On Debian or Ubuntu, as root: "
            f"apt-get install {' '.join(missing)}. Elsewhere install Chromium, Redis or Valkey, "
            "and PostgreSQL's server with its initdb on PATH.\n"
        )
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
