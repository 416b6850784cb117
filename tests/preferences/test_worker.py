"""The console as an app: its worker and its manifest."""

from django.test import Client

from console.asgi import application
from tests.visitor import visitor


def test_the_worker_serves_the_whole_console_and_is_always_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert client.post("/sw.js").status_code == 405


def test_the_worker_keeps_nothing_and_says_what_to_do_without_a_connection(client: Client) -> None:
    worker = client.get("/sw.js").content.decode()
    assert "caches" not in worker
    assert "No connection to the console" in worker
    assert "Use your desk phone" in worker


async def test_the_manifest_names_icons_that_there_are() -> None:
    async with visitor(application) as client:
        answer = await client.get("/static/app.webmanifest")
        manifest = answer.json()
        for icon in manifest["icons"]:
            assert (await client.get(f"/static/{icon['src']}")).status_code == 200
    assert (manifest["scope"], manifest["start_url"]) == ("/", "/")
    assert answer.headers["Content-Type"].startswith("application/manifest+json")
