"""What differs between releases of PortaSwitch, behind one number (notes, section 4).

The document at hand is that of maintenance release 96. Later ones are known from public sources
alone: they keep what MR96 had, so the number may be too low without harm, never too high.
"""

from dataclasses import dataclass

DOCUMENTED, LATEST = 96, 999


@dataclass(frozen=True)
class Release:
    """`number` is that of the maintenance release, 96 for MR96."""

    number: int = DOCUMENTED

    def __str__(self) -> str:
        return f"MR{self.number}"

    @property
    def takes_json(self) -> bool:
        """REST takes `application/json` and `Authorization: Bearer` (MR101)."""
        return self.number >= 101

    @property
    def has_tokens(self) -> bool:
        """A login gives an access token, and Session.ping exists (MR101)."""
        return self.number >= 101

    @property
    def transfer_key(self) -> str:
        """How transfer_call names its target: `destination` replaced `cld` (MR120)."""
        return "destination" if self.number >= 120 else "cld"


MR96 = Release()
