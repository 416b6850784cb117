"""What the typed services share: structures in, structures out, through one door."""

from typing import TypeVar

from ..errors import AnswerNotUnderstood, InvalidParameter
from ..method import Method
from ..structures import Structure, read, written
from .door import LARGEST_SOUND, Answer, Door, Sound
from .methods import file_named, method_of, naming

R = TypeVar("R", bound=Structure)
T = TypeVar("T")


async def carried_out(
    door: Door,
    method: Method,
    params: Structure,
    sound: Sound | None = None,
    *,
    dry_run: bool = False,
) -> Answer:
    """Check everything, then call. A sound's name is put where the method wants it.

    Raises InvalidParameter before anything is sent, else what the door raises.
    """
    if not isinstance(params, method.request):
        raise InvalidParameter("params", f"must be a {method.request.__name__}")
    if sound is not None:
        params = _with(method, params, sound)
    elif method.sound and file_named(params, method.sound) is not None:
        raise InvalidParameter(method.sound, "needs the file it names")
    return await door.call(
        method.service, method.name, written(params), sound=sound, dry_run=dry_run
    )


def _with(method: Method, params: Structure, sound: Sound) -> Structure:
    if not method.sound:
        raise InvalidParameter(method.name, "takes no sound")
    if not sound.content:
        raise InvalidParameter(method.sound, "must be a file that is not empty")
    if len(sound.content) > LARGEST_SOUND:
        raise InvalidParameter(method.sound, f"must be a file of at most {LARGEST_SOUND >> 20} MiB")
    return naming(params, method.sound, sound.name)


class Asking:
    """A service of the media server. Every method raises PortaError, and nothing else.

    InvalidParameter: nothing was sent. Refused: the PBX did not do it. LinkLost, Unanswered and
    AnswerNotUnderstood: whether it did is unknown. Retries and deadlines are those of the door
    (`MediaDoor`). With `dry_run` the PBX checks and does nothing: ids are 0 then. So is the id in
    the queue of conversions where the PBX names none.
    """

    def __init__(self, door: Door) -> None:
        self._door = door

    async def _ask(
        self,
        request: Structure,
        response: type[R],
        sound: Sound | None = None,
        *,
        dry_run: bool = False,
    ) -> R:
        answer = await carried_out(self._door, method_of(request), request, sound, dry_run=dry_run)
        return read(response, answer.content)

    async def _sound(self, request: Structure) -> Sound:
        answer = await carried_out(self._door, method_of(request), request)
        return told(answer.sound, "its sound")


def told(value: T | None, what: str) -> T:
    """Return what an answer must have told."""
    if value is None:
        raise AnswerNotUnderstood(f"an answer without {what}")
    return value


def id_told(value: int | None, name: str, dry_run: bool) -> int:
    """Return the id of what was written; 0 in a dry run."""
    return 0 if dry_run else told(value, name)
