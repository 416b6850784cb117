"""One step of a chain of requests."""

from collections.abc import Awaitable
from typing import TypeVar

from console.portasip.errors import PortaError

T = TypeVar("T")


async def step(failed: str, request: Awaitable[T]) -> T:
    """Await one step of a chain; what stops it is told together with the step's name."""
    try:
        return await request
    except PortaError as error:
        error.add_note(failed)
        raise
