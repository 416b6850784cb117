"""Every change of a board passes through its picture, which outlives whoever listens."""

import asyncio
import gc

import pytest

from console.board.facts import LinkChanged
from console.board.state import Board, Touched
from console.links import pictures
from console.links.picture import Picture

LIVE = LinkChanged("live", at=1.0)


@pytest.fixture
def picture() -> Picture:
    return Picture("main")


def test_listeners_hear_of_every_change_until_they_stop(picture: Picture) -> None:
    heard: list[Touched] = []
    stop = picture.listen(lambda board, touched: heard.append(touched))
    picture.apply(LIVE)
    picture.begin(7)
    picture.replace(Board(epoch=8))
    stop()
    picture.apply(LIVE)
    assert [touched.everything for touched in heard] == [False, True, True]
    assert heard[0].link


def test_a_listener_that_fails_costs_neither_the_fact_nor_the_others(picture: Picture) -> None:
    heard: list[str] = []

    def fail(board: Board, touched: Touched) -> None:
        raise RuntimeError("a slice has a fault")

    picture.listen(fail)
    picture.listen(lambda board, touched: heard.append(board.link.state))
    assert picture.apply(LIVE).link
    assert heard == ["live"]


def test_a_listener_may_stop_while_it_is_told(picture: Picture) -> None:
    heard: list[int] = []
    stops = []

    def once(board: Board, touched: Touched) -> None:
        heard.append(1)
        stops.pop()()

    stops.append(picture.listen(once))
    picture.listen(lambda board, touched: heard.append(2))
    picture.apply(LIVE)
    picture.apply(LIVE)
    assert heard == [1, 2, 2]


def test_a_new_holder_keeps_what_was_known(picture: Picture) -> None:
    picture.apply(LIVE)
    picture.begin(7)
    assert (picture.board.epoch, picture.board.link.state) == (7, "live")


async def test_who_waits_for_a_condition_wakes_when_it_comes_true(picture: Picture) -> None:
    waiting = asyncio.create_task(picture.until(lambda board: board.link.state == "live", 5))
    await asyncio.sleep(0)
    picture.apply(LinkChanged("connecting", at=0.5))
    picture.apply(LIVE)
    assert await waiting is True
    assert await picture.until(lambda board: board.link.state == "live", 0) is True


async def test_who_waits_in_vain_is_told_so_and_forgotten(picture: Picture) -> None:
    assert await picture.until(lambda board: board.epoch == 9, 0.01) is False
    picture.begin(9)
    gc.collect()
    assert picture._waiters == []


async def test_a_condition_that_fails_is_not_met(picture: Picture) -> None:
    def broken(board: Board) -> bool:
        if board.epoch:
            raise KeyError("x")
        return False

    waiting = asyncio.create_task(picture.until(broken, 0.05))
    await asyncio.sleep(0)
    picture.begin(1)
    assert await waiting is False


def test_a_forgotten_picture_is_emptied_and_stays_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})
    picture = pictures.picture_of("main")
    heard: list[bool] = []
    picture.listen(lambda board, touched: heard.append(touched.everything))
    picture.apply(LIVE)
    pictures.forget("main")
    pictures.forget("unheard-of")
    assert pictures.picture_of("main") is picture
    assert picture.board == Board(pbx=picture.pbx)
    assert heard == [False, True]
    assert pictures.all_pictures() == [picture]


def test_what_changed_beside_the_board_is_told_to_its_listeners() -> None:
    picture = Picture("main")
    heard: list[set[str]] = []
    picture.listen(lambda board, touched: heard.append(touched.calls))
    picture.notice(Touched(calls={"7"}))
    assert heard == [{"7"}]
    assert picture.board.facts == 0
