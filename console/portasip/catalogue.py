"""Every method of the document that a console can call, with what it takes and gives.

The command line, the docs and the tests read it; the typed calls in `client` and `media` are for
programs. Services of the media server come by HTTP, all others over the socket.
"""

from typing import Annotated

from msgspec import Struct

from . import portabilling, requests
from .limits import IDENTIFIER, LINE, MANDATORY, SECRET
from .media.methods import METHODS as MEDIA
from .method import Method, catalogue_of, method_in
from .requests import SipCallIdentifier
from .shapes import SipCallInfo, SipConference, SipParticipant
from .structures import Structure


class Nothing(Structure, frozen=True):
    """A request without properties."""


class Success(Structure, frozen=True):
    success: int | None = None


class LoginRequest(Structure, frozen=True):
    """The login of PortaBilling; that of the media server has a domain as well."""

    login: Annotated[str | None, MANDATORY, LINE] = None
    password: Annotated[str | None, MANDATORY, SECRET, IDENTIFIER] = None


class LoginResponse(Structure, frozen=True):
    """The tokens come from MR101 on; `expires_in` in seconds."""

    session_id: Annotated[str | None, SECRET] = None
    access_token: Annotated[str | None, SECRET] = None
    refresh_token: Annotated[str | None, SECRET] = None
    expires_at: str | None = None
    expires_in: int | None = None


class OriginateAdvancedCallResponse(Structure, frozen=True):
    call: SipCallIdentifier | None = None
    success: int | None = None
    tracking_id: str | None = None


class JoinOnSpotConferenceResponse(Structure, frozen=True):
    call: SipCallIdentifier | None = None
    success: int | None = None


class GetSipCallsListResponse(Struct):
    calls_list: list[SipCallInfo] = []


class GetOnSpotConferenceListResponse(Struct):
    conference_list: list[SipConference] = []


class GetOnSpotConferenceParticipantListResponse(Struct):
    participant_list: list[SipParticipant] = []


SESSION = (
    Method("Session", "login", LoginRequest, LoginResponse),
    Method("Session", "logout", Nothing, Success),
    Method("Session", "ping", Nothing, Success),
)

CALL_CONTROL = tuple(
    Method("CallControl", name, request, response)
    for name, request, response in (
        ("enable_api_notifications", requests.ApiNotifications, Success),
        ("disable_api_notifications", requests.ApiNotifications, Success),
        ("get_sip_calls_list", requests.Scope, GetSipCallsListResponse),
        (
            "originate_advanced_call",
            requests.OriginateAdvancedCall,
            OriginateAdvancedCallResponse,
        ),
        ("answer_call", requests.AnswerCall, Success),
        ("terminate_call", requests.OneCall, Success),
        ("hold_call", requests.OneCall, Success),
        ("unhold_call", requests.OneCall, Success),
        ("transfer_call", requests.TransferCall, Success),
        ("join_calls", requests.JoinCalls, Success),
        ("play_prompt", requests.PlayPrompt, Success),
        ("stop_play_prompt", requests.StopPlayPrompt, Success),
        ("start_dtmf_detect", requests.OneCall, Success),
        ("stop_dtmf_detect", requests.OneCall, Success),
        ("ring_call", requests.OneCall, Success),
        ("progress_call", requests.OneCall, Success),
        ("join_on_spot_conference", requests.JoinOnSpotConference, JoinOnSpotConferenceResponse),
        ("convert_to_on_spot_conference", requests.ConvertToOnSpotConference, Success),
        (
            "get_on_spot_conference_list",
            requests.GetOnSpotConferenceList,
            GetOnSpotConferenceListResponse,
        ),
        (
            "get_on_spot_conference_participant_list",
            requests.GetOnSpotConferenceParticipantList,
            GetOnSpotConferenceParticipantListResponse,
        ),
        ("update_on_spot_conference_participant", requests.OnSpotConferenceParticipant, Success),
        ("delete_on_spot_conference_participant", requests.OnSpotConferenceParticipant, Success),
    )
)

PORTABILLING = tuple(
    Method(service, name, request, response)
    for service, name, request, response in (
        ("Account", "get_account_list", portabilling.GetAccountList, portabilling.AccountList),
        ("Account", "get_xdr_list", portabilling.GetXdrList, portabilling.XdrList),
        (
            "Account",
            "update_huntgroups_subscription",
            portabilling.UpdateHuntgroupsSubscription,
            Success,
        ),
        (
            "Customer",
            "get_customer_info",
            portabilling.GetCustomerInfo,
            portabilling.CustomerAnswer,
        ),
        (
            "Customer",
            "get_extensions_list",
            portabilling.GetExtensionsList,
            portabilling.ExtensionsList,
        ),
        (
            "Customer",
            "get_huntgroup_list",
            portabilling.GetHuntgroupList,
            portabilling.HuntgroupList,
        ),
        (
            "Customer",
            "get_callqueue_list",
            portabilling.GetCallqueueList,
            portabilling.CallqueueList,
        ),
        (
            "CallQueue",
            "get_callqueue_list",
            portabilling.GetCallqueueList,
            portabilling.CallqueueList,
        ),
        ("Customer", "get_customer_xdrs", portabilling.GetCustomerXdrs, portabilling.XdrList),
    )
)


# `Session` is that of PortaBilling: the media server's is opened by `open_media` alone.
CATALOGUE = catalogue_of((*SESSION, *CALL_CONTROL, *PORTABILLING, *MEDIA))


def is_media(method: Method) -> bool:
    """Whether a method is one of the media server, which comes by HTTP."""
    return method in MEDIA


def method_named(service: str, name: str) -> Method:
    """Return a method. Raises InvalidParameter with the nearest name for one that is unknown."""
    return method_in(CATALOGUE, service, name)
