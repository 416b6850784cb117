"""`python -m bench.part NAME [--quick]`: one part's table, in a process of its own.

A part is the module `bench.NAME`: its docstring begins with the title, and `measure(quick)` yields
rows made by `bench.timing.row`.
"""

import signal
import sys
import traceback
from importlib import import_module
from types import FrameType

import django

HEAD = (
    "| what | ours | the peer | its figure | ours / peer | target | reached | rounds |\n"
    "|---|---|---|---|---|---|---|---|"
)
WITHIN = 30 * 60  # seconds; a part that takes longer hangs


def main(name: str, quick: bool) -> int:
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(WITHIN)
    try:
        django.setup()
        module = import_module(f"bench.{name}")
        title = (module.__doc__ or name).splitlines()[0]
        print(f"\n## {title}\n\n{HEAD}", flush=True)
        for line in module.measure(quick):
            print(line, flush=True)
    except Exception as error:
        traceback.print_exc()
        print(f"\n**Failed**: {name}: {type(error).__name__}: {error}", flush=True)
        return 1
    finally:
        signal.alarm(0)
    return 0


def _too_long(number: int, frame: FrameType | None) -> None:
    """As an exception, so that what the part started is stopped."""
    raise TimeoutError(f"not done after {WITHIN} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--quick" in sys.argv))
