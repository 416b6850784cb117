"""A process that presses keys: a line in is a key, a line out the seconds until it may be sent.

Without the web server, whose pages a database that is away would answer first.
"""

import asyncio
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from console.audit.witness import audit  # noqa: E402
from console.links.commands import Command  # noqa: E402


async def press(key: str) -> float:
    now = time.time()
    values = {"pbx": "office", "desk": "123007", "verb": "hold", "operator": "ruth"}
    command = Command(key=key, expires=now + 10, asked_at=now, target="441184960233", **values)  # type: ignore[arg-type]
    began = time.perf_counter()
    await audit.asked(command)
    seconds = time.perf_counter() - began
    audit.settled(command, "accepted", "", seconds)
    return seconds


def main() -> None:
    for line in sys.stdin:
        say(asyncio.run(press(line.strip())))
    audit.ledger.drained(10.0)
    say(audit.ledger.written, audit.ledger.late, audit.ledger.dropped)


def say(*numbers: float) -> None:
    sys.stdout.write(" ".join(map(str, numbers)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
