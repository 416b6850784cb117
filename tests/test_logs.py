import io
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from console import logs


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("dialled 16045551234", "dialled …234"),
        ("dialled +1 (604) 555-1234 twice", "dialled …234 twice"),
        ("GET /dial/?to=%2B16045551234", "GET /dial/?to=%2B…234"),
        ("tel:16045551234: busy", "tel:…234: busy"),
        ("sip:16045551234@pbx.example.com", "sip:…234@pbx.example.com"),
        ("extension 107 of 123007", "extension 107 of 123007"),
        ("star code *98", "star code *98"),
        ("at 2026-01-05 09:30:12", "at 2026-01-05 09:30:12"),
        ("leg 5f3759df12345678@10.0.0.1", "leg 5f3759df12345678@10.0.0.1"),
    ],
)
def test_telephone_numbers_show_their_last_three_digits(text, shown):
    assert logs.masked(text) == shown


@given(st.text())
def test_masking_takes_any_text_and_settles(text):
    once = logs.masked(text)
    assert logs.masked(once) == once


def test_numbers_are_masked_deep_inside_an_event():
    event = logs.mask_numbers(
        None, "info", {"call": {"parties": ["16045551234"]}, "seq": 16045551234}
    )
    assert event == {"call": {"parties": ["…234"]}, "seq": 16045551234}


@pytest.fixture
def written():
    """What the configured handler writes."""
    handler = logging.StreamHandler(stream := io.StringIO())
    formatter = logs.logging_config("INFO")["formatters"]["structured"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    logger = logging.getLogger("tests.logs")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield stream
    logger.removeHandler(handler)


def test_records_of_other_libraries_are_masked_too(written):
    logging.getLogger("tests.logs").info("calling %s", "+16045551234")
    assert "calling …234" in written.getvalue()


def test_traces_are_masked_too(written):
    try:
        raise ValueError("no route to 16045551234")
    except ValueError:
        logging.getLogger("tests.logs").exception("failed")
    assert "no route to …234" in written.getvalue()
    assert "16045551234" not in written.getvalue()


def test_own_events_are_masked(written):
    structlog.get_logger("tests.logs").info("dialled", number="16045551234")
    assert "…234" in written.getvalue()
    assert "16045551234" not in written.getvalue()
