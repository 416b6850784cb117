"""`python -m bench.bare_socket PORT`: Daphne with sockets that accept, and then wait for their end.

The peer of a browser's socket: what a connection costs before the console does anything with it.
"""

import sys
from typing import Any

from daphne.server import Server


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    while (message := await receive())["type"] != "websocket.disconnect":
        if message["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})


if __name__ == "__main__":
    Server(application, endpoints=[f"tcp:port={sys.argv[1]}:interface=127.0.0.1"]).run()
