"""One visit of the doctor to a PBX that is not in the database."""

from typing import Any

from console.links.doctor import Bounds, Finding, Visit, examine
from console.links.models import PBX
from console.simulator import Simulator

PASSWORD = "demo-password"
SHORT = Bounds(answer=1.0, glance=0.5, step=2.0, whole=10.0, farewell=0.5)


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
        name="office",
        url=url,
        login=fields.pop("login", "demo"),
        scope_key=fields.pop("scope_key", "i_customer"),
        scope_value=fields.pop("scope_value", 30),
    )
    fields.setdefault("password", PASSWORD)
    for name, value in fields.items():
        setattr(pbx, name, value)
    return pbx


async def examined(url: str, *, bounds: Bounds = SHORT, **fields: Any) -> Examined:
    visit, findings = Visit(record(url, **fields), bounds), list[Finding]()
    await examine(visit, findings.append)
    return Examined(visit, findings)


def methods(pbx: Simulator) -> list[str]:
    return [str(request["method"]) for request in pbx.received]
