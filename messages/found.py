"""One sentence as the code asks for it."""

from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent


class Key(NamedTuple):
    """What a catalogue is looked up by: `plural` is "" for a sentence that counts nothing."""

    text: str
    plural: str = ""
    context: str = ""


Found = dict[Key, set[str]]
"""Each sentence and the files, from the root of the repository, that say it."""


def note(found: Found, key: Key, file: Path) -> None:
    found.setdefault(key, set()).add(file.relative_to(REPOSITORY).as_posix())


def merged(found: Found) -> Found:
    """A sentence that is asked for both with and without a count is one entry, which counts."""
    counted = {(key.text, key.context): key for key in found if key.plural}
    whole: Found = {}
    for key, files in found.items():
        whole.setdefault(counted.get((key.text, key.context), key), set()).update(files)
    return whole
