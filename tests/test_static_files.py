"""Static files are served where they lie, as they were, before Django looks at a request."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import get_finder

from console.asgi import application
from console.static_files import StaticFiles
from tests.visitor import visitor

SCRIPT = "/static/a.js"


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Where static files are found, and one of them."""
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "a.js").write_text("first();")
    get_finder.cache_clear()
    yield tmp_path
    get_finder.cache_clear()


async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
    """Stands in Django's place, and knows nothing."""
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"nothing here"})


async def test_a_file_of_an_app_is_served_without_being_collected() -> None:
    async with visitor(application) as client:
        answer = await client.get("/static/admin/css/base.css?v=1")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.text.startswith("/*")


async def test_a_whole_file_comes_in_one_piece_however_long_it_is(folder: Path) -> None:
    (folder / "a.js").write_text("long();" * 40_000)
    async with visitor(StaticFiles(elsewhere)) as client:
        answer = await client.get(SCRIPT)
    assert int(answer.headers["Content-Length"]) == len(answer.content) == 280_000


async def test_what_is_no_file_is_asked_of_django(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret")
    async with visitor(StaticFiles(elsewhere)) as client:
        for path in ("/", "/static/", "/static/b.js", "/static/..%2fsecret.txt", "/a.js"):
            answer = await client.get(path)
            assert (path, answer.status_code, answer.text) == (path, 404, "nothing here")


async def test_a_browser_that_has_a_file_is_told_so(folder: Path) -> None:
    async with visitor(StaticFiles(elsewhere)) as client:
        first = await client.get(SCRIPT)
        again = await client.get(SCRIPT, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age=" in first.headers["Cache-Control"]


async def test_a_part_of_a_file_and_its_head_alone_can_be_asked_for(folder: Path) -> None:
    async with visitor(StaticFiles(elsewhere)) as client:
        part = await client.get(SCRIPT, headers={"Range": "bytes=2-4"})
        head = await client.head(SCRIPT)
    assert (part.status_code, part.text) == (206, "rst")
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, "8", b"")


async def test_a_wrong_method_is_refused(folder: Path) -> None:
    async with visitor(StaticFiles(elsewhere)) as client:
        answer = await client.post(SCRIPT)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


async def test_every_answer_says_what_djangos_own_say(folder: Path, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 60
    async with visitor(StaticFiles(elsewhere)) as client:
        for method in ("GET", "HEAD", "POST"):
            headers = (await client.request(method, SCRIPT)).headers
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Strict-Transport-Security"] == "max-age=60"


async def test_a_file_stays_as_it_was_until_the_console_begins_again(folder: Path) -> None:
    async with visitor(StaticFiles(elsewhere)) as client:
        (folder / "a.js").write_text("second, and longer();")
        assert (await client.get(SCRIPT)).text == "first();"
        (folder / "a.js").unlink()
        assert (await client.get(SCRIPT)).text == "first();"


async def test_with_debug_a_file_is_served_as_it_is(folder: Path, settings: Any) -> None:
    settings.DEBUG = True
    async with visitor(StaticFiles(elsewhere)) as client:
        (folder / "a.js").write_text("second, and longer();")
        assert (await client.get(SCRIPT)).text == "second, and longer();"
        (folder / "b.js").write_text("new();")
        assert (await client.get("/static/b.js")).text == "new();"
        assert (await client.get("/static/c.js")).status_code == 404
