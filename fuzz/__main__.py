"""`python -m fuzz TARGET [--seconds N]`: decoder, periods or media.

Finds exceptions other than the documented ones. What it finds is printed by atheris with the bytes
that caused it: make it an `@example` of the hypothesis test beside the target's other tests.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["console.portasip"]):
    from fuzz import targets

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "portasip" / "fixtures"
LONGEST = 4096  # bytes of one input


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m fuzz")
    parser.add_argument("target", choices=sorted(targets.TARGETS))
    parser.add_argument("--seconds", type=int, default=600)
    chosen = parser.parse_args()
    with TemporaryDirectory() as corpus:
        for number, seed in enumerate(targets.seeds(chosen.target, FIXTURES)):
            (Path(corpus) / str(number)).write_bytes(seed)
        options = [f"-max_total_time={chosen.seconds}", f"-max_len={LONGEST}", "-timeout=10"]
        atheris.Setup([sys.argv[0], *options, corpus], targets.TARGETS[chosen.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
