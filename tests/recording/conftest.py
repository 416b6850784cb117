from pathlib import Path

import pytest

from console.simulator import Simulator
from tests.links.conftest import pbx
from tests.recording.office import Taping, a_busy_quarter_of_an_hour, taping

__all__ = ["pbx"]


@pytest.fixture
async def recorded(pbx: Simulator, tmp_path: Path) -> Taping:
    """A whole recording of a busy office, ended."""
    async with taping(pbx, tmp_path / "fault.jsonl") as tape:
        await a_busy_quarter_of_an_hour(pbx)
        pbx.send_raw('{"event": "sip.of_tomorrow", "result": {"who": "Greta Swann 442079460111"}}')
        await tape.until(lambda: any(b"of_tomorrow" in raw for raw in tape.heard.raw))
    return tape
