"""What operators ask of a PBX: the command, and the verbs there are."""

from msgspec import Struct


class Command(Struct, frozen=True):
    """One press of a button.

    `desk` is the operator's extension (the account ID) and the only phone she commands; `call` is
    the board's short id or "". `key` was made when the button was rendered: `epoch.rest`, and is
    carried out at most once. `expires` is in seconds since the epoch. `target` is what the PBX is
    to dial; of park it is the slot, "" for the lowest that is free. `person` is whose mobile that
    is. `seconds` makes a transfer safe: unanswered, the caller comes back; 0 leaves that to the
    verb. `auto_pickup` asks the desk's phone to pick up by itself when it is rung. `address` is
    where the press came from, `asked_at` when the console took it, in seconds since the epoch.
    `conference` is the board's short id of one, `participant` the PBX's number for who is in it.
    """

    pbx: str
    desk: str
    verb: str
    key: str
    expires: float
    call: str = ""
    target: str = ""
    person: str = ""
    seconds: int = 0
    text: str = ""
    operator: str = ""
    auto_pickup: bool = False
    address: str = ""
    asked_at: float = 0.0
    conference: str = ""
    participant: int | None = None

    @property
    def epoch(self) -> str:
        return self.key.partition(".")[0]


def named(command: Command) -> dict[str, str]:
    """What each line of the log about a command carries."""
    return {
        "pbx": command.pbx,
        "key": command.key,
        "verb": command.verb,
        "call": command.call,
    }


class NotPossible(Exception):
    """A command that cannot be carried out as things stand; the argument is the sentence."""
