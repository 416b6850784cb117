"""The structures of the document as loosely as the wire may spell them.

They serve one purpose: to let msgspec read a notification in one pass. Every scalar accepts
text, numbers, flags and null, for a PBX mixes them (notes, section 2, rows 4, 13 and 14).
Both notification shapes share `SipCallInfo`: the wrapped one fills `call`, `caller` and
`callee`, the unwrapped one of queues `dialog_id`, `local_party` and `remote_party` (row 18).
"""

from msgspec import Raw, Struct

from .scalars import Scalar


class SipForwarder(Struct, gc=False):
    """SipForwarderAccountInfo structure, with the names of the queue example beside."""

    id: Scalar = None
    display_id: Scalar = None
    display_name: Scalar = None
    name: Scalar = None
    account_id: Scalar = None
    centrex_id: Scalar = None
    extension_id: Scalar = None
    huntgroup_id: Scalar = None
    forwarder_list: list["SipForwarder"] | None = None
    forwarders: list["SipForwarder"] | None = None


class SipParty(Struct, gc=False):
    """SipCallerInfo structure."""

    id: Scalar = None
    account_id: Scalar = None
    centrex_id: Scalar = None
    display_id: Scalar = None
    display_name: Scalar = None
    name: Scalar = None
    extension_id: Scalar = None
    huntgroup_id: Scalar = None
    access_number: Scalar = None
    ivr: Scalar = None
    net: Scalar = None
    forwarder_list: list[SipForwarder] | None = None
    forwarders: list[SipForwarder] | None = None


class SipCall(Struct, gc=False):
    """SipCallIdentifier structure."""

    id: Scalar = None
    tag: Scalar = None


class SipQueue(Struct, gc=False):
    """SipCallQueueStateInfo structure."""

    i_c_queue: Scalar = None
    position: Scalar = None
    operators: Scalar = None


class SipCallInfo(Struct, gc=False):
    """SIPCallInfo structure, and the unwrapped shape of queue notifications."""

    call: SipCall | None = None
    caller: SipParty | None = None
    callee: SipParty | None = None
    state: Scalar = None
    status: Scalar = None
    type: Scalar = None
    tracking_id: Scalar = None
    previous_tracking_id: Scalar = None
    transfer_success: Scalar = None
    start_time: Scalar = None
    connect_time: Scalar = None
    terminate_time: Scalar = None
    duration: Scalar = None
    reason: Scalar = None
    reason_code: Scalar = None
    queue_info: SipQueue | None = None
    event: Scalar = None
    digit: Scalar = None
    dtmf_duration: Scalar = None
    order: Scalar = None
    dialog_id: list[Scalar] | None = None
    direction: Scalar = None
    sip_transport_id: Scalar = None
    local_party: SipParty | None = None
    remote_party: SipParty | None = None


class SipConference(Struct, gc=False):
    """`conference_info` of a notification; SipOnSpotConferenceInfo structure in a list."""

    call: SipCall | None = None
    conference_name: Scalar = None
    name: Scalar = None
    conference_owner_id: Scalar = None
    owner_id: Scalar = None
    i_customer: Scalar = None
    event: Scalar = None
    tracking_id: Scalar = None
    start_time: Scalar = None
    terminate_time: Scalar = None
    state: Scalar = None
    status: Scalar = None


class SipParticipant(Struct, gc=False):
    """`participant_info` of a notification; SipOnSpotConferenceParticipantInfo in a list."""

    call: SipCall | None = None
    conference_name: Scalar = None
    name: Scalar = None
    conference_owner_id: Scalar = None
    owner_id: Scalar = None
    participant_id: Scalar = None
    mute: Scalar = None
    hold: Scalar = None
    moderator: Scalar = None
    quiet_mode: Scalar = None
    wait_for_moderator: Scalar = None
    play_announce: Scalar = None
    lang: Scalar = None
    max_participants: Scalar = None
    music_on_hold_url: Scalar = None
    announced_conference_name_url: Scalar = None
    event: Scalar = None
    tracking_id: Scalar = None
    join_time: Scalar = None
    leave_time: Scalar = None
    caller_id: Scalar = None
    callee_id: Scalar = None
    state: Scalar = None
    status: Scalar = None


class SipNotice(SipCallInfo, gc=False):
    """The `result` of a notification. A queue's leg may stand in it unwrapped as well."""

    call_info: SipCallInfo | None = None
    conference_info: SipConference | None = None
    participant_info: SipParticipant | None = None


NO_RESULT = Raw()


class SipFrame(SipNotice, gc=False):
    """A whole frame. `cseq` marks a response, `event` a notification (row 6).

    `result` stays raw: what it holds depends on which of the two the frame is.
    """

    cseq: Scalar = None
    action: Scalar = None
    result: Raw = NO_RESULT


# Where structures hang inside structures: the slow path walks this instead of the annotations.
PARTS: dict[type[Struct], dict[str, type[Struct]]] = {
    SipForwarder: {"forwarder_list": SipForwarder, "forwarders": SipForwarder},
    SipParty: {"forwarder_list": SipForwarder, "forwarders": SipForwarder},
    SipCall: {},
    SipQueue: {},
    SipCallInfo: {
        "call": SipCall,
        "caller": SipParty,
        "callee": SipParty,
        "queue_info": SipQueue,
        "local_party": SipParty,
        "remote_party": SipParty,
    },
    SipConference: {"call": SipCall},
    SipParticipant: {"call": SipCall},
}
PARTS[SipNotice] = PARTS[SipCallInfo] | {
    "call_info": SipCallInfo,
    "conference_info": SipConference,
    "participant_info": SipParticipant,
}
LISTS = frozenset({"forwarder_list", "forwarders"})
