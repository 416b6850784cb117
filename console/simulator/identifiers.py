"""Identifiers that look like those of the API document's examples, from a seeded source."""

from random import Random
from string import ascii_letters, ascii_lowercase, digits
from uuid import UUID

PHONES_ADDRESS = "192.168.233.134"
SWITCH_ADDRESS = "192.168.243.133"


class Identifiers:
    """Gives every call, leg and call session its name; the same seed gives the same names."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._media_tag = 112300

    def call(self) -> str:
        """A call that a phone began, such as `b0fc4957-6fc3a86f@192.168.233.134`."""
        first, second = self._random.getrandbits(32), self._random.getrandbits(32)
        return f"{first:08x}-{second:08x}@{PHONES_ADDRESS}"

    def made_call(self) -> str:
        """A call that the PBX itself began, such as `hDSjA!Ei3bMIfb6OxfLndUwXqqF9@…`."""
        letters = self._random.choices(ascii_letters + digits, k=27)
        letters.insert(5, "!")
        return f"{''.join(letters)}@{SWITCH_ADDRESS}"

    def outgoing_tag(self) -> str:
        return f"{self._random.getrandbits(64):016x}o1"

    def incoming_tag(self) -> str:
        return "".join(self._random.choices(ascii_lowercase + digits, k=16)) + ".o"

    def media_tag(self) -> int:
        """The tag of a leg that ends at the media server: a number."""
        self._media_tag += 1
        return self._media_tag

    def tracking(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))
