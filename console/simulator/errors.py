"""What the PBX answers when it refuses: the table "Error handling" of the API document."""

from collections.abc import Iterable

AUTH_FAILED = "Server.Session.auth_failed"
CHECK_AUTH_FAILED = "Server.Session.check_auth.auth_failed"
DISABLED_NOTIFICATIONS = "Server.CallControl.sip.disabled_api_notifications"

UNSUPPORTED_METHOD = "sip.unsupported_method"
WRONG_PARAMETERS = "sip.wrong_parameters"
INTERNAL_SERVER_ERROR = "sip.internal_server_error"
CALL_NOT_FOUND = "sip.call_not_found"
CALL_CONTROL_DISABLED = "sip.call_control_disabled"
SERVICE_NOT_ENABLED = "sip.service_not_enabled"
INTERNAL_ERROR = "internal_error"

MESSAGES = {
    AUTH_FAILED: "Authentication failed",
    CHECK_AUTH_FAILED: "Session check failed",
    DISABLED_NOTIFICATIONS: "API notifications are disabled",
    UNSUPPORTED_METHOD: "Unsupported method",
    WRONG_PARAMETERS: "Bad parameters",
    INTERNAL_SERVER_ERROR: "Internal processing error",
    CALL_NOT_FOUND: "Not found",
    CALL_CONTROL_DISABLED: "Disabled",
    SERVICE_NOT_ENABLED: "The service is not enabled",
    INTERNAL_ERROR: "Internal server error",
}


class Refused(Exception):
    """A request that the PBX does not carry out; `details` complement the message."""

    def __init__(self, code: str, details: str = "") -> None:
        super().__init__(f"{code}: {details}")
        self.code = code
        self.message = MESSAGES.get(code, code)
        self.details = details


class ViolatesDocument(Refused):
    """A request that does not fit the property tables of the document."""

    def __init__(self, complaints: Iterable[str], code: str = WRONG_PARAMETERS) -> None:
        self.complaints = list(complaints)
        super().__init__(code, "; ".join(self.complaints))
