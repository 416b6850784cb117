"""What is malformed gets an answer, and never kills the server."""

import asyncio
from typing import Any

import pytest

from console.simulator import Simulator
from console.simulator.web import LARGEST_HEAD

from .client import RestClient, SoapClient, enveloped
from .sounds import au

WITHIN = 5.0
LOGIN = "/rest/Session/login"
SOAP = "/soap/soap.fcgi"


async def sent(pbx: Simulator, raw: bytes) -> str:
    """Send bytes and return all that comes until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", pbx.media.port)
    writer.write(raw)
    answer = await asyncio.wait_for(reader.read(), WITHIN)
    writer.close()
    return answer.decode()


async def still_answers(pbx: Simulator) -> bool:
    client = RestClient(pbx)
    reply = await client.log_in()
    await client.close()
    return reply.status == 200


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (b"HELO media\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 2 * LARGEST_HEAD + b"\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404),
        (b"GET /doc/api HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404),
        (b"GET /rest/Session/login HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405),
        (b"POST /soap/wsdl.fcgi HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405),
        (b"GET /wsdl.fcgi?get=x HTTP/1.1\r\nHost: <a>\r\nConnection: close\r\n\r\n", 400),
    ],
)
async def test_what_is_no_proper_request_gets_a_status(
    pbx: Simulator, raw: bytes, status: int
) -> None:
    answer = await sent(pbx, raw)
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert await still_answers(pbx)
    assert pbx.violations == []


async def test_half_a_request_is_forgotten(pbx: Simulator) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", pbx.media.port)
    writer.write(b"POST /rest/Session/login HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab")
    writer.close()
    await writer.wait_closed()
    assert await still_answers(pbx)


async def test_chunks_pipelining_and_expectations_are_understood(pbx: Simulator) -> None:
    head = b"POST /rest/Session/login HTTP/1.1\r\nHost: a\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n"
    chunked = b"Transfer-Encoding: chunked\r\n\r\n9\r\nparams={}\r\n0\r\n\r\n"
    expecting = b"Expect: 100-continue\r\nConnection: close\r\nContent-Length: 9\r\n\r\nparams={}"
    answer = await sent(pbx, head + form + chunked + head + form + expecting)
    assert answer.count("HTTP/1.1 500 ") == 2
    assert answer.count('"faultstring": "login: required') == 2


async def test_one_connection_carries_many_requests(pbx: Simulator) -> None:
    client = RestClient(pbx)
    await client.log_in()
    await client.ask("Conference", "get_conf_list")
    assert await pbx.drop_connections() == 1
    await client.close()


FORM = "application/x-www-form-urlencoded"
DATA = "multipart/form-data"


@pytest.mark.parametrize(
    ("content_type", "body", "complaint"),
    [
        (FORM, b"params=%7B", "params: not JSON"),
        (FORM, b"params=[]", "params: must be an object"),
        (FORM, b"params={}&params={}", "params: twice"),
        (FORM, b"param={}", "param: not in a request"),
        (FORM, b"\xff", "'utf-8' codec can't decode"),
        (FORM, b"params=" + b"[" * 100_000, "maximum recursion"),
        ("", b"params={}", "Content-Type: none is not documented"),
        ("text/plain", b"params={}", "Content-Type: text/plain is not documented"),
        (DATA, b"--x\r\n\r\n--x--", "multipart without a boundary"),
        (f"{DATA}; boundary=x", b"", "multipart that does not end"),
        (f"{DATA}; boundary=x", b"--x\r\n\r\n", "multipart that does not end"),
        (f"{DATA}; boundary=x", b"--xy\r\n\r\n--x--", "a boundary with something behind it"),
        (f"{DATA}; boundary=x", b"--x\r\nA: b\r\n--x--", "a part without an empty line"),
        (
            f"{DATA}; boundary=x",
            b"--x\r\nContent-Transfer-Encoding: zip\r\n\r\n\r\n--x--",
            "no Content-Transfer-Encoding zip",
        ),
        (f"{DATA}; boundary=x", b"--x\r\n\xff: b\r\n\r\n\r\n--x--", "'utf-8' codec"),
    ],
)
async def test_a_malformed_form_is_a_fault_and_a_violation(
    pbx: Simulator, content_type: str, body: bytes, complaint: str
) -> None:
    client = RestClient(pbx)
    headers = {"Content-Type": content_type} if content_type else {}
    response = await client.http.post(LOGIN, content=body, headers=headers)
    assert response.status_code == 500
    assert response.json()["faultcode"] == "Server.Session.login.wrong_parameters"
    assert response.json()["faultstring"].startswith(complaint)
    assert pbx.violations[0]["complaints"][0].startswith(complaint)
    await client.close()
    assert await still_answers(pbx)


DTD = b'<!DOCTYPE a [<!ENTITY b "c">]>' + enveloped("Session", "login", {}, {}).encode()[38:]


@pytest.mark.parametrize(
    ("content_type", "body", "complaint"),
    [
        ("text/xml", b"", "not XML"),
        ("text/xml", b"<a>", "not XML"),
        ("text/xml", b"<a/>", "not a SOAP 1.1 envelope"),
        ("text/xml", b"\xff\xfe<\x00a\x00", "not UTF-8"),
        ("text/xml", DTD, "no DTD is allowed"),
        ("text/xml", enveloped("S", "m", {}, {}).replace("UM/", "").encode(), "the body's element"),
        (
            "text/xml",
            enveloped("Session", "login", {}, {}).replace("-ENV", "").encode()[:-9],
            "not",
        ),
        ("application/soap+xml", b"<a/>", "Content-Type: application/soap+xml is not SOAP 1.1"),
        ("multipart/related", b"--x--", "multipart without a boundary"),
        ("multipart/related; boundary=x", b"--x--", "multipart without a part"),
    ],
)
async def test_a_malformed_envelope_is_a_fault_and_a_violation(
    pbx: Simulator, content_type: str, body: bytes, complaint: str
) -> None:
    client = SoapClient(pbx)
    headers = {"Content-Type": content_type}
    reply = client.reply(await client.http.post(SOAP, content=body, headers=headers), {})
    assert (reply.status, reply.fault) == (500, "Client.not_readable")
    assert reply.text.startswith(complaint)
    assert pbx.violations[0]["transport"] == "soap"
    await client.close()
    assert await still_answers(pbx)


async def test_a_soap_action_must_not_name_another_method(pbx: Simulator) -> None:
    client = SoapClient(pbx)
    headers = {"Content-Type": "text/xml", "SOAPAction": '"urn:x#logout"'}
    body = enveloped("Session", "login", {"login": "123007"}, {})
    reply = client.reply(await client.http.post(SOAP, content=body, headers=headers), {})
    assert reply.text.startswith("SOAPAction: does not end with #login")
    await client.close()


async def test_parameters_may_stand_directly_in_the_methods_element(pbx: Simulator) -> None:
    client = SoapClient(pbx)
    values: dict[str, Any] = {
        "login": "123007",
        "domain": "pbx.example.com",
        "password": "media-password",
    }
    body = enveloped("Session", "login", values, {})
    bare = body.replace("<c-gensym3>", "").replace("</c-gensym3>", "")
    response = await client.http.post(SOAP, content=bare, headers={"Content-Type": "text/xml"})
    assert len(client.reply(response, {}).values["session_id"]) == 32
    await client.close()


async def test_a_mailers_line_ends_are_understood(pbx: Simulator) -> None:
    client = RestClient(pbx)
    await client.log_in()
    fields = {"auth_info": f'{{"session_id": "{client.auth["session_id"]}"}}'}
    fields["params"] = '{"i_menu": 1, "prompt_type": "menu", "prompt": "a.au"}'
    head = "--x\nContent-Disposition: form-data; name="
    body = "".join(f'{head}"{name}"\n\n{text}\n' for name, text in fields.items()).encode()
    body += f'{head}"f"; filename="a.au"\n\n'.encode() + au() + b"\n--x--\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    path = "/rest/AutoAttendant/set_menu_prompt/"
    response = await client.http.post(path, content=body, headers=headers)
    assert response.json() == {"i_menu": 1, "i_audio_file": 1}
    got = await client.ask("AutoAttendant", "get_menu_prompt", i_menu=1, prompt_type="menu")
    assert got.sound == au()
    await client.close()
