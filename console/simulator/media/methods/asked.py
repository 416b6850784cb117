"""What a method is given: whose media, what for, and the sound that came with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from ..accounts import Account, Menu, Record
from ..properties import Values
from ..refusals import NOT_FOUND, NOT_RECORDED, Refusal
from ..sounds import Sound


@dataclass(frozen=True)
class Asked:
    """One request. `queues` are the ids of the office's call queues."""

    account: Account
    params: Values
    sound: Sound | None
    queues: Collection[int]

    def recorded(self, record: Record, kind: str) -> int | None:
        """Keep the sound that came along; return its i_audio_file."""
        if self.sound is None:
            return None
        record.sounds[kind] = self.sound
        return next(self.account.ids.audio_files)

    def menu(self, i_menu: int) -> Menu:
        return found(self.account.menus, i_menu, "menu")


T = TypeVar("T")

# A Sound is answered attached, named by the property that the method's table says.
Handler = Callable[[Asked], Values | Sound]


def found(records: dict[int, T], id: int, noun: str) -> T:
    if id not in records:
        raise Refusal(NOT_FOUND, f"there is no {noun} {id}")
    return records[id]


def sound_of(record: Record, kind: str) -> Sound:
    """Return what was recorded. A prompt that never was is a fault: there is no file to send."""
    sound = record.sounds.get(kind)
    if sound is None:
        raise Refusal(NOT_RECORDED, f"no {kind} prompt is recorded")
    return sound
