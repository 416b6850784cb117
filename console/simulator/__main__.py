"""`python -m console.simulator`: the simulated PBX alone."""

import sys
from argparse import ArgumentParser
from functools import partial

from .command_line import add_arguments, run

if __name__ == "__main__":
    parser = ArgumentParser("python -m console.simulator", description="A simulated PortaSwitch.")
    add_arguments(parser)
    try:
        run(vars(parser.parse_args()), partial(print, flush=True))
    except OSError as error:
        sys.exit(f"The simulator cannot listen: {error}")
