"""The press of Dial: its one-time key, when it was pressed, and the command it makes."""

import math
import re
import time
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest

from console.board.state import Board
from console.dialing.target import Target
from console.links.commands import Command, NotPossible
from console.links.permissions import AuthorizedRequest

KEY = re.compile(r"(?P<epoch>[0-9]{1,20})\.dial\.[0-9a-f]{24}")
PRESSED_AHEAD = 2.0  # seconds a browser's idea of our clock may run ahead
OUT_OF_DATE = "This page was out of date, so nothing was dialled. Look again, then press once more."


def new_key(board: Board) -> str:
    """For one Dial key on one page: whoever presses it twice has dialled once."""
    return f"{board.epoch}.dial.{token_hex(12)}"


def command(request: AuthorizedRequest, board: Board, target: Target) -> Command:
    """Raises NotPossible for a key that was not made here and now."""
    key = request.POST.get("key", "")
    made = KEY.fullmatch(key)
    if made is None or made["epoch"] != str(board.epoch):
        raise NotPossible(OUT_OF_DATE)
    return Command(
        pbx=request.membership.pbx.name,
        desk=request.membership.extension,
        verb="dial",
        key=key,
        expires=pressed_at(request) + settings.WAITS.command_expiry,
        target=target.dial,
        text=target.name or target.number,
        operator=request.user.get_username(),
    )


def pressed_at(request: HttpRequest) -> float:
    """When Dial was pressed, by the browser's reckoning of our clock; now if it does not say."""
    now = time.time()
    try:
        said = float(request.headers.get("X-Pressed-At") or request.POST.get("pressed_at", ""))
    except ValueError:
        return now
    return min(said, now + PRESSED_AHEAD) if math.isfinite(said) else now
