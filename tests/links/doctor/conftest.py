"""One visit of the doctor to a PBX that is not in the database."""

from collections.abc import Iterator
from typing import Any

import pytest

from console.links.doctor import Bounds, Finding, Visit, examine
from console.links.models import PBX
from console.simulator import Simulator
from tests.consoles import Pbx, simulated

PASSWORD = "demo-password"
# For tests that wait for an answer which does not come; the others need the time of a busy machine.
SHORT = Bounds(answer=1.0, glance=1.0, step=4.0, whole=20.0, farewell=1.0)


class Examined:
    """What was found, by step."""

    def __init__(self, visit: Visit, findings: list[Finding]) -> None:
        self.visit = visit
        self.findings = findings

    def __getitem__(self, step: str) -> Finding:
        return next(finding for finding in self.findings if finding.step == step)

    @property
    def steps(self) -> list[str]:
        return [finding.step for finding in self.findings]

    @property
    def troubles(self) -> dict[str, tuple[str, str]]:
        """State and cause of every step that is not as it should be."""
        return {
            finding.step: (finding.state, finding.details["cause"])
            for finding in self.findings
            if finding.state in ("warning", "failed")
        }

    @property
    def text(self) -> str:
        return repr(self.findings)


def record(url: str, **fields: Any) -> PBX:
    """A PBX as `addpbx` would have made it, unsaved."""
    pbx = PBX(
        name=fields.pop("name", "office"),
        url=url,
        login=fields.pop("login", "demo"),
        scope_key=fields.pop("scope_key", "i_customer"),
        scope_value=fields.pop("scope_value", 30),
    )
    if "password_sealed" not in fields:
        fields.setdefault("password", PASSWORD)
    for name, value in fields.items():
        setattr(pbx, name, value)
    return pbx


async def examined(url: str, *, bounds: Bounds | None = None, **fields: Any) -> Examined:
    visit, findings = Visit(record(url, **fields), bounds or Bounds()), list[Finding]()
    await examine(visit, findings.append)
    return Examined(visit, findings)


def methods(pbx: Simulator) -> list[str]:
    return [str(request["method"]) for request in pbx.received]


@pytest.fixture
def simulator() -> Iterator[Pbx]:
    """A well PBX in a thread of its own, for tests that wait for the command."""
    with simulated() as pbx:
        yield pbx
