"""The requests of the Call control API: their structures, with the limits of the document.

Voice API, Call control API for IVR, Conferencing API and call state notification management.
Every class is the document's structure of that name, with or without `Request`.
"""

from collections.abc import Iterator
from typing import Annotated

from .limits import (
    ALONE,
    ID,
    IDENTIFIER,
    LINE,
    MANDATORY,
    NUMBER,
    URL,
    YES_NO,
    AtMost,
    Between,
    Matching,
    one_of,
)
from .structures import Structure

EVENT = "sip.call_control_notifications"
SCOPES = ("i_customer", "i_account", "i_main_office", "i_ivr_an")
STATES = one_of(
    "trying", "ringing", "early", "connected", "terminated", "held", "holding", "queued", "dequeued"
)
WORD = Matching(r"[A-Za-z-]+", "must be one word")
LANGUAGE = Matching(r"[a-z]{2}", "must be two lower-case letters (ISO 639-1)")
HEADER_NAME = Matching(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", "must be a SIP header name")
HEADER_VALUE = Matching(r"[^\x00-\x1f\x7f]*", "must be one line")
ORDER = Between(2, 3)  # "relative position of one prompt to another in playback stack"

Flag = Annotated[str | None, YES_NO]
Address = Annotated[str | None, URL]


class SipCallIdentifier(Structure, frozen=True):
    id: Annotated[str | None, MANDATORY, IDENTIFIER] = None
    tag: Annotated[str | None, MANDATORY, IDENTIFIER] = None


Call = Annotated[SipCallIdentifier | None, MANDATORY]


class Scope(Structure, frozen=True):
    """What a subscription or a list covers: exactly one of the four (notes, row 5)."""

    i_customer: Annotated[int | None, ID] = None
    i_account: Annotated[int | None, ID] = None
    i_main_office: Annotated[int | None, ID] = None
    i_ivr_an: Annotated[int | None, ID] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if sum(getattr(self, key) is not None for key in SCOPES) != 1:
            yield "scope", "must be exactly one of " + ", ".join(SCOPES)


class ApiNotifications(Scope, frozen=True):
    """EnableApiNotificationsRequest and DisableApiNotificationsRequest."""

    event: Annotated[str | None, MANDATORY, one_of(EVENT)] = EVENT


class OriginateAdvancedCall(Structure, frozen=True):
    bill_id: Annotated[str | None, MANDATORY, NUMBER] = None
    caller_id: Annotated[str | None, MANDATORY, NUMBER] = None
    callee_id: Annotated[str | None, MANDATORY, NUMBER] = None
    callee_auto_pickup: Flag = None
    state_callback: Address = None
    state_callback_events: Annotated[tuple[str, ...] | None, STATES] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.state_callback_events and not self.state_callback:
            yield "state_callback", "is needed with state_callback_events"


class OneCall(Structure, frozen=True):
    """Terminate-, Hold-, UnholdCallRequest, Start- and StopDtmfDetectRequest, Ring- and
    ProgressCallRequest."""

    call: Call = None


class AnswerCall(Structure, frozen=True):
    """The name of the second answer mode is lost in the document, so any word will do."""

    call: Call = None
    callee_answer_mode: Annotated[str | None, MANDATORY, WORD] = None


class SipHeaderInfo(Structure, frozen=True):
    name: Annotated[str | None, MANDATORY, HEADER_NAME] = None
    value: Annotated[str | None, MANDATORY, HEADER_VALUE] = None


class TransferCall(Structure, frozen=True):
    """`cld` until MR119, `destination` from MR120 on; never both."""

    call: Call = None
    cld: Annotated[str | None, NUMBER] = None
    destination: Annotated[str | None, NUMBER] = None
    sip_headers: Annotated[tuple[SipHeaderInfo, ...] | None, ALONE] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if (self.cld is None) == (self.destination is None):
            yield "cld", "is required (destination from MR120 on, never both)"


class JoinCalls(Structure, frozen=True):
    call: Call = None
    to_call: Call = None


class PlayPrompt(Structure, frozen=True):
    """`url` names an .au or .g729 file without its extension; `repeat` -1 plays for ever."""

    call: Call = None
    url: Annotated[str | None, MANDATORY, URL] = None
    order: Annotated[int | None, ORDER] = None
    repeat: Annotated[int | None, Between(-1, 2**31 - 1)] = None


class StopPlayPrompt(Structure, frozen=True):
    call: Call = None
    order: Annotated[int | None, ORDER] = None


class SipOnSpotConferenceInfo(Structure, frozen=True):
    name: Annotated[str | None, AtMost(64), LINE] = None
    owner_id: Annotated[str | None, NUMBER] = None
    i_customer: Annotated[int | None, ID] = None


class NamedConference(SipOnSpotConferenceInfo, frozen=True):
    """The same structure where a conference has to be named."""

    name: Annotated[str | None, MANDATORY, AtMost(64), LINE] = None


class SipOnSpotConferenceCallInfo(Structure, frozen=True):
    caller_id: Annotated[str | None, LINE] = None
    callee_id: Annotated[str | None, NUMBER] = None
    id: Annotated[str | None, IDENTIFIER] = None
    sip_auth_username: Annotated[str | None, NUMBER] = None
    tag: Annotated[str | None, IDENTIFIER] = None


class Invitation(SipOnSpotConferenceCallInfo, frozen=True):
    """The same structure where a new participant is called."""

    callee_id: Annotated[str | None, MANDATORY, NUMBER] = None


class ConvertedCall(SipOnSpotConferenceCallInfo, frozen=True):
    """The same structure where it names a call in progress."""

    id: Annotated[str | None, MANDATORY, IDENTIFIER] = None
    tag: Annotated[str | None, MANDATORY, IDENTIFIER] = None


class SipOnSpotConferenceParticipantInfo(Structure, frozen=True):
    """`hold` alone stops a participant hearing; only with `mute` are they private."""

    participant_id: Annotated[int | None, ID] = None
    moderator: Flag = None
    mute: Flag = None
    hold: Flag = None
    quiet_mode: Flag = None
    wait_for_moderator: Flag = None
    play_announce: Flag = None
    lang: Annotated[str | None, LANGUAGE] = None
    max_participants: Annotated[int | None, ID] = None
    music_on_hold_url: Address = None
    announced_conference_name_url: Address = None


class KnownParticipant(SipOnSpotConferenceParticipantInfo, frozen=True):
    """The same structure where it says which participant is meant."""

    participant_id: Annotated[int | None, MANDATORY, ID] = None


class JoinOnSpotConference(Structure, frozen=True):
    conference_info: Annotated[NamedConference | None, MANDATORY] = None
    call_info: Annotated[Invitation | None, MANDATORY] = None
    participant_info: SipOnSpotConferenceParticipantInfo | None = None


class ConvertToOnSpotConference(Structure, frozen=True):
    conference_info: Annotated[NamedConference | None, MANDATORY] = None
    call_info: Annotated[ConvertedCall | None, MANDATORY] = None
    caller: SipOnSpotConferenceParticipantInfo | None = None
    callee: SipOnSpotConferenceParticipantInfo | None = None


class GetOnSpotConferenceList(Structure, frozen=True):
    conference_info: Annotated[SipOnSpotConferenceInfo | None, MANDATORY] = None


class GetOnSpotConferenceParticipantList(Structure, frozen=True):
    conference_info: Annotated[NamedConference | None, MANDATORY] = None


class OnSpotConferenceParticipant(Structure, frozen=True):
    """Update- and DeleteOnSpotConferenceParticipantRequest."""

    conference_info: Annotated[NamedConference | None, MANDATORY] = None
    participant_info: Annotated[KnownParticipant | None, MANDATORY] = None
