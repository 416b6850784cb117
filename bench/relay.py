"""`python -m bench.relay PBX_URL`: forwards every frame of the PBX, unread, to all browsers.

Behind the console's own server, so that what differs is what the console does between the two: to
decode, fold, render and address. Frames are numbered, so that browsers can acknowledge them.
"""

import json
import sys
from typing import Any

from daphne.server import twisted_loop
from twisted.internet import reactor
from websockets.asyncio.client import connect

from console.serving import ConsoleServer, console_server

ASKED = (
    ("Session", "login", {"login": "demo", "password": "demo-password"}),
    (
        "CallControl",
        "enable_api_notifications",
        {"event": "sip.call_control_notifications", "i_customer": 30},
    ),
)


class Relay:
    def __init__(self) -> None:
        self.sends: set[Any] = set()
        self.seq = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        self.sends.add(send)
        await send({"type": "websocket.send", "text": f'{{"seq":{self.seq},"full":true}}'})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self.sends.discard(send)

    async def forward(self, url: str) -> None:
        async with connect(url, compression=None) as upstream:
            auth = {}
            for cseq, (service, method, params) in enumerate(ASKED, 1):
                asked = {"cseq": cseq, "service": service, "method": method, "params": params}
                await upstream.send(json.dumps(asked | auth))
                result = json.loads(await upstream.recv())["result"]
                auth = auth or {"auth_info": {"session_id": result["session_id"]}}
            async for frame in upstream:
                self.seq += 1
                text = f'{{"seq":{self.seq},"content":{frame}}}'
                message = {"type": "websocket.send", "text": text}
                for send in list(self.sends):
                    await send(message)


def main(url: str) -> None:
    relay = Relay()
    server: ConsoleServer = console_server(relay, "127.0.0.1", 0)
    listening = server.listen_success

    def listens(port: Any) -> None:
        listening(port)
        server.relaying = twisted_loop.create_task(relay.forward(url))
        print(port.getHost().port, flush=True)

    server.listen_success = listens
    reactor.callLater(900, server.stop)
    server.run()


if __name__ == "__main__":
    main(sys.argv[1])
