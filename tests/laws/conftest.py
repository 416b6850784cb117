"""The parts that the laws are tried on: an office of several processes, and a PBX of this one."""

from tests.links.conftest import pbx
from tests.scaleout.conftest import cluster, fleet, office

__all__ = ["cluster", "fleet", "office", "pbx"]
