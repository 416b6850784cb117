"""Typed calls of the Call control API for IVR: what a caller of an access number hears and types.

They act on a call to an access number of a User application alone. What comes of it is told by
notifications: `PromptReported` with `play_prompt_completed` or `dtmf_digit_detected`.
"""

from .asking import Asking, identifier
from .messages import LegId
from .requests import PlayPrompt, StopPlayPrompt

FOR_EVER = -1


class Ivr(Asking):
    """API for IVR. Every method raises Refused, Unanswered, LinkLost or InvalidParameter."""

    async def play_prompt(
        self, leg: LegId, url: str, *, order: int | None = None, repeat: int | None = None
    ) -> None:
        """play_prompt: play the file at `url`, an http address without the file's extension.

        `order` is 2 (the PBX's default) or 3, the place in the playback stack; `repeat` how often
        it is played, 1 by default, `FOR_EVER` without end.
        """
        request = PlayPrompt(call=identifier(leg), url=url, order=order, repeat=repeat)
        await self.ask("play_prompt", request)

    async def stop_prompt(self, leg: LegId, *, order: int | None = None) -> None:
        """stop_play_prompt: stop what plays at `order`, 2 by default."""
        await self.ask("stop_play_prompt", StopPlayPrompt(call=identifier(leg), order=order))

    async def start_digits(self, leg: LegId) -> None:
        """start_dtmf_detect: tell of every digit the caller types from now on."""
        await self.ask_about("start_dtmf_detect", leg)

    async def stop_digits(self, leg: LegId) -> None:
        """stop_dtmf_detect: tell of no more digits."""
        await self.ask_about("stop_dtmf_detect", leg)

    async def ring(self, leg: LegId) -> None:
        """ring_call: the caller hears ringing (180)."""
        await self.ask_about("ring_call", leg)

    async def progress(self, leg: LegId) -> None:
        """progress_call: the caller hears early media (183), a tone of one's own for instance."""
        await self.ask_about("progress_call", leg)
