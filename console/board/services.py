"""What a PBX offers beyond plain calls, by which codes, and how long is too long.

These are settings of the PBX that no notification tells. The holder of the link publishes them, so
that every process draws the same picture; "" and () mean that the PBX does not offer it.
"""

from msgspec import Struct

SHORTEST_SAFE, LONGEST_SAFE = 5, 120  # seconds that an operator may choose for a safe transfer


class Services(Struct, frozen=True, omit_defaults=True):
    """Patterns hold `{extension}` or `{short}`, `{number}`, `{slot}`; limits are in seconds.

    `early`: a consultation may be completed while the colleague's phone still rings.
    """

    voicemail: str = ""
    mobile: str = "{number}"
    slots: tuple[str, ...] = ()
    park: str = ""
    pickup: str = ""
    safe_after: int = 20
    hold_limit: int = 90
    park_limit: int = 180
    early: bool = False

    def voicemail_of(self, extension: str, short: str) -> str:
        """The code that leads to somebody's voicemail; "" without a pattern or a short number."""
        if not self.voicemail or ("{short}" in self.voicemail and not short):
            return ""
        return self.voicemail.format(extension=extension, short=short)

    def mobile_at(self, number: str) -> str:
        """What is dialled for a mobile; a plus stands first or not at all."""
        plain = number if self.mobile.startswith("{number}") else number.removeprefix("+")
        return self.mobile.format(number=plain) if self.mobile else ""

    def park_in(self, slot: str) -> str:
        return self.park.format(slot=slot)

    def pickup_from(self, slot: str) -> str:
        return self.pickup.format(slot=slot)
