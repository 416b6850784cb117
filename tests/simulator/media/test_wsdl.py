"""The WSDL documents, read by zeep, which knows nothing of the tables they come from."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
import requests
import zeep
from zeep.exceptions import Fault
from zeep.transports import Transport

from console.simulator import Simulator

SERVICES = {
    "Session": 2,
    "Voicemail": 4,
    "SMPreferences": 4,
    "AutoAttendant": 11,
    "Conference": 7,
    "DialDirectory": 5,
}
CREDENTIALS = {"login": "123007", "domain": "pbx.example.com", "password": "media-password"}


async def beside(work: Callable[[], Any]) -> Any:
    """zeep waits in a thread: the simulator answers in this one."""
    return await asyncio.wait_for(asyncio.to_thread(work), 20)


def opened(pbx: Simulator, service: str, kind: str = "xsd") -> zeep.Client:
    session = requests.Session()
    session.trust_env = False
    address = f"{pbx.media_url}/soap/wsdl.fcgi?get={service}.{kind}"
    return zeep.Client(address, transport=Transport(session=session, timeout=10))


def logged_in(pbx: Simulator) -> dict[str, Any]:
    answer = opened(pbx, "Session").service.login(CREDENTIALS)
    return {"auth_info": {"session_id": answer.session_id}}


@pytest.mark.parametrize("service", SERVICES)
async def test_every_operation_can_be_called_through_its_wsdl(pbx: Simulator, service: str) -> None:
    def call_all() -> tuple[list[str], str]:
        client = opened(pbx, service)
        names, faults = sorted(client.service._binding._operations), ""
        for name in names:
            headers = {} if name == "login" else {"_soapheaders": logged_in(pbx)}
            try:
                client.service[name]({}, **headers)
            except Fault as fault:
                faults += f"{fault.code} "
        return names, faults

    names, faults = await beside(call_all)
    assert len(names) == SERVICES[service]
    asked = [each["method"] for each in pbx.received if each["service"] == service]
    assert set(names) <= set(asked)
    # Without parameters most are refused, but each was recognised.
    assert "unsupported_method" not in faults


async def test_zeep_reads_structures_lists_and_blanks(pbx: Simulator) -> None:
    def make_a_menu() -> Any:
        headers = logged_in(pbx)
        client = opened(pbx, "AutoAttendant", "wsdl")
        info = {"name": "Night", "period": "hr{18-7}", "replay_menu_times": 2}
        made = client.service.create_menu({"menu_info": info}, _soapheaders=headers)
        assert made == 2  # zeep unwraps a structure of one property
        return client.service.get_menu_list({}, _soapheaders=headers)

    answer = await beside(make_a_menu)
    root, night = answer.item
    assert (root.name, root.period) == ("ROOT", None)
    assert (night.name, night.replay_menu_times, night.msg_intro_set) == ("Night", 2, 0)
    assert pbx.violations == []


async def test_an_address_follows_the_host_that_was_asked(pbx: Simulator) -> None:
    async with httpx2.AsyncClient(trust_env=False, base_url=pbx.media_url) as http:
        asked = {"get": "Voicemail.wsdl"}
        host = {"Host": "media.example.com:8443"}
        text = (await http.get("/wsdl.fcgi", params=asked, headers=host)).text
        refused = await http.get("/soap/wsdl.fcgi?get=Billing.xsd")
    assert 'location="http://media.example.com:8443/soap/soap.fcgi"' in text
    assert "https://media.example.com/UM/SOAP/Voicemail" in text
    assert "has not been compared with a real server" in text
    assert refused.status_code == 404
