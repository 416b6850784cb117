import logging

import pytest
from structlog.testing import capture_logs

from console import troubles
from console.troubles import Trouble


@pytest.fixture
def lines():
    with capture_logs() as written:
        yield written


def levels(lines):
    return [(line["event"], line["log_level"]) for line in lines]


def test_the_first_failure_warns_and_repeats_are_for_those_who_look_closer(lines):
    trouble = Trouble("it fails", "it works again")
    for _ in range(3):
        trouble.happened(cause="gone")
    assert levels(lines) == [("it fails", "warning"), ("it fails", "debug"), ("it fails", "debug")]
    assert trouble


def test_the_end_is_told_once_with_how_often_it_failed(lines):
    trouble = Trouble("it fails", "it works again")
    trouble.ended()
    trouble.happened()
    trouble.happened()
    trouble.ended(pbx="office")
    trouble.ended(pbx="office")
    assert levels(lines)[2:] == [("it works again", "info")]
    assert (lines[2]["failures"], lines[2]["pbx"]) == (2, "office")
    assert not trouble


def test_after_its_end_a_failure_is_news_again(lines):
    trouble = Trouble("it fails", "it works again")
    trouble.happened()
    trouble.ended()
    trouble.happened()
    assert levels(lines)[-1] == ("it fails", "warning")


def test_one_fails_whatever_others_do(lines):
    trouble = Trouble("it fails", "it works again")
    trouble.happened("office", pbx="office")
    trouble.happened("branch", pbx="branch")
    trouble.ended("office", pbx="office")
    assert [line["log_level"] for line in lines] == ["warning", "warning", "info"]
    assert lines[2]["pbx"] == "office"


def test_a_fault_of_ours_is_told_although_the_network_failed_before(lines):
    trouble = Trouble("it fails", "it works again")
    trouble.happened()
    trouble.happened(exc_info=ValueError("ours"))
    trouble.happened(exc_info=ValueError("ours"))
    trouble.ended()
    assert [line["log_level"] for line in lines] == ["warning", "error", "debug", "info"]
    assert lines[-1]["failures"] == 3


def test_what_never_says_that_it_ended_is_news_after_a_quiet_while(lines, monkeypatch):
    trouble = Trouble("it fails")
    trouble.happened()
    monkeypatch.setattr(troubles, "NEWS_AFTER", 0.0)
    trouble.happened()
    trouble.ended()
    assert levels(lines) == [("it fails", "warning"), ("it fails", "warning")]


def test_a_library_that_writes_with_every_try_is_heard_once(monkeypatch):
    logger = logging.getLogger("channels_redis.pubsub")
    line = logger.makeRecord(logger.name, logging.ERROR, "here", 1, "no layer at %s", ("x",), None)
    again = logger.makeRecord(logger.name, logging.ERROR, "here", 1, "no layer at %s", ("y",), None)
    assert [bool(logger.filter(each)) for each in (line, again, again)] == [True, False, False]
    monkeypatch.setattr(troubles, "NEWS_AFTER", 0.0)
    assert logger.filter(again)
