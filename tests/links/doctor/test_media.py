"""The media server: what the doctor says of each thing that keeps the console out of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from console.links.doctor import Finding
from console.simulator import Simulator
from tests.links.doctor.conftest import examined


@pytest_asyncio.fixture
async def pbx() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator
        assert simulator.violations == []


async def found(pbx: Simulator, **fields: Any) -> Finding:
    settings = {
        "media_url": pbx.media_url,
        "media_login": "123007",
        "media_password": pbx.media_password,
        "media_domain": pbx.media_domain,
    }
    return (await examined(pbx.url, **(settings | fields)))["media"]


@pytest.mark.parametrize("transport", ["rest", "soap"])
async def test_a_well_media_server_lets_us_in_and_is_left_again(
    pbx: Simulator, transport: str
) -> None:
    finding = await found(pbx, media_transport=transport)
    assert finding.state == "ok"
    assert transport.upper() in finding.what
    methods = [each["method"] for each in pbx.received if each.get("transport") == transport]
    assert methods == ["login", "get_vm_settings", "logout"]


async def test_without_a_media_server_the_step_is_skipped(pbx: Simulator) -> None:
    assert (await examined(pbx.url))["media"].state == "skipped"


async def test_what_the_record_lacks_is_named_with_its_options(pbx: Simulator) -> None:
    finding = await found(pbx, media_domain="")
    assert (finding.state, finding.details["cause"]) == ("failed", "settings")
    assert "--media-domain" in finding.advice


@pytest.mark.parametrize("transport", ["rest", "soap"])
@pytest.mark.parametrize(
    "wrong", [{"media_password": "no-such-one"}, {"media_domain": "elsewhere.example.com"}]
)
async def test_refused_credentials_name_what_the_server_wants(
    pbx: Simulator, wrong: dict[str, str], transport: str
) -> None:
    finding = await found(pbx, media_transport=transport, **wrong)
    assert (finding.state, finding.details["cause"]) == ("failed", "credentials")
    assert "--media-domain" in finding.advice
    assert "no-such-one" not in repr(finding)


async def test_an_account_without_a_mailbox_is_a_warning(pbx: Simulator) -> None:
    pbx.fail_next("get_vm_settings", "Server.Voicemail.get_vm_settings.not_found")
    finding = await found(pbx)
    assert (finding.state, finding.details["cause"]) == ("warning", "refused")


@pytest.mark.parametrize("transport", ["rest", "soap"])
async def test_a_login_refused_for_another_reason_is_not_called_signed_in(
    pbx: Simulator, transport: str
) -> None:
    finding = await found(pbx, media_url=f"{pbx.media_url}/elsewhere", media_transport=transport)
    assert finding.state == "failed"
    assert "Signed in" not in finding.what


async def test_another_server_at_the_address_is_told_apart(pbx: Simulator) -> None:
    other = pbx.url.replace("ws://", "http://").removesuffix("/ws")
    finding = await found(pbx, media_url=other)
    assert finding.state == "failed"
    assert finding.details["cause"] in ("not-understood", "unreachable")


async def test_a_server_that_is_not_there_is_unreachable(pbx: Simulator) -> None:
    finding = await found(pbx, media_url="http://127.0.0.1:9")
    assert (finding.state, finding.details["cause"]) == ("failed", "unreachable")
    assert finding.what.startswith("http://127.0.0.1:9 does not answer: ")
    assert "--media-url" in finding.advice
