import pytest

from console.portasip.media.audio import to_au
from console.prompts.models import Prompt
from tests.memberships import pbx
from tests.sounds import tone, written


@pytest.fixture
def prompt(db) -> Prompt:
    """One second of a tone on the PBX "office"."""
    made = Prompt(pbx=pbx(), name="Welcome")
    made.record(to_au(written(tone(seconds=1))))
    made.save()
    return made
