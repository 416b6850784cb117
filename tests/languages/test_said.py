"""What pure rooms say in English is said in the operator's language where it is printed."""

import pytest
from django.utils import translation

from console.links import sentences
from console.live.said import said
from console.live.sentences import SENTENCES, STEPS


@pytest.fixture
def german():
    with translation.override("de"):
        yield


def test_english_stays_as_it_is():
    with translation.override("en"):
        assert [said(one) for one in SENTENCES] == list(SENTENCES)


@pytest.mark.parametrize("language", ["de", "uk", "es"])
def test_every_sentence_and_step_is_said_in_every_language(language):
    with translation.override(language):
        assert [one for one in SENTENCES if said(one) == one] == []
        assert [one for one in STEPS if said(f"{one}. x").startswith(one)] == []


def test_a_sentence_keeps_what_was_filled_into_it(german):
    refusal = "The PBX refused: 50% of sip.odd_code: none."
    assert said(refusal) == "Die Anlage hat abgelehnt: 50% of sip.odd_code: none."


def test_the_step_that_failed_stands_before_the_reason(german):
    assert said(f"Hold failed. {sentences.CALL_ENDED}") == (
        "Halten ist fehlgeschlagen. Dieser Anruf ist schon beendet."
    )
    assert said(f"Park 702 did not take the call. {sentences.CALL_ENDED}") == (
        "Parkplatz 702 hat den Anruf nicht angenommen. Dieser Anruf ist schon beendet."
    )


@pytest.mark.parametrize(
    "text", ["", "Something the PBX said.", "%(message)s", "The PBX refused", "x" * 5000]
)
def test_what_nobody_knows_stays_as_it_is(german, text):
    assert said(text) == text
