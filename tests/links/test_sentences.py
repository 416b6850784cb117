"""What went wrong, in words an operator can act on."""

import pytest

from console.links import sentences
from console.links.commands import NotPossible
from console.links.holding import HoldLost
from console.portasip.errors import InvalidParameter, LinkLost, Refused, Unanswered


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sip.call_control_disabled", "Call control is disabled for this line."),
        ("sip.call_not_found", "This call has already ended."),
        ("Server.CallControl.sip.call_not_found", "This call has already ended."),
        ("sip.service_not_enabled", "Conferencing is not enabled for this line."),
    ],
)
def test_a_code_of_the_document_has_a_sentence_of_ours(code: str, words: str) -> None:
    assert sentences.of_refusal(Refused(code, "raw")).startswith(words)


def test_an_unknown_code_is_told_in_the_pbxs_own_words() -> None:
    assert sentences.of_refusal(Refused("x.y", "Too cold")) == "The PBX refused: Too cold."
    assert sentences.of_refusal(Refused("x.y")) == "The PBX refused: x.y."


def test_an_expired_session_is_no_refusal_of_the_call() -> None:
    refused = Refused("Server.Session.check_auth.failed_to_process_jwt")
    assert sentences.of_refusal(refused) == sentences.SESSION_ENDED


@pytest.mark.parametrize("error", [Unanswered("x"), LinkLost("x"), HoldLost("x")])
def test_what_nobody_answered_is_unknown_never_refused(error: Exception) -> None:
    assert sentences.outcome_of(error) == ("unknown", sentences.NO_ANSWER)


def test_what_was_not_sent_is_refused_with_its_reason() -> None:
    assert sentences.outcome_of(NotPossible("Choose who.")) == ("refused", "Choose who.")
    assert sentences.outcome_of(InvalidParameter("cld", "too long"))[0] == "refused"


def test_a_chain_names_the_step_that_failed() -> None:
    error = Refused("sip.call_not_found")
    error.add_note("The caller could not be held")
    outcome, words = sentences.outcome_of(error)
    assert outcome == "refused"
    assert words == "The caller could not be held. This call has already ended."


def test_a_lost_link_says_why() -> None:
    assert sentences.of_loss(OSError("x")) == "The PBX does not answer."
    refused = Refused("Server.Session.auth_failed")
    assert sentences.of_loss(refused) == "The PBX refused the console's user name or password."
