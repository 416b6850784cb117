"""`/metrics`: who may read it, and what it costs to be asked."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import AsyncClient

from console import figures
from console.figures import Timings
from console.links import pictures
from console.portasip.messages import (
    Extension,
    ExtensionsListed,
    LegChanged,
    LegId,
    Party,
    QueueListed,
    QueuePlace,
    QueuesListed,
)

TOKEN = "an-honest-scraper"
READER = {"Authorization": f"Bearer {TOKEN}"}
README = Path(__file__).parent.parent / "README.md"
SCRAPED_WITHIN = 0.5  # seconds, on a machine that is busy with other tests


@pytest.fixture(autouse=True)
def _token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


async def scraped() -> str:
    response = await AsyncClient().get("/metrics", headers=READER)
    assert response.status_code == 200
    return response.content.decode()


async def test_a_reader_gets_the_text_that_prometheus_reads() -> None:
    response = await AsyncClient().get("/metrics", headers=READER)
    assert response["Content-Type"].startswith("text/plain; version=0.0.4")
    assert response["Cache-Control"] == "no-store"
    assert b"# TYPE attendant_frame_to_browser_seconds histogram\n" in response.content
    assert b"\nprocess_resident_memory_bytes " in response.content


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": "Bearer \u00e9"},
        {"X-Forwarded-For": "127.0.0.1"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "head"])
async def test_an_outsider_learns_what_any_unknown_address_tells(
    method: str, headers: dict[str, str]
) -> None:
    ask = getattr(AsyncClient(), method)
    here, nowhere = await ask("/metrics", headers=headers), await ask("/nowhere", headers=headers)
    assert here.status_code == 404
    assert (here.content, dict(here.items())) == (nowhere.content, dict(nowhere.items()))


@pytest.mark.parametrize("authorization", ["Bearer ", "Bearer", "Bearer None", ""])
async def test_without_a_token_nobody_may_read(settings: Any, authorization: str) -> None:
    settings.METRICS_TOKEN = ""
    headers = {"Authorization": authorization}
    assert (await AsyncClient().get("/metrics", headers=headers)).status_code == 404


async def test_a_reader_who_posts_is_refused() -> None:
    for method in ("post", "put", "delete", "options"):
        response = await getattr(AsyncClient(), method)("/metrics", headers=READER)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert (await AsyncClient().head("/metrics", headers=READER)).status_code == 200


async def test_asking_needs_no_database() -> None:
    assert "attendant_loop_lag_seconds" in await scraped()  # this test may not touch one


async def test_the_readme_names_figures_that_there_are() -> None:
    watching = README.read_text().partition("## Watching it")[2].partition("\n## ")[0]
    table = [line.split("|")[1] for line in watching.splitlines() if line.startswith("| `")]
    named = set(re.findall(r"`(\w+)`", " ".join(table)))
    named |= {name.removesuffix("_bucket") for name in re.findall(r"attendant_(\w+)", watching)}
    assert len(named) > 20
    assert named <= set(re.findall(r"^# TYPE attendant_(\w+) ", await scraped(), re.MULTILINE))


class TestFigures:
    @pytest.fixture(autouse=True)
    def _registered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        registry = figures.REGISTRY.__class__(auto_describe=True)
        monkeypatch.setattr(figures, "REGISTRY", registry)
        monkeypatch.setattr("console.metrics.REGISTRY", registry)

    async def test_a_figure_reads_when_it_is_asked(self) -> None:
        written = [0]
        figures.counter("written", "Lines written.", lambda: written[0])
        written[0] = 7
        assert "\nattendant_written_total 7.0\n" in await scraped()

    async def test_labels_come_alone_or_as_tuples(self) -> None:
        figures.gauge("one", "By one.", lambda: {"a": 1}, "label")
        figures.gauge("two", "By two.", lambda: {("a", "b"): 2}, "first", "second")
        text = await scraped()
        assert 'attendant_one{label="a"} 1.0\n' in text
        assert 'attendant_two{first="a",second="b"} 2.0\n' in text

    async def test_timings_stand_in_every_bucket_that_they_do_not_exceed(self) -> None:
        timings = Timings((0.1, 1.0))
        timings.add(0.1)
        timings.add(0.5, times=3)
        timings.add(2.0)
        figures.histogram("took", "How long.", lambda: timings)
        figures.summary("took_shortly", "How long.", lambda: {"x": timings}, "what")
        text = await scraped()
        assert 'attendant_took_bucket{le="0.1"} 1.0\n' in text
        assert 'attendant_took_bucket{le="1.0"} 4.0\n' in text
        assert 'attendant_took_bucket{le="+Inf"} 5.0\n' in text
        assert "attendant_took_sum 3.6" in text
        assert 'attendant_took_shortly_count{what="x"} 5.0\n' in text

    async def test_one_that_cannot_be_read_is_left_out_and_said_once(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        figures.gauge("broken", "Divides.", lambda: 1 / 0)
        figures.gauge("whole", "Does not.", lambda: 1)
        for _ in range(2):
            text = await scraped()
            assert "attendant_whole 1.0" in text
            assert "attendant_broken" not in text
        assert [record.levelname for record in caplog.records if "figure" in record.message] == [
            "ERROR"
        ]

    def test_a_name_is_taken_once(self) -> None:
        figures.gauge("same", "One.", lambda: 1)
        with pytest.raises(ValueError, match="attendant_same"):
            figures.counter("same", "Another.", lambda: 1)


def busy(pbx: str, extensions: int, calls: int, queues: int) -> None:
    """An office of that size: one call in four waits in a queue."""
    picture = pictures.picture_of(pbx)
    ids = [str(123001 + number) for number in range(extensions)]
    picture.apply(ExtensionsListed(tuple(Extension(id, id[-3:], f"Desk {id}") for id in ids), 1.0))
    picture.apply(
        QueuesListed(tuple(QueueListed(str(each), f"Queue {each}") for each in range(queues)), 1.0)
    )
    for number in range(calls):
        waits = number % 4 == 0
        picture.apply(
            LegChanged(
                leg=LegId(f"call-{number}@pbx", "t"),
                state="queued" if waits else "connected",
                at=2.0,
                caller=Party(number=f"44118496{number:04}"),
                callee=Party(number=ids[number], account_id=ids[number]),
                direction="incoming",
                queue=QueuePlace(str(number // 4 % queues), number // 4 // queues)
                if waits
                else None,
            )
        )


async def test_a_large_office_is_scraped_fast_and_named_by_its_queues_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})
    empty = len((await scraped()).splitlines())
    busy("large", extensions=1_000, calls=500, queues=20)
    began = time.perf_counter()
    text = await scraped()
    assert time.perf_counter() - began < SCRAPED_WITHIN
    assert 'attendant_calls{pbx="large"} 500.0\n' in text
    assert 'attendant_queue_waiting{name="Queue 3",pbx="large",queue="3"} 7.0\n' in text
    names = [line.rpartition(" ")[0] for line in text.splitlines()]
    assert not any("123001" in name or "44118496" in name for name in names)
    assert len(text.splitlines()) - empty < 100
