"""The door: pages and sockets read pictures and hand in commands here."""

import asyncio
import time

import msgspec
import structlog
from channels.layers import get_channel_layer
from django.conf import settings
from structlog.contextvars import bound_contextvars

from console.board.state import Board
from console.links import sentences, witnesses
from console.links.commands import Command, NotPossible, named
from console.links.consumer import here
from console.links.feed import layer_away, link_channel
from console.links.pictures import picture_of
from console.troubles import Trouble

log = structlog.get_logger()
TRY_AGAIN_WITHIN = 0.2
TAKEN_WITHIN = 2.0  # seconds; the way to the holder and back takes milliseconds
_sending = Trouble("a message to a link cannot be sent", "messages to the link are sent again")

__all__ = ["NotPossible", "picture_of", "send"]


async def send(command: Command) -> None:
    """Hand `command` to the holder of its PBX's link; the outcome arrives as a fact.

    Raises NotPossible with a sentence where nothing can be sent, or where no holder is heard to
    have taken it: nobody would ever say what became of it.
    """
    command = msgspec.structs.replace(command, asked_at=time.time())
    with bound_contextvars(**named(command)):
        await _sent(command)


async def _sent(command: Command) -> None:
    await witnesses.asked(command)
    try:
        await _hand_over(command)
    except NotPossible as refusal:
        outcome = "unknown" if str(refusal) == sentences.NO_ANSWER else "refused"
        log.info("command not handed over", **named(command), outcome=outcome)
        seconds = max(0.0, time.time() - command.asked_at)
        witnesses.settled(command, outcome, str(refusal), seconds)
        raise


async def _hand_over(command: Command) -> None:
    picture = picture_of(command.pbx)
    if picture.board.link.state != "live":
        raise NotPossible(sentences.NO_LINK)
    await _tell(command.pbx, {"type": "link.command", "command": msgspec.to_builtins(command)})
    if settings.REDIS_URL and command.pbx not in here:
        is_taken = await picture.until(lambda board: _knows(board, command), TAKEN_WITHIN)
        if not is_taken:
            raise NotPossible(sentences.NO_ANSWER)


def _knows(board: Board, command: Command) -> bool:
    desk = board.desks.get(command.desk)
    if desk is None:
        return False
    latest = desk.command.key if desk.command else ""
    return command.key == latest or command.key in desk.unsettled


async def _tell(pbx: str, message: dict[str, object]) -> None:
    """By the shortest way: a layer that is away parts processes, not a desk from its own.

    A try whose answer is missing may have reached the holder, so its outcome is unknown.
    """
    holder = here.get(pbx)
    if holder is not None:
        return await holder.dispatch(message)
    try:
        async with asyncio.timeout(TAKEN_WITHIN):
            await _send(link_channel(pbx), message)
    except TimeoutError as error:
        raise NotPossible(sentences.NO_ANSWER) from error


async def _send(channel: str, message: dict[str, object]) -> None:
    """Try again until cancelled: what arrives twice has the same key and is carried out once."""
    while True:
        try:
            await get_channel_layer().send(channel, message)
            return _sending.ended(channel, channel=channel)
        except layer_away() as error:
            _sending.happened(channel, channel=channel, cause=repr(error))
            await asyncio.sleep(TRY_AGAIN_WITHIN)
