"""Why a file cannot be played; each `str()` says so to the person who chose it."""

from math import ceil

from console.portasip.errors import PortaError


class NotASound(PortaError, ValueError):
    """Nothing can be made of the file for the PBX."""


class Empty(NotASound):
    def __init__(self) -> None:
        super().__init__("The file is empty. Choose a recording.")


class Unreadable(NotASound):
    def __init__(
        self,
        sentence: str = "This is not a sound file we can read. Use WAV, MP3, Ogg or FLAC.",
    ) -> None:
        super().__init__(sentence)


class TooLarge(NotASound):
    def __init__(self, largest: int) -> None:
        super().__init__(
            f"The file is larger than {largest // 2**20} MB. Shorten it, or save it as MP3 or Ogg."
        )


class TooLong(NotASound):
    """`lasts` is None when the file does not say its length, or says what cannot be."""

    def __init__(self, longest: float, lasts: float | None) -> None:
        most = _clock(longest)
        length = f"more than {most}" if lasts is None else _clock(lasts)
        super().__init__(f"The recording lasts {length} minutes. Cut it to {most} at most.")


class TooShort(NotASound):
    def __init__(self, shortest: float) -> None:
        super().__init__(f"The recording lasts less than {shortest} seconds. Record it again.")


class Silent(NotASound):
    def __init__(self, channels: int) -> None:
        super().__init__(
            "The recording is silent. Check the microphone, then record it again."
            if channels == 1
            else "The recording is silent when its channels are mixed into one. "
            "Check the microphone, or save it in mono."
        )


def _clock(seconds: float) -> str:
    """Minutes and seconds, rounded up: what is too long must not read as just right."""
    minutes, rest = divmod(ceil(seconds), 60)
    return f"{minutes}:{rest:02}"
