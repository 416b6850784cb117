"""Errors: which code means what, and which is worth another try."""

import copy
import pickle
import ssl

import pytest
from websockets.exceptions import InvalidURI

from console.portasip.errors import (
    InvalidParameter,
    LinkLost,
    PortaError,
    Refused,
    Unanswered,
    is_retryable,
)


@pytest.mark.parametrize(
    "code", ["sip.call_not_found", "Server.CallControl.sip.call_not_found", "call_not_found"]
)
def test_codes_compare_by_their_last_part(code: str) -> None:
    assert Refused(code).suffix == "call_not_found"


@pytest.mark.parametrize(
    ("code", "is_session", "is_credentials"),
    [
        ("Server.Session.check_auth.auth_failed", True, False),
        ("Client.Session.check_auth.failed_to_process_access_token", True, False),
        ("Client.Session.check_auth.failed_to_process_jwt", True, False),
        ("failed_to_process_jwt", True, False),
        ("Server.Session.auth_failed", True, True),
        ("Server.Session.cannot_login_brute_force_activity", False, True),
        ("Server.Session.alert_You_must_change_password", False, True),
        ("internal_error", False, False),
        ("sip.call_control_disabled", False, False),
    ],
)
def test_an_expired_session_and_a_wrong_password_are_told_apart(
    code: str, is_session: bool, is_credentials: bool
) -> None:
    error = Refused(code)
    assert (error.is_session, error.is_credentials) == (is_session, is_credentials)


@pytest.mark.parametrize(
    ("error", "retryable"),
    [
        (LinkLost("no pong"), True),
        (LinkLost("cannot connect", ConnectionRefusedError()), True),
        (LinkLost("cannot connect", TimeoutError()), True),
        (LinkLost("cannot connect", ssl.SSLCertVerificationError("self-signed")), True),
        (LinkLost("cannot connect", InvalidURI("x", "y")), False),
        (Unanswered("10 s"), True),
        (PortaError("no session id"), True),
        (OSError(), True),
        (Refused("internal_error"), True),
        (Refused("Server.Session.check_auth.auth_failed"), True),
        (Refused("sip.internal_server_error"), True),
        (Refused("standalone_mode"), True),
        (Refused("Server.Session.auth_failed"), False),
        (Refused("Server.Session.alert_You_must_change_password"), False),
        (Refused("sip.call_control_disabled"), False),
        (InvalidParameter("scope", "must be"), False),
    ],
)
def test_what_only_a_person_can_put_right_is_not_tried_again_soon(
    error: Exception, retryable: bool
) -> None:
    assert is_retryable(error) is retryable


@pytest.mark.parametrize(
    "error", [Refused("a.b", "Not found", {"password": "hush"}), InvalidParameter("name", "short")]
)
def test_errors_travel_between_processes_without_their_details(error: PortaError) -> None:
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(other) is type(error)
        assert str(other) == str(error)
        assert "hush" not in repr(vars(other))


def test_an_invalid_parameter_names_its_field_and_its_limit() -> None:
    error = InvalidParameter("name", "must have at most 64 characters")
    assert isinstance(error, ValueError)
    assert str(error) == "name: must have at most 64 characters"
