"""Runs the simulator from a command line, Django's or its own."""

import asyncio
import signal
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from .control import ControlPort
from .simulator import SCENARIOS, Simulator

MEDIA_ACCOUNT = "123007"  # any of the office; this one is the demo's reception desk
Say = Callable[[str], Any]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8444, help="0 takes any free one")
    parser.add_argument("--control-port", type=int, default=0, help="0 takes any free one")
    parser.add_argument("--media-port", type=int, default=0, help="0 takes any free one")
    parser.add_argument("--scenario", choices=SCENARIOS, default="busy-morning")
    parser.add_argument("--random-seed", type=int, default=0, metavar="N", help="which day it is")
    parser.add_argument("--release", type=int, default=96, metavar="MR", help="as which it acts")
    parser.add_argument("--tls", action="store_true", help="wss with a certificate made at start")


def run(options: dict[str, Any], say: Say) -> None:
    """Run until SIGINT or SIGTERM. Raises OSError when the port is taken."""
    asyncio.run(_run(options, say))


async def _run(options: dict[str, Any], say: Say) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    pbx = Simulator(
        options["scenario"],
        options["port"],
        random_seed=options["random_seed"],
        tls=options["tls"],
        release=options["release"],
        media_port=options["media_port"],
    )
    async with pbx:
        control = ControlPort(pbx)
        await control.start(options["control_port"])
        say(
            f"Login: {pbx.login}, password {pbx.password}, i_customer={pbx.world.office.i_customer}"
        )
        say(f"Control: http://127.0.0.1:{control.port}/")
        say(
            f"Media: {pbx.media_url}  account {MEDIA_ACCOUNT}, password {pbx.media_password},"
            f" domain {pbx.media_domain}"
        )
        say(f"PBX: {pbx.url}")  # last: who reads this may connect now
        await stopped.wait()
        await control.stop()
