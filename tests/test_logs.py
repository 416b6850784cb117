import io
import json
import logging
import re

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
        ("GET /dial/?to=%2B44%20118%20496%200233", "GET /dial/?to=%2B…233"),
        ("GET /dial/?to=+44+118+496+0233&x=1", "GET /dial/?to=…233&x=1"),
        ("2026-01-05 441184960233", "2026-01-05 …233"),
        ("dialled +44.20.7946.0123", "dialled …123"),
        ("no route to tel-442079460123", "no route to tel-…123"),
        ("from 192.168.100.200", "from 192.168.100.200"),
        ("id_442079460123 of 7a-442079460123", "id_442079460123 of 7a-442079460123"),
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


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("target", "555123", "…123"),
        ("target", "112", "112"),
        ("party", "+44 118 496 0233", "…233"),
        ("desk", "123007", "123007"),
        ("number", 441184960233, "…233"),
        ("status_code", 404, 404),
        ("seconds", 1764000000.5, 1764000000.5),
        ("cause", OSError("no route to 441184960233"), "OSError('no route to …233')"),
        ("key", "1764000000123.4.0.hold", "1764000000123.4.0.hold"),
        ("key", "7.d441184960233.1764000000123.dial", "7.d…233.1764000000123.dial"),
        ("key", "7.441184960233", "7.…233"),
        ("key", "441184960233", "…233"),
        ("key", "7.dial.0123456789abcdef01234567", "7.dial.0123456789abcdef01234567"),
    ],
)
def test_a_field_is_masked_by_what_it_holds(field, value, shown):
    assert logs.mask_numbers(None, "info", {field: value}) == {field: shown}


def test_a_request_shows_neither_its_query_nor_the_search_for_a_person(rf):
    request = rf.get("/desk/people/office/", {"q": "Anna Keller 555123"})
    event = logs.mask_numbers(None, "warning", {"request": request, "status_code": 404})
    assert event == {"request": "GET /desk/people/office/", "status_code": 404}


@pytest.fixture(params=["TEXT", "JSON"])
def written(request):
    """What the configured handler writes, for people and for machines."""
    handler = logging.StreamHandler(stream := io.StringIO())
    formatter = logs.logging_config("INFO", request.param)["formatters"]["structured"]
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


def test_what_django_says_of_a_request_is_masked(written, rf):
    request = rf.get("/dial/", {"to": "+44 118 496 0233"})
    extra = {"status_code": 404, "request": request}
    logging.getLogger("tests.logs").warning("Not Found: %s", request.path, extra=extra)
    assert "GET /dial/" in written.getvalue()
    assert "0233" not in re.sub(r"\d\.\d+Z", "", written.getvalue())


def test_a_refused_request_is_one_line_without_a_trace(written, rf):
    try:
        raise PermissionError("not hers")
    except PermissionError:
        extra = {"status_code": 403, "request": rf.get("/people/companies/")}
        logging.getLogger("tests.logs").warning("Forbidden", extra=extra, exc_info=True)
    assert "GET /people/companies/" in written.getvalue()
    assert written.getvalue().count("\n") == 1


def test_machines_get_one_object_a_line():
    formatter = logs.logging_config("INFO", "JSON")["formatters"]["structured"]
    render = formatter["processors"][-1]
    line = render(None, "info", {"event": "dialled", "target": "…234", "seconds": 0.5})
    assert json.loads(line) == {"event": "dialled", "target": "…234", "seconds": 0.5}


def test_what_is_bound_stands_in_every_line_of_whatever_library(written):
    with structlog.contextvars.bound_contextvars(pbx="office", key="7.1.0.hold"):
        structlog.get_logger("tests.logs").info("sent")
        logging.getLogger("tests.logs").info("heard")
    lines = written.getvalue().splitlines()
    assert len(lines) == 2
    assert all("office" in line and "7.1.0.hold" in line for line in lines)
