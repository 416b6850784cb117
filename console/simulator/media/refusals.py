"""Why a request is not carried out.

The document promises a faultcode and a faultstring, and names no code. Here a code is
`Server.<service>.<method>.<reason>`, after the only ones known of a real PBX, such as
`Server.Session.check_auth.auth_failed`.
"""

from collections.abc import Iterable

WRONG_PARAMETERS = "wrong_parameters"
UNSUPPORTED_METHOD = "unsupported_method"
NOT_FOUND = "not_found"
NOT_RECORDED = "prompt_not_recorded"
NAME_IN_USE = "name_already_exists"
NAME_RESERVED = "name_reserved"
ROOT_MENU = "root_menu_required"
MENU_IN_USE = "menu_in_use"
EVENT_IN_USE = "event_already_exists"
NUMBER_IN_USE = "abbreviated_number_already_exists"
DIRECT_DIAL = "direct_dial_forbidden"
NOT_READABLE = "Client.not_readable"
BAD_TOKEN = "Client.Session.check_auth.failed_to_process_access_token"


class Refusal(Exception):
    """`reason` ends the faultcode, or is the whole of it when it has dots.

    `complaints`: what does not fit the document; without any the request was right, but what it
    asks is impossible.
    """

    def __init__(self, reason: str, text: str, complaints: Iterable[str] = ()) -> None:
        super().__init__(text)
        self.reason = reason
        self.text = text
        self.complaints = list(complaints)

    def code(self, service: str, method: str) -> str:
        whole = "." in self.reason or self.reason == "internal_error"
        return self.reason if whole else f"Server.{service}.{method}.{self.reason}"


def misfit(complaints: Iterable[str], reason: str = WRONG_PARAMETERS) -> Refusal:
    """A request that does not fit the document."""
    listed = list(complaints)
    return Refusal(reason, "; ".join(listed), listed)
