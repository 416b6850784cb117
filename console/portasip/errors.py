"""What can go wrong between the console and a PBX, and which of it is worth another try."""

import ssl
from typing import Any

from websockets.exceptions import InvalidURI


class PortaError(Exception):
    """Every error this room raises on its own account."""


class Refused(PortaError):
    """The PBX answered with an error ("Error handling" of the document).

    `code` is the PBX's own, with or without the service in front (`sip.call_not_found`,
    `Server.CallControl.sip.call_not_found`): compare by `suffix`. `details` may echo what was
    sent, secrets included, so neither `str` nor `repr` shows them.
    """

    def __init__(self, code: str, message: str = "", details: Any = None) -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.message = message
        self.details = details

    def __reduce__(self) -> tuple[Any, ...]:
        return (Refused, (self.code, self.message))

    @property
    def suffix(self) -> str:
        """The last part of the code, for instance `call_not_found`."""
        return self.code.rpartition(".")[2]

    @property
    def is_session(self) -> bool:
        """The session is gone (or never was): a new login may help.

        `internal_error` is not among them, since any method may answer it: on a calls list
        the caller counts it as an expired session itself.
        """
        return (
            "check_auth" in self.code
            or self.suffix == "auth_failed"
            or self.suffix.startswith("failed_to_process_")
        )

    @property
    def is_credentials(self) -> bool:
        """The login itself was refused: only a person can put that right."""
        return self.suffix in CREDENTIAL_CODES and "check_auth" not in self.code


class Unanswered(PortaError):
    """The deadline passed without a response: whether the PBX acted is unknown."""


class AnswerNotUnderstood(PortaError):
    """What answered is not the PBX as documented: a proxy, another product, a cut answer.

    Whether it acted on the request is unknown.
    """


class LinkLost(PortaError):
    """The socket is gone, or was never there. The first cause is kept in `cause`."""

    def __init__(self, reason: str, cause: BaseException | None = None) -> None:
        super().__init__(reason)
        self.cause = cause
        self.__cause__ = cause


class InvalidParameter(PortaError, ValueError):
    """A value the document does not allow. Raised before anything is sent.

    `field` is the document's name of the property, `limit` says what it may be. The value is
    left out on purpose: it may be a password.
    """

    def __init__(self, field: str, limit: str) -> None:
        super().__init__(f"{field}: {limit}")
        self.field = field
        self.limit = limit

    def __reduce__(self) -> tuple[Any, ...]:
        return (InvalidParameter, (self.field, self.limit))


# "cannot_login" stands for a brute-force lock: each new try would prolong it.
CREDENTIAL_CODES = frozenset(
    {
        "auth_failed",
        "cannot_login_brute_force_activity",
        "alert_You_must_change_password",
        "must_change_password",
    }
)

# An administrator has to change something at the PBX first.
PERMISSION_CODES = frozenset(
    {"call_control_disabled", "access_denied", "unsupported_method", "wrong_parameters"}
)


def is_retryable(error: BaseException) -> bool:
    """Whether to come back soon. False means the longest wait of the design, never "give up".

    Timeouts, refused connections, failed handshakes and TLS are retryable: certificates and
    proxies get repaired while nobody tells us. Credentials, permissions and values that the
    document does not allow are not.
    """
    if isinstance(error, Refused):
        return not (error.is_credentials or error.suffix in PERMISSION_CODES)
    if isinstance(error, LinkLost) and error.cause is not None:
        return is_retryable(error.cause)
    if isinstance(error, ssl.SSLError):
        return True  # also a ValueError when the certificate does not match
    return not isinstance(error, InvalidParameter | InvalidURI | TypeError | ValueError)
