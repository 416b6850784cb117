"""The press of Dial: its one-time key and the command it makes."""

import re
from secrets import token_hex

from console.board.state import Board
from console.directory.targets import Target
from console.links.commands import Command, NotPossible
from console.links.permissions import AuthorizedRequest
from console.links.pressed import address, expires

KEY = re.compile(r"(?P<epoch>[0-9]{1,20})\.dial\.[0-9a-f]{24}")
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
        expires=expires(request),
        target=target.dial,
        text=target.name or target.number,
        operator=request.user.get_username(),
        auto_pickup=request.membership.auto_pickup,
        address=address(request),
    )
