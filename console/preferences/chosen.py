"""What an operator chose, as plain values."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from console.preferences.keys import DEFAULT, WORDS, with_modifier

SAFE_SECONDS = (5, 120)
MODIFIERS = {"alt-shift": _("Alt+Shift"), "ctrl-alt-shift": _("Ctrl+Alt+Shift")}


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
    theme: str = "system"  # or "light" or "dark"

    @property
    def modifier_words(self) -> str:
        return str(MODIFIERS[self.modifier])

    @property
    def map(self) -> list[dict[str, str]]:
        """Every act with its letter, and the letter that it has with the modifier."""
        return [
            {"act": act, "word": str(word), "letter": self.keys[act], "spare": spare}
            for act, word in WORDS.items()
            for spare in [with_modifier(self.keys[act])]
        ]

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
