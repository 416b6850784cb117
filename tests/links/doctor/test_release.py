"""The release, and the one request of the doctor that may not fit the PBX's document."""

import pytest

from console.simulator import Simulator
from tests.links.doctor.conftest import SHORT, Examined, examined
from tests.links.doctor.odd_servers import SESSION_ID, answering
from tests.portasip.scripted import pbx as scripted

NOT_FOUND = {"code": "sip.call_not_found"}
TOKENS = {"result": {"session_id": SESSION_ID, "access_token": "t.o.k"}, "success": 1}


async def seen(release: int, recorded: int) -> tuple[Examined, list[dict[str, object]]]:
    """What was found, and the parameters that did not fit the PBX's document."""
    async with Simulator(release=release) as pbx:
        found = await examined(pbx.url, release=recorded)
        return found, [violation["params"] for violation in pbx.violations]


@pytest.mark.parametrize(("release", "recorded"), [(96, 96), (120, 120), (126, 120), (126, 126)])
async def test_a_record_that_fits_is_confirmed_within_the_document(
    release: int, recorded: int
) -> None:
    found, violations = await seen(release, recorded)
    assert found.troubles == {}
    assert found["release"].what == f"Nothing speaks against MR{recorded}; with Session.ping."
    assert violations == []


@pytest.mark.violates
async def test_an_access_token_raises_the_record_to_101() -> None:
    found, violations = await seen(101, 96)
    assert found.troubles == {"release": ("warning", "release-too-low")}
    assert "addpbx office --release 101" in found["release"].advice
    assert [violation.keys() for violation in violations] == [{"call", "destination"}]


@pytest.mark.violates
async def test_a_destination_that_is_understood_raises_it_to_120() -> None:
    found, violations = await seen(120, 96)
    assert found.troubles == {"release": ("warning", "release-too-low")}
    assert "addpbx office --release 120" in found["release"].advice
    assert found["release"].details["at_least"] == 120
    assert [violation.keys() for violation in violations] == [{"call"}]


@pytest.mark.violates
@pytest.mark.parametrize(("release", "better"), [(96, 96), (101, 101)])
async def test_a_record_too_high_fails_for_transfers_would(release: int, better: int) -> None:
    found, violations = await seen(release, 120)
    assert found.troubles == {"release": ("failed", "release-too-high")}
    assert f"addpbx office --release {better}" in found["release"].advice
    assert found.steps[-1] == "logout", "the steps behind it are of use all the same"
    assert [violation.keys() for violation in violations] == [{"call", "destination"}]


async def test_a_record_above_the_document_without_a_token_is_a_warning() -> None:
    found, violations = await seen(96, 110)
    assert found.troubles == {"release": ("warning", "release-too-high")}
    assert "addpbx office --release 96" in found["release"].advice
    assert violations == []


async def test_a_pbx_that_looks_for_the_call_first_is_not_taken_for_a_later_one() -> None:
    async with scripted(answering(login=TOKENS, transfer_call=NOT_FOUND)) as url:
        found = await examined(url)
    assert found["release"].details["at_least"] == 101
    assert found["release"].details["destination"] is None


@pytest.mark.parametrize("answer", [{"code": "access_denied"}, {"success": 1}])
async def test_another_answer_to_the_probe_tells_nothing(answer: dict[str, object]) -> None:
    async with scripted(answering(login=TOKENS, transfer_call=answer)) as url:
        found = await examined(url, release=120)
    assert found["release"].details["destination"] is None
    assert found["release"].state == "ok"


async def test_a_pbx_without_ping_is_said_to_have_none(pbx: Simulator) -> None:
    pbx.unsupport("Session.ping")
    found = await examined(pbx.url)
    assert found["release"].what.endswith("without Session.ping.")
    assert found["release"].details["session_ping"] is False


async def test_a_pbx_that_says_nothing_to_a_ping_has_none(pbx: Simulator) -> None:
    pbx.leave_unanswered("ping")
    found = await examined(pbx.url, bounds=SHORT)
    assert found.troubles == {}
    assert found["release"].details["session_ping"] is False
