"""Questions that long-lived tasks ask the database: in threads, never on the live path."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import Error, connection

P = ParamSpec("P")
T = TypeVar("T")

DATABASE_AWAY = (Error,)  # DatabaseError alone would let InterfaceError through

# Threads of their own: a database that hangs must not use up those of the event loop, in which
# host names are resolved, or no link could be opened again.
_threads = ThreadPoolExecutor(4, "database")


async def ask(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The answer of `question`, which may use the ORM.

    Its connection is closed afterwards: outside requests nobody replaces one that a restart of
    the database has broken.
    """

    def answered() -> T:
        try:
            return question(*args, **kwargs)
        finally:
            connection.close()

    return await asyncio.get_running_loop().run_in_executor(_threads, answered)
