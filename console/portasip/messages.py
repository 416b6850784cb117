"""What the PBX says, as typed facts.

A fact is past tense and complete in itself: it carries `at`, the moment it holds for, in seconds
since the epoch (UTC). The decoder makes facts out of frames; the board folds them; the feed carries
them between processes. Nothing here knows a socket, a clock or Django.

Every identifier is an opaque string. What the PBX left out is "" for text and None for the rest.
"""

from typing import NamedTuple

from msgspec import Struct


class LegId(NamedTuple):
    """The name of one leg (SipCallIdentifier structure)."""

    id: str
    tag: str


# Encoded under the document's names, so that a usual frame is decoded straight into them; a name
# that is not here sends the frame down the patient path, which knows the other spellings.
class Forwarder(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, rename={"number": "id"}
):
    """One account that forwarded the call (SipForwarderAccountInfo structure).

    The last two are of the document's examples alone. Forwarders are listed flat, so that
    `forwarders` is always empty.
    """

    number: str = ""
    display_id: str = ""
    display_name: str = ""
    centrex_id: str = ""
    extension_id: str = ""
    huntgroup_id: str = ""
    account_id: str = ""
    forwarders: tuple[()] = ()


class Party(
    Struct,
    frozen=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"number": "id", "forwarders": "forwarder_list"},
):
    """A caller or callee (SipCallerInfo structure). `number` is the document's `id`."""

    number: str = ""
    account_id: str = ""
    centrex_id: str = ""
    display_id: str = ""
    display_name: str = ""
    extension_id: str = ""
    huntgroup_id: str = ""
    access_number: str = ""
    forwarders: tuple[Forwarder, ...] = ()


class QueuePlace(Struct, frozen=True, omit_defaults=True):
    """Where a caller stands (SipCallQueueStateInfo structure); `position` counts callers ahead."""

    queue: str
    position: int | None = None
    operators: int | None = None


class LegChanged(Struct, frozen=True, omit_defaults=True, tag=True):
    """One leg is now in `state` (SIPCallInfo structure).

    `state` is one of trying, ringing, early, connected, held, holding, queued, dequeued,
    terminated, or a word of a later release as the PBX spelt it, in lower case.
    `direction` is outgoing, incoming or "". The three stamps are the PBX's own clock,
    in seconds since the epoch; `duration` is in seconds.
    """

    leg: LegId
    state: str
    at: float
    caller: Party | None = None
    callee: Party | None = None
    direction: str = ""
    tracking_id: str = ""
    previous_tracking_id: str = ""
    start_time: float | None = None
    connect_time: float | None = None
    terminate_time: float | None = None
    duration: int | None = None
    reason: str = ""
    reason_code: str = ""
    queue: QueuePlace | None = None
    transfer_success: bool | None = None


class ConferenceChanged(Struct, frozen=True, omit_defaults=True, tag=True):
    """An on-the-spot conference started or terminated (event ConferenceInfo)."""

    name: str
    owner: str
    status: str
    at: float
    call_id: str = ""
    tracking_id: str = ""
    start_time: float | None = None
    terminate_time: float | None = None


class ParticipantChanged(Struct, frozen=True, omit_defaults=True, tag=True):
    """A participant came, changed or left (event ParticipantInfo).

    `quiet` (quiet_mode): came unheard, to listen. `joined_at` is the PBX's own stamp.
    """

    name: str
    owner: str
    participant: int
    at: float
    call_id: str = ""
    mute: bool | None = None
    hold: bool | None = None
    moderator: bool | None = None
    left: bool = False
    number: str = ""
    quiet: bool | None = None
    waits_for_moderator: bool | None = None
    joined_at: float | None = None
    tracking_id: str = ""


class PromptReported(Struct, frozen=True, omit_defaults=True, tag=True):
    """An IVR event of a call: `play_prompt_completed` or `dtmf_digit_detected`."""

    leg: LegId
    event: str
    at: float
    digit: str = ""
    dtmf_duration: int | None = None
    order: int | None = None


class Conference(Struct, frozen=True, omit_defaults=True):
    """One active conference of a list, with the participants who have not left."""

    name: str
    owner: str
    participants: tuple[ParticipantChanged, ...] = ()


class CallsListed(Struct, frozen=True, omit_defaults=True, tag=True):
    """A snapshot: the reply to `get_sip_calls_list` and, where asked, the conference lists.

    `since` is the board's `facts` counter when the request left: a leg that changed after it
    wins over the list. `calls` are LegChanged whose stamps are already corrected by the measured
    offset of the PBX's clock. `conferences` is None when the conference lists were not asked
    or were refused: then the board keeps those it knows.
    """

    calls: tuple[LegChanged, ...]
    since: int
    at: float
    conferences: tuple[Conference, ...] | None = None


class Extension(Struct, frozen=True, omit_defaults=True):
    """One account of `get_account_list`: `id` is the account ID, `short` the extension number."""

    id: str
    short: str = ""
    name: str = ""
    registered: bool | None = None
    company: str = ""
    email: str = ""


class ExtensionsListed(Struct, frozen=True, tag=True):
    """All extensions of the PBX, as read at `at`."""

    extensions: tuple[Extension, ...]
    at: float


class QueueListed(Struct, frozen=True, omit_defaults=True):
    """One call queue of `get_callqueue_list` and its hunt group, if it was told."""

    id: str
    name: str = ""
    huntgroup: str = ""


class QueuesListed(Struct, frozen=True, tag=True):
    """All call queues of the PBX, as read at `at`."""

    queues: tuple[QueueListed, ...]
    at: float


class HuntGroup(Struct, frozen=True, omit_defaults=True):
    """One hunt group of `get_huntgroup_list`: `number` is what is dialled."""

    number: str
    name: str = ""
    queue: str = ""
    """The call queue that it serves, if any."""


class HuntGroupsListed(Struct, frozen=True, tag=True):
    """All hunt groups of the PBX, as read at `at`."""

    groups: tuple[HuntGroup, ...]
    at: float


class FrameNotUnderstood(Struct, frozen=True, omit_defaults=True, tag=True):
    """A frame that is no fact: malformed, of an unknown event (`is_event`), or without a leg's
    name."""

    reason: str
    at: float
    is_event: bool = False


Fact = (
    LegChanged
    | ConferenceChanged
    | ParticipantChanged
    | PromptReported
    | CallsListed
    | ExtensionsListed
    | QueuesListed
    | HuntGroupsListed
    | FrameNotUnderstood
)
