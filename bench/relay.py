"""`python -m bench.relay PBX_URL`: forwards every frame of the PBX, unread, to all browsers.

Behind the console's own server, so that what differs is what the console does between the two: to
decode, fold, render and address. Frames are numbered, so that browsers can acknowledge them.
"""

import json
import sys

from websockets.asyncio.client import connect

from bench.bare import Bare, behind_daphne

ASKED = (
    ("Session", "login", {"login": "demo", "password": "demo-password"}),
    (
        "CallControl",
        "enable_api_notifications",
        {"event": "sip.call_control_notifications", "i_customer": 30},
    ),
)


class Relay(Bare):
    seq = 0

    def greeting(self) -> str:
        return f'{{"seq":{self.seq},"full":true}}'

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
                await self.say(f'{{"seq":{self.seq},"content":{frame}}}')


def main(url: str) -> None:
    relay = Relay()

    async def work(port: int) -> None:
        print(port, flush=True)
        await relay.forward(url)

    behind_daphne(relay, work)


if __name__ == "__main__":
    main(sys.argv[1])
