"""Every JSON example of the document: typed, written back with the same keys, known to the PBX.

A null says no more than an absent key, so nulls are left out of the comparison; numbers written as
text and text written as numbers are compared as what the structures make of them.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from console.portasip.catalogue import method_named
from console.portasip.errors import InvalidParameter
from console.portasip.shapes import SipFrame, SipNotice
from console.portasip.structures import Structure, built, read, written
from console.portasip.wire import shaped
from console.simulator.tables import services
from tests.portasip.documents import FIXTURES, literal

REQUESTS = sorted(path.name for path in FIXTURES.glob("*.request.json"))
NOTIFICATIONS = sorted(path.name for path in FIXTURES.glob("*.notification.json"))
RESPONSES = {
    "success.response.json": ("CallControl", "hold_call"),
    "login.response.json": ("Session", "login"),
    "get_sip_calls_list.response.json": ("CallControl", "get_sip_calls_list"),
    "originate_advanced_call.response.json": ("CallControl", "originate_advanced_call"),
    "join_on_spot_conference.response.json": ("CallControl", "join_on_spot_conference"),
    "get_on_spot_conference_list.response.json": ("CallControl", "get_on_spot_conference_list"),
    "get_on_spot_conference_participant_list.response.json": (
        "CallControl",
        "get_on_spot_conference_participant_list",
    ),
}


def keys(value: Any, path: str = "") -> set[str]:
    """The paths of all keys whose value is not null; `[]` stands for any place in a list."""
    if isinstance(value, dict):
        return {key for name, each in value.items() for key in keys(each, f"{path}.{name}")}
    if isinstance(value, list):
        return {path} | {key for each in value for key in keys(each, f"{path}[]")}
    return {path} if value is not None else set()


def plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def example(name: str) -> tuple[Any, dict[str, Any]]:
    """The method of an example and its params; appendix B names the wrong service (row 2)."""
    frame = json.loads(literal(name))
    service = frame["service"]
    if name.startswith("appendix_b"):
        service = "CallControl"
        frame["params"]["i_customer"] = 30  # "<i_customer>", a blank to be filled in
    frame["params"].pop("auth_info", None)  # row 1
    return method_named(service, frame["method"]), frame["params"]


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_becomes_its_structure_and_is_written_with_the_same_keys(name: str) -> None:
    method, params = example(name)
    request = built(method.request, params)
    assert isinstance(request, Structure)
    assert keys(written(request)) == keys(params)
    assert read(method.request, params) == request


@pytest.mark.parametrize("name", REQUESTS)
def test_the_simulated_pbx_accepts_every_request_of_the_document(name: str) -> None:
    method, params = example(name)
    assert list(services(96)[method.service][method.name].complaints(params)) == []


@pytest.mark.parametrize("name", NOTIFICATIONS)
def test_a_notification_becomes_its_structure_and_is_written_with_the_same_keys(name: str) -> None:
    frame = json.loads(literal(name))
    envelope = msgspec.json.decode(literal(name), type=SipFrame)
    content = shaped(frame.get("result", frame), SipNotice)
    outer = msgspec.structs.replace(envelope, result=msgspec.Raw(b"null"))
    said = json.loads(msgspec.json.encode(outer))
    if "result" in frame:
        said["result"] = plain(content)
    assert keys(said) == keys(frame)


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_becomes_its_structure_and_is_written_with_the_same_keys(name: str) -> None:
    frame = json.loads(literal(name))
    response = method_named(*RESPONSES[name]).response
    content = frame.get("result", frame)
    content.pop("cseq", None)
    is_structure = issubclass(response, Structure)
    answer = read(response, content) if is_structure else msgspec.convert(content, response)
    assert keys(plain(answer)) == keys(content)


def test_no_response_of_the_document_is_left_out() -> None:
    assert {path.name for path in FIXTURES.glob("*.response.json")} == set(RESPONSES)


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield (*path, name)
            yield from leaves(each, (*path, name))


def without(value: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    copy = json.loads(json.dumps(value))
    spot = copy
    for name in path[:-1]:
        spot = spot[name]
    del spot[path[-1]]
    return dict(copy)


@pytest.mark.parametrize("name", REQUESTS)
def test_what_the_pbx_needs_is_refused_here_when_it_is_missing(name: str) -> None:
    method, params = example(name)
    table = services(96)[method.service][method.name]
    for path in leaves(params):
        less = without(params, path)
        # An account that asks for itself need not name itself as the owner.
        if path[-1] == "owner_id" or not list(table.complaints(less)):
            continue
        with pytest.raises(InvalidParameter):
            built(method.request, less)
