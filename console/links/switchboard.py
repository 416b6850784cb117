"""The door: pages and sockets read pictures and hand in commands here."""

import msgspec
from channels.exceptions import ChannelFull
from channels.layers import get_channel_layer

from console.links import sentences
from console.links.commands import Command, NotPossible
from console.links.feed import link_channel
from console.links.pictures import picture_of

__all__ = ["NotPossible", "picture_of", "retry_now", "send"]


async def send(command: Command) -> None:
    """Hand `command` to the holder of its PBX's link; the outcome arrives as a fact.

    Raises NotPossible with a sentence where it is known at once that nothing can be sent.
    """
    if picture_of(command.pbx).board.link.state != "live":
        raise NotPossible(sentences.NO_LINK)
    await _tell(command.pbx, {"type": "link.command", "command": msgspec.to_builtins(command)})


async def retry_now(pbx: str) -> None:
    """Ask the holder not to wait for the rest of its pause."""
    await _tell(pbx, {"type": "link.retry"})


async def _tell(pbx: str, message: dict[str, object]) -> None:
    try:
        await get_channel_layer().send(link_channel(pbx), message)
    except (ChannelFull, OSError) as error:
        raise NotPossible(sentences.NO_LINK) from error
