"""The media server's examples in the document: typed, written back with the same keys, accepted."""

import json
from typing import Any

import pytest

from console.portasip.media.methods import METHODS
from console.portasip.method import Method
from console.portasip.structures import built, read, written
from console.simulator.media.tables import SERVICES
from tests.portasip.documents import FIXTURES

EXAMPLES = sorted((FIXTURES / "media").glob("*.params.json"))
# In the Perl script the menu stands inside `transition_info`; the table has it beside.
ODD = {"appendix_a.set_menu_transition"}


def example(name: str) -> tuple[Method, dict[str, Any]]:
    params = json.loads((FIXTURES / "media" / f"{name}.params.json").read_text())
    (method,) = (each for each in METHODS if each.name == name.removeprefix("appendix_a."))
    return method, params


@pytest.mark.parametrize(
    "name", [name for path in EXAMPLES if (name := path.name[: -len(".params.json")]) not in ODD]
)
def test_a_request_becomes_its_structure_and_is_written_with_the_same_keys(name: str) -> None:
    method, params = example(name)
    request = built(method.request, params)
    assert written(request) == params
    assert read(method.request, params) == request


@pytest.mark.parametrize("name", [path.name[: -len(".params.json")] for path in EXAMPLES])
def test_the_simulated_media_server_accepts_it(name: str) -> None:
    method, params = example(name)
    assert list(SERVICES[method.service][method.name].request.complaints(params)) == []


def test_the_answer_to_a_login_becomes_its_structure_and_is_written_with_the_same_keys() -> None:
    answer = json.loads((FIXTURES / "media" / "login.response.json").read_text())
    (login,) = (each for each in METHODS if str(each) == "Session.login")
    assert written(read(login.response, answer)) == answer


@pytest.mark.parametrize("name", ["login", "set_menu_transition"])
def test_the_documents_auth_info_holds_what_a_login_does(name: str) -> None:
    auth = json.loads((FIXTURES / "media" / f"{name}.auth_info.json").read_text())
    (login,) = (each for each in METHODS if str(each) == "Session.login")
    known = {key: value for key, value in auth.items() if key != "session_id"}
    assert not known or written(built(login.request, known)) == known


def test_the_scripts_transition_is_read_with_its_menu_beside_it() -> None:
    method, params = example("appendix_a.set_menu_transition")
    i_menu = params["transition_info"].pop("i_menu")
    moved = {"i_menu": i_menu, **params}
    assert written(built(method.request, moved)) == moved
