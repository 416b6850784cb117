"""A client as plain as can be, for the tests of the simulator alone."""

import asyncio
import json
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from console.simulator import Simulator

Frame = dict[str, Any]
WITHIN = 5.0


class PlainClient:
    """Sends requests and keeps what arrives: replies by cseq, notifications in order."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.session_id = ""
        self.cseq = 0
        self.notifications: list[Frame] = []
        self.replies: dict[Any, Frame] = {}
        self.arrived = asyncio.Event()
        self.reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for text in self.socket:
            frame = json.loads(text)
            if "cseq" in frame:
                self.replies[frame["cseq"]] = frame
            else:
                self.notifications.append(frame)
            self.arrived.set()

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(WITHIN):
            while not condition():
                self.arrived.clear()
                await self.arrived.wait()

    async def ask(self, method: str, service: str = "CallControl", /, **params: Any) -> Frame:
        self.cseq += 1
        cseq = self.cseq
        frame = {"cseq": cseq, "service": service, "method": method, "params": params}
        if self.session_id:
            frame["auth_info"] = {"session_id": self.session_id}
        await self.socket.send(json.dumps(frame))
        await self.until(lambda: cseq in self.replies)
        return self.replies[cseq]

    async def log_in(self, pbx: Simulator) -> Frame:
        reply = await self.ask("login", "Session", login=pbx.login, password=pbx.password)
        self.session_id = reply["result"]["session_id"]
        return reply

    async def subscribe(self, **scope: int) -> Frame:
        wanted = scope or {"i_customer": 30}
        return await self.ask(
            "enable_api_notifications", event="sip.call_control_notifications", **wanted
        )

    def states(self) -> list[str]:
        """Every notified state so far, as `device-side state`, such as `incoming ringing`."""
        return [f"{info['type']} {info['state']}" for info in map(call_info, self.notifications)]

    async def close(self) -> None:
        await self.socket.close()
        self.reader.cancel()


def call_info(frame: Frame) -> Frame:
    """Return what a leg's notification says, whatever its shape."""
    info: Frame = frame.get("result", frame)
    info = info.get("call_info", info)
    if "dialog_id" in info:
        id, tag = info["dialog_id"]
        kind = "incoming" if info["direction"] == "recipient" else "outgoing"
        info = {**info, "call": {"id": id, "tag": tag}, "type": kind}
    return info


async def connected(pbx: Simulator) -> PlainClient:
    return PlainClient(await connect(pbx.url))
