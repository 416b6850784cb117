"""A recording goes the whole way: uploaded by an administrator, fetched by the PBX, played."""

import re
from pathlib import Path

from console.portasip.media.audio import to_au
from tests import sounds
from tests.consoles import PASSWORD, PBX, Console, Pbx, csrf, eventually, manage, serving, signed_in

NUMBER = "4567890"  # an access number of the simulated PBX


def uploaded(console: Console, recording: bytes) -> str:
    """The address that the admin shows for a new prompt, at this console's port."""
    client = signed_in(console, "adam")
    form = {"name": "Welcome", "pbx": "1", "csrfmiddlewaretoken": csrf(client)}
    headers = {"Referer": f"{console.url}/admin/"}
    files = {"sound": ("welcome.flac", recording)}
    answer = client.post("/admin/prompts/prompt/add/", data=form, files=files, headers=headers)
    assert answer.status_code == 302, answer.text
    page = client.get("/admin/prompts/prompt/1/change/").text
    found = re.search(r"/prompts/[\w-]{20,}", page)
    assert found, page
    return console.url + found[0]


def test_the_pbx_fetches_and_plays_what_an_administrator_uploaded(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    role = ["--pbx", PBX, "--role", "administrator", "--password-env", "OPERATOR_PASSWORD"]
    added = manage(ready | {"OPERATOR_PASSWORD": PASSWORD}, "addoperator", "adam", *role)
    assert added.returncode == 0, added.stderr
    recording = sounds.written(sounds.tone(44100), 44100, format="FLAC")
    with serving(ready, tmp_path) as console:
        address = uploaded(console, recording)
        pbx.do("dial", "123002", NUMBER)
        (leg,) = (leg for leg in pbx.do("truth")["legs"] if leg["device"] == NUMBER)
        call = [f"call.id={leg['id']}", f"call.tag={leg['tag']}"]
        done = manage(ready, "pbx", PBX, "CallControl", "play_prompt", *call, f"url={address}")
        assert done.returncode == 0, done.stderr
        eventually(lambda: bool(pbx.simulator.prompts.fetched))
    (fetched,) = pbx.simulator.prompts.fetched
    assert (fetched.format, fetched.content_type) == ("au", "audio/basic")
    assert fetched.sound == to_au(recording)
