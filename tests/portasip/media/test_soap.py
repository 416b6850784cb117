"""SOAP: what stands on the wire, with and without a WSDL, and how answers are read."""

import base64
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from xml.etree import ElementTree

import pytest

from console.portasip.errors import AnswerNotUnderstood, LinkLost, Refused
from console.portasip.errors import Unanswered as NoAnswer
from console.portasip.media import wsdl
from console.portasip.media.door import Sound
from console.portasip.media.services import MediaServices, open_media
from console.portasip.media.structures.menus import MenuInfo
from console.portasip.media.structures.voicemail import VMSettings
from console.portasip.structures import BLANK

from .scripted import PASSWORD, SESSION, Answer, Request, Response, Server, Stalled, media_server

PROMPT = Sound("welcome.au", bytes(range(256)) * 9 + b"\r\n--cut--\r\n")
NOT_HERE = Response(404, b"", "text/plain")
SPACE = "https://127.0.0.1/UM/SOAP"
XML = "text/xml; charset=utf-8"


def xml(inside: str, status: int = 200) -> Response:
    """An envelope around what its body holds, with a prefix of its own."""
    envelope = (
        '<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        f"<e:Header/><e:Body>{inside}</e:Body></e:Envelope>"
    )
    return Response(status, envelope.encode(), XML)


SIGNED_IN = xml(f"<r><LoginResponse><session_id>{SESSION}</session_id></LoginResponse></r>")
MENUS = xml("<r><GetMenuListResponse><menu_list/></GetMenuListResponse></r>")


def scripted(documents: dict[str, Any] | None = None, **answers: Answer) -> Any:
    """Answer by the method in the SOAPAction, and documents by their names."""

    def script(request: Request) -> Answer:
        if request.verb == "GET":
            name = request.path.partition("get=")[2]
            found: Answer = (documents or {}).get(name, NOT_HERE)
            return found
        method = request.headers["soapaction"].strip('"').rpartition("#")[2]
        known = {"login": SIGNED_IN, "logout": xml("<r/>"), "get_menu_list": MENUS}
        return (known | answers)[method]

    return script


@asynccontextmanager
async def signed_in(script: Any, **options: Any) -> AsyncIterator[tuple[MediaServices, Server]]:
    said = {"domain": "pbx.example.com", "transport": "soap"} | options
    async with (
        media_server(script) as server,
        open_media(server.url, "123007", PASSWORD, **said) as media,
    ):
        yield media, server


def posts(server: Server) -> list[Request]:
    return [request for request in server.requests if request.verb == "POST"]


def gets(server: Server) -> list[str]:
    return [request.path for request in server.requests if request.verb == "GET"]


async def test_without_a_wsdl_the_form_of_the_documents_script_is_written() -> None:
    script = scripted(create_menu=xml("<r><x><i_menu>5</i_menu></x></r>"))
    async with signed_in(script) as (media, server):
        menu = MenuInfo(name="Été <&>", first_digit_timeout=7, period=BLANK)
        assert await media.auto_attendant.create_menu(menu) == 5
        login, created = posts(server)
    assert created.path == "/soap/soap.fcgi"
    assert created.headers["soapaction"] == f'"{SPACE}/AutoAttendant#create_menu"'
    assert created.headers["content-type"] == XML
    envelope = ElementTree.fromstring(created.body)
    assert envelope.findtext(".//auth_info/session_id") == SESSION
    menu_info = envelope.find(
        f".//{{{SPACE}/AutoAttendant}}create_menu/CreateMenuRequest/menu_info"
    )
    assert menu_info is not None
    assert [(each.tag, each.text) for each in menu_info] == [
        ("name", "Été <&>"),
        ("period", None),
        ("first_digit_timeout", "7"),
    ]
    assert ElementTree.fromstring(login.body).find(".//auth_info") is None
    assert b"nil=" in created.body


async def test_a_sound_is_attached_as_the_script_attaches_it() -> None:
    saved = xml("<r><x><i_menu>1</i_menu><i_audio_file>55</i_audio_file></x></r>")
    async with signed_in(scripted(set_menu_prompt=saved)) as (media, server):
        assert await media.auto_attendant.save_menu_prompt(1, "intro", PROMPT) == 55
        request = posts(server)[1]
    assert request.headers["content-type"].startswith("multipart/related; ")
    envelope, sound = request.parts_in_order
    assert envelope.get_content_type() == "text/xml"
    assert sound.get_content_type() == "audio/basic"
    assert sound.get_filename() == "welcome.au"
    assert sound["Content-Transfer-Encoding"] == "base64"
    assert sound.get_payload(decode=True) == PROMPT.content


@pytest.mark.parametrize("encoding", ["binary", "base64"])
async def test_an_attached_sound_is_read_byte_for_byte(encoding: str) -> None:
    content = PROMPT.content.replace(b"--cut", b"--cute")
    written = base64.encodebytes(content) if encoding == "base64" else content
    told = xml("<r><x><prompt>intro.au</prompt></x></r>")
    body = (
        b'--cut\r\nContent-Type: text/xml\r\n\r\n' + told.content + b"\r\n--cut\r\n"
        b"Content-Type: audio/basic\r\nContent-Transfer-Encoding: " + encoding.encode()
        + b"\r\n\r\n" + written + b"\r\n--cut--"
    )  # fmt: skip
    answer = Response(content=body, content_type='multipart/related; boundary="cut"')
    async with signed_in(scripted(get_menu_prompt=answer)) as (media, _):
        assert await media.auto_attendant.menu_prompt(1, "intro") == Sound("intro.au", content)


ONE = "<name>Day</name><i_menu i:type='xsd:int'> 7 </i_menu><new><a>1</a></new><period i:nil='1'/>"


@pytest.mark.parametrize(
    ("inside", "names"),
    [
        ("<r><x><menu_list/></x></r>", []),
        ("<r><x/></r>", []),
        ("<r/>", []),
        (f"<r><x><menu_list>{ONE}</menu_list></x></r>", ["Day"]),
        (f"<r><x><menu_list><item>{ONE}</item></menu_list></x></r>", ["Day"]),
        (f"<r><x><menu_list><M>{ONE}</M><M/></menu_list></x></r>", ["Day", None]),
        (f"<r><x><menu_list>{ONE}</menu_list><menu_list>{ONE}</menu_list></x></r>", ["Day", "Day"]),
        (f"<r><menu_list><item>{ONE}</item></menu_list></r>", ["Day"]),
        (f"<n:r xmlns:n='n'><n:x><n:menu_list>{ONE}</n:menu_list></n:x></n:r>", ["Day"]),
    ],
)  # fmt: skip
async def test_an_array_is_read_whichever_way_it_is_written(
    inside: str, names: list[str | None]
) -> None:
    async with signed_in(scripted(get_menu_list=xml(inside))) as (media, _):
        menus = await media.auto_attendant.menus()
    assert [menu.name for menu in menus] == names
    assert {(menu.i_menu, menu.period) for menu in menus if menu.name} <= {(7, BLANK)}


@pytest.mark.parametrize(
    "listed",
    [
        "<x><dir_list><item><i_entry>3</i_entry><lastname>Roe</lastname></item></dir_list></x>",
        "<x><n>1</n><entries><e><i_entry>3</i_entry><lastname>Roe</lastname></e><e/></entries></x>",
        "<x><only><e><i_entry>3</i_entry><lastname>Roe</lastname></e></only></x>",
    ],
)
async def test_the_list_that_the_document_does_not_name_is_found(listed: str) -> None:
    async with signed_in(scripted(get_dir_info=xml(f"<r>{listed}</r>"))) as (media, _):
        first, *_ = await media.directory.entries()
    assert (first.i_entry, first.lastname) == (3, "Roe")


async def test_a_fault_is_refused_with_the_code_that_rest_gives() -> None:
    fault = xml(
        "<e:Fault><faultcode>e:Server.AutoAttendant.not_found</faultcode>"
        "<faultstring> No menu 9 </faultstring></e:Fault>",
        500,
    )
    async with signed_in(scripted(del_menu=fault)) as (media, _):
        with pytest.raises(Refused) as caught:
            await media.auto_attendant.delete_menu(9)
    assert (caught.value.code, caught.value.message) == (
        "Server.AutoAttendant.not_found",
        "No menu 9",
    )


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE e [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><e>&i;</e>"
)
OUTSIDE = '<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/hostname">]><e>&x;</e>'


@pytest.mark.parametrize(
    "answer",
    [
        Response(200, BOMB.encode(), XML),
        Response(200, BOMB.replace("1.0", '1.0" encoding="utf-16').encode("utf-16"), XML),
        Response(200, OUTSIDE.encode(), XML),
        Response(200, b"<a>" * 200_000, XML),
        Response(200, b"<a>" * 100_000 + b"</a>" * 100_000, XML),
        xml("<r><x>" + "<y>" * 50_000 + "</y>" * 50_000 + "</x></r>"),
        xml(""),
        xml("<r/>", 404),
        Response(200, b"<html><body/></html>", XML),
        Response(200, b"<?xml version='1.0' encoding='klingon'?><a/>", XML),
        Response(200, b"\xff\xfe", XML),
        Response(200, b"", XML),
        Response(200, b"{}"),
        Response(502, b"<h1>Bad gateway</h1>", "text/html"),
        Response(302, b"", XML, headers="Location: http://127.0.0.1:1/\r\n"),
        Response(200, b"x", "multipart/related"),
    ],
)
async def test_what_is_no_envelope_is_not_understood(answer: Response) -> None:
    async with signed_in(scripted(get_vm_settings=answer)) as (media, _):
        with pytest.raises(AnswerNotUnderstood):
            await media.voicemail.settings()


SCHEMA = (
    '<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t"'
    ' elementFormDefault="qualified">{inside}</schema>'
)
DOCUMENT_STYLE = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:w"
 xmlns:w="urn:w" xmlns:t="urn:t" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/">
 <types>{schema}</types>
 <message name="in"><part name="parameters" element="t:DelMenuRequest"/></message>
 <message name="out"><part name="parameters" element="t:DelMenuResponse"/></message>
 <portType name="p"><operation name="del_menu"><input message="w:in"/><output message="w:out"/>
 </operation></portType>
 <binding name="b" type="w:p"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
 <operation name="del_menu"><s:operation soapAction="x" style="document"/>
 <input><s:body use="literal"/></input><output><s:body use="literal"/></output>
 </operation></binding>
 <service name="s"><port name="p" binding="w:b"><s:address location="http://x.example/"/></port>
 </service></definitions>"""
ELEMENTS = "".join(
    f'<element name="DelMenu{way}"><complexType><sequence><element name="i_menu" type="int"/>'
    "</sequence></complexType></element>"
    for way in ("Request", "Response")
)


def document(text: str) -> Response:
    return Response(200, text.encode(), XML)


def imports(location: str) -> str:
    return SCHEMA.format(inside=f'<include schemaLocation="{location}"/>')


DELETED = xml("<r><i_menu>5</i_menu></r>")


async def test_a_wsdl_of_another_style_is_followed_from_our_own_server_alone() -> None:
    documents = {
        "AutoAttendant.xsd": document(
            DOCUMENT_STYLE.format(schema=imports("https://elsewhere.example/x?get=Types.xsd"))
        ),
        "Types.xsd": document(SCHEMA.format(inside=ELEMENTS)),
    }
    async with signed_in(scripted(documents, del_menu=DELETED)) as (media, server):
        await media.auto_attendant.delete_menu(5)
        await media.auto_attendant.delete_menu(5)
        envelope = ElementTree.fromstring(posts(server)[-1].body)
        documents_asked = [path for path in gets(server) if "Session" not in path]
    assert envelope.findtext(".//{urn:t}DelMenuRequest/{urn:t}i_menu") == "5"
    assert envelope.findtext(".//auth_info/session_id") == SESSION
    assert documents_asked == [
        f"/soap/wsdl.fcgi?get={name}"
        for name in ("AutoAttendant.wsdl", "AutoAttendant.xsd", "Types.xsd")
    ]


@pytest.mark.filterwarnings("ignore::UserWarning:zeep")
@pytest.mark.parametrize(
    "text",
    [
        "no XML at all",
        "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'/>",
        BOMB,
        OUTSIDE,
        DOCUMENT_STYLE.format(schema=imports("file:///etc/hostname")),
        DOCUMENT_STYLE.format(schema=imports("http://127.0.0.1:1/secret")),
        DOCUMENT_STYLE.format(schema=imports("Missing.xsd")),
        DOCUMENT_STYLE.format(schema=SCHEMA.format(inside="")),
        DOCUMENT_STYLE.format(schema=SCHEMA.format(inside=ELEMENTS)).replace("del_menu", "other"),
        DOCUMENT_STYLE.format(schema=SCHEMA.format(inside=ELEMENTS.replace("i_menu", "x"))),
        "<a>" * 100_000,
        " " * (2 << 20),
    ],
)
async def test_a_wsdl_that_is_of_no_use_is_reported_and_done_without(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    documents = {"AutoAttendant.wsdl": document(text)}
    async with signed_in(scripted(documents, del_menu=DELETED)) as (media, server):
        await media.auto_attendant.delete_menu(5)
        envelope = ElementTree.fromstring(posts(server)[-1].body)
    assert envelope.findtext(".//DelMenuRequest/i_menu") == "5"
    assert {record.name for record in caplog.records} == {wsdl.__name__}


async def test_a_wsdl_that_goes_on_and_on_is_done_without(
    caplog: pytest.LogCaptureFixture,
) -> None:
    documents: dict[str, Any] = {
        f"More{n}.xsd": document(imports(f"More{n + 1}.xsd")) for n in range(100)
    }
    documents["AutoAttendant.wsdl"] = document(DOCUMENT_STYLE.format(schema=imports("More0.xsd")))
    async with signed_in(scripted(documents, del_menu=DELETED)) as (media, server):
        await media.auto_attendant.delete_menu(5)
        assert len([path for path in gets(server) if "More" in path]) <= wsdl.MOST_DOCUMENTS
    assert "needs more than" in caplog.text


async def test_a_wsdl_that_does_not_come_loses_the_link_and_asks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wsdl, "LOADING", 0.2)
    documents = {"AutoAttendant.wsdl": Stalled()}
    async with signed_in(scripted(documents)) as (media, server):
        with pytest.raises(LinkLost, match="WSDL") as caught:
            await media.auto_attendant.delete_menu(5)
        assert len(posts(server)) == 1
    assert isinstance(caught.value.cause, NoAnswer | TimeoutError)


async def test_no_secret_is_logged_with_or_without_a_wsdl(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = DOCUMENT_STYLE.format(schema=SCHEMA.format(inside=ELEMENTS)).replace(
        "del_menu", "set_vm_settings"
    )
    documents = {
        "AutoAttendant.wsdl": document(
            DOCUMENT_STYLE.format(schema=SCHEMA.format(inside=ELEMENTS))
        ),
        "Voicemail.wsdl": document(wrong),
    }
    saved = xml("<r><x><vm_settings_saved>1</vm_settings_saved></x></r>")
    script = scripted(documents, del_menu=DELETED, set_vm_settings=saved)
    async with signed_in(script) as (media, _):
        await media.auto_attendant.delete_menu(5)
        await media.voicemail.save_settings(VMSettings(password="73917391"))
    for secret in (PASSWORD, SESSION, "73917391"):
        assert secret not in caplog.text
    assert "no set_vm_settings by the WSDL" in caplog.text
