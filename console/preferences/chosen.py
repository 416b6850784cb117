"""What an operator chose, as plain values."""

from dataclasses import dataclass, field

from console.preferences.keys import DEFAULT

SAFE_SECONDS = (5, 120)


@dataclass(frozen=True)
class Chosen:
    enter: str = "transfer"  # in the search: "transfer" or "consult"
    safe_seconds: int = 0  # 0: no safe transfer; else 5–120 until the caller comes back
    keys: dict[str, str] = field(default_factory=lambda: dict(DEFAULT))  # act → letter, "" for none
    single_keys: bool = True
    modifier: str = "alt-shift"  # or "ctrl-alt-shift"
    sound: str = "soft"  # "off", "soft" or "own"
    volume: int = 60  # percent
    limit_sound: bool = True
    notifications: bool = False
    language: str = ""  # "" is the browser's
    theme: str = ""  # "" is the system's

    def for_page(self) -> dict[str, object]:
        """What the page's scripts must know."""
        return {
            "keys": self.keys,
            "singleKeys": self.single_keys,
            "modifier": self.modifier,
            "sound": self.sound,
            "volume": self.volume,
            "limitSound": self.limit_sound,
            "notifications": self.notifications,
        }
