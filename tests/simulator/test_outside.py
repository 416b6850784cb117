"""The doors beside the WebSocket: control port, state callbacks, TLS, the command line."""

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from websockets.asyncio.client import connect

from console.simulator import Simulator
from console.simulator.control import ControlPort

from .client import WITHIN, PlainClient

JSON = "Content-Type: application/json\r\n"


@pytest_asyncio.fixture
async def control(pbx: Simulator) -> AsyncIterator[ControlPort]:
    control = ControlPort(pbx)
    await control.start()
    yield control
    await control.stop()


async def http(port: int, path: str, body: Any = None, headers: str = JSON) -> tuple[int, Any]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    content = json.dumps(body or {}).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}"
    writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
    answer = (await asyncio.wait_for(reader.read(), WITHIN)).decode()
    writer.close()
    status, _, rest = answer.partition("\r\n")
    return int(status.split()[1]), json.loads(rest.partition("\r\n\r\n")[2])


async def test_the_control_port_does_what_the_python_api_does(
    pbx: Simulator, control: ControlPort
) -> None:
    status, answer = await http(control.port, "/incoming_call", {"to": "123007"})
    assert status == 200
    assert answer["result"]["legs"][0]["state"] == "ringing"
    assert (await http(control.port, "/answer", {"number": "123007"}))[0] == 200
    status, answer = await http(control.port, "/truth")
    assert answer["result"] == pbx.truth()
    assert answer["result"]["legs"][0]["state"] == "connected"


async def test_the_control_port_cuts_connections(client: PlainClient, control: ControlPort) -> None:
    assert await http(control.port, "/drop_connections") == (200, {"result": 1})


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/nothing", {}, JSON, 404),
        ("/answer", {"number": "123007"}, JSON, 404),
        ("/answer", {"digits": "123007"}, JSON, 400),
        ("/phone", {"number": "123007", "firstname": "Eve"}, JSON, 404),
        ("/truth", [1], JSON, 400),
        ("/truth", {}, "", 400),
        ("/truth", {}, JSON + "Origin: https://example.com\r\n", 403),
    ],
)
async def test_the_control_port_refuses_what_it_cannot_do(
    control: ControlPort, path: str, body: Any, headers: str, status: int
) -> None:
    answered, answer = await http(control.port, path, body, headers)
    assert answered == status
    assert answer["error"]


async def test_states_of_an_originated_call_are_posted_to_its_url(
    pbx: Simulator, client: PlainClient
) -> None:
    posted: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].split()[0])
        posted.put_nowait(json.loads(await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reply = await client.ask(
        "originate_advanced_call",
        bill_id="123007",
        caller_id="123007",
        callee_id="123003",
        state_callback=f"http://127.0.0.1:{port}/events",
        state_callback_events=["trying", "terminated"],
    )
    first = await asyncio.wait_for(posted.get(), WITHIN)
    pbx.refuse("123007")
    last = await asyncio.wait_for(posted.get(), WITHIN)
    assert [first["state"], last["state"]] == ["trying", "terminated"]
    assert first["tracking_id"] == reply["result"]["tracking_id"]
    server.close()
    await server.wait_closed()


async def test_with_tls_it_shows_a_certificate_of_its_own() -> None:
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    async with Simulator(tls=True) as pbx:
        assert pbx.url.startswith("wss://")
        client = PlainClient(await connect(pbx.url, ssl=trusting))
        assert (await client.log_in(pbx))["success"] == 1
        await client.close()
        with pytest.raises(ssl.SSLCertVerificationError):
            await connect(pbx.url)


async def test_the_command_line_prints_its_addresses_and_stops_when_told() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "console.simulator", "--port", "0", "--random-seed", "3"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert program.stdout is not None
    printed = {}
    while "PBX" not in printed:
        line = (await asyncio.wait_for(program.stdout.readline(), WITHIN)).decode()
        name, _, value = line.strip().partition(": ")
        assert name, "it ended before it printed its address"
        printed[name] = value
    client = PlainClient(await connect(printed["PBX"]))
    await client.ask("login", "Session", login="demo", password="demo-password")
    await client.close()
    address, account = printed["Media"].split("  ")
    assert address.startswith("http://127.0.0.1:")
    assert account == "account 123007, password media-password, domain pbx.example.com"
    program.terminate()
    assert await asyncio.wait_for(program.wait(), WITHIN) == 0
