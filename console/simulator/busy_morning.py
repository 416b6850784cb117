"""Scenario busy-morning."""

from .world import World


def begin(world: World) -> None:
    """Make the office busy."""
