"""What the doctor knows of one PBX so far."""

import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from console.links.link import LinkConfig
from console.links.models import PBX
from console.portasip.client import CallControl
from console.portasip.connection import Connection
from console.portasip.errors import PortaError
from console.portasip.messages import Fact, FrameNotUnderstood
from console.portasip.stamps import ClockOffset

LONGEST = 200  # characters of the PBX's own words worth showing


@dataclass(frozen=True)
class Bounds:
    """Seconds. An answer comes within `answer` or not at all, a step ends within `step`, and the
    walk within `whole` and `farewell`. `glance` is for a second look at what went wrong."""

    answer: float = 7.0
    glance: float = 2.0
    step: float = 10.0
    whole: float = 50.0
    farewell: float = 2.0


@dataclass
class Visit:
    """One walk. Steps leave here what later ones need; see each step for what it sets."""

    pbx: PBX
    bounds: Bounds = field(default_factory=Bounds)

    config: LinkConfig = field(init=False)
    trust: ssl.SSLContext | None = None
    addresses: tuple[str, ...] = ()
    anchor: str = ""  # PEM: what --ca-file would need, if the PBX showed it
    connection: Connection | None = None
    control: CallControl = field(init=False)
    secrets: set[str] = field(default_factory=set, repr=False)
    has_tokens: bool = False
    has_ping: bool = False
    not_subscribed: PortaError | None = None
    clock: ClockOffset = field(default_factory=ClockOffset)
    ahead_at_least: float = 0.0  # seconds, by stamps that lie in the future
    frames: int = 0
    frames_not_understood: int = 0

    @property
    def name(self) -> str:
        return self.pbx.name

    @property
    def host(self) -> str:
        return urlsplit(self.pbx.url).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.pbx.url)
        return parts.port or (443 if parts.scheme == "wss" else 80)

    @property
    def owner(self) -> dict[str, int]:
        """Whose rows a look-up asks for; the scope's other keys are none of PortaBilling's."""
        return self.pbx.scope if self.pbx.scope_key == "i_customer" else {}

    def addpbx(self, *options: str) -> str:
        """The line of an advice with the command that sets options of this PBX."""
        return self.run("addpbx", *options)

    def run(self, command: str, *options: str) -> str:
        """A line of an advice with a command about this PBX, for copying."""
        return " ".join(["Run: .venv/bin/python manage.py", command, self.name, *options])

    def quoted(self, foreign: object) -> str:
        """Words of the PBX made fit for a terminal: one line, no secret of ours, not endless."""
        text = str(foreign)
        for secret in filter(None, self.secrets):
            text = text.replace(secret, "…")
        return printable(text)

    def hear(self, fact: Fact) -> None:
        """Take what the PBX says unasked."""
        self.frames += 1
        self.frames_not_understood += isinstance(fact, FrameNotUnderstood)
        self.clock.observe(fact)


def printable(text: str) -> str:
    """One line of at most LONGEST characters, without what would steer a terminal."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
