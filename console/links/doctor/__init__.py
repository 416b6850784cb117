"""The doctor: walks through everything that must work between the console and one PBX.

`examine(Visit(pbx), tell)` takes the steps of `walk.STEPS` in order and tells a `Finding` for each.
It opens its own short-lived socket and session and logs out. It prints nothing.
"""

from console.links.doctor.findings import Finding, is_well
from console.links.doctor.visit import Bounds, Visit
from console.links.doctor.walk import examine

__all__ = ["Bounds", "Finding", "Visit", "examine", "is_well"]
