"""`python -m bench [--quick] [--again] [part …]`: prints the tables; no figure is typed by hand.

A whole run that is not quick also writes `bench/RESULTS.md`. Parts measured `--again` take their
sections' places in it, with a note of their own on when and of what.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from bench.machine import REPOSITORY, RESULTS, description
from tests.consoles import surroundings

PARTS = (
    "decoding", "decode_fold", "growth", "page", "memory",
    "fan_out", "latency", "input_delay", "crowd", "scale_out",
)  # fmt: skip
# It starts PostgreSQL, Redis and up to five consoles: too much for a short run.
NOT_QUICK = {"scale_out"}
PREFACE = """# Measurements

Written by `make bench`, never by hand. Each figure stands beside a peer measured in the same run:
machines differ, and one machine differs from minute to minute; ratios do so less. A target in `×`
bounds the ratio, any other our own figure.

- Medians of interleaved rounds: decoding, decode and fold, growth, page, a browser's memory,
  fan-out.
- Percentiles of the facts of all rounds, which are interleaved: latency; of one round for Chromium.
- Single runs: a live call's memory and what hours of traffic leave, the first page after a start,
  the crowd, scale-out.
- Beside our own small case: growth and most of the page. Beside ourselves otherwise: what was there
  before hours of traffic, the crowd's median, one web process.
"""


def main() -> int:
    arguments = _arguments()
    lines: list[str] = []
    failed: list[str] = []
    usual = [part for part in PARTS if not (arguments.quick and part in NOT_QUICK)]
    for line in _report(arguments.parts or usual, arguments.quick, failed):
        print(line, flush=True)
        lines.append(line)
    if not arguments.quick and not arguments.parts:
        RESULTS.write_text("\n".join(lines) + "\n")
    elif arguments.again and not failed:
        RESULTS.write_text(renewed(RESULTS.read_text(), "\n".join(lines) + "\n"))
    if failed:
        print(f"\nFailed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, under two minutes")
    parser.add_argument("--again", action="store_true", help="renew these parts in RESULTS.md")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"{', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    if arguments.again and (arguments.quick or not arguments.parts):
        parser.error("--again: say which parts, and take the time for them.")
    return arguments


def renewed(results: str, measured: str) -> str:
    """`results` with the sections of `measured`, each under what was measured and when."""
    head, *sections = results.split("\n## ")
    about, *again = measured.split("\n## ")
    told = "\n".join(line for line in about.splitlines() if line.startswith("- "))
    new = {}
    for section in again:
        title, _, rest = section.partition("\n")
        new[title] = f"{title}\n\nMeasured again:\n\n{told}\n{rest}".rstrip("\n") + "\n"
    kept = [new.pop(section.partition("\n")[0], section) for section in sections]
    return "\n## ".join([head, *kept, *new.values()])


def _report(parts: Sequence[str], quick: bool, failed: list[str]) -> Iterator[str]:
    yield PREFACE
    yield from description()
    for name in parts:
        yield from _measured(name, quick, failed)


def _measured(name: str, quick: bool, failed: list[str]) -> Iterator[str]:
    """What a part prints, from a process of its own: no part inherits another's heap."""
    began = time.monotonic()
    command = [sys.executable, "-m", "bench.part", name, *(["--quick"] if quick else [])]
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=_environment(), stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            yield line.rstrip("\n")
    yield f"\nTook {time.monotonic() - began:.0f} s."
    if child.returncode:
        failed.append(name)
    if child.returncode not in (0, 1):
        yield f"\n**Failed**: {name} ended with {child.returncode}."


def _environment() -> dict[str, str]:
    """The product's own defaults, whatever the machine has set for a console of its own."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "console.settings",
        "DATABASE_URL": "sqlite://:memory:",
        "LOG_LEVEL": "WARNING",
    }
    return surroundings() | settings


if __name__ == "__main__":
    sys.exit(main())
