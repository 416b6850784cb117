"""The property tables of the API document, and those of the look-ups it refers to.

Where the document's tables and its examples disagree, what an example shows is allowed.
"""

from collections.abc import Mapping
from functools import cache

from . import checking
from .checking import Check, Property, Table
from .frames import EVENT

text, number, flag = checking.text, checking.number, checking.flag
structure, array, choice, url = checking.structure, checking.array, checking.choice, checking.url


def table(required: Mapping[str, Check] | None = None, /, **optional: Check) -> Table:
    rows = {name: Property(check, is_required=True) for name, check in (required or {}).items()}
    return Table(rows | {name: Property(check) for name, check in optional.items()})


EMPTY = table()
ID = number(unsigned=True)
SCOPES = ("i_account", "i_customer", "i_main_office", "i_ivr_an")
STATES = (
    "trying", "ringing", "early", "connected", "terminated", "held", "holding", "queued",
    "dequeued",
)  # fmt: skip

# SipCallIdentifier structure: a leg needs both, and both are strings.
CALL = structure(table({"id": text(), "tag": text()}))
LEG = table({"call": CALL})
SCOPE = Table(
    table(event=choice(EVENT), **dict.fromkeys(SCOPES, ID)).properties,
    one_of=frozenset(SCOPES),
)
SIP_HEADER = structure(table({"name": text(), "value": text()}))

ORDER = checking.either(choice(2, 3), choice("2", "3"))

# The table says `Notify`, the example `notify`; the second value's name is missing there.
ANSWER_MODES = ("notify", "reconnect")

CONFERENCE = structure(table(name=text(at_most=64), owner_id=text(), i_customer=ID))
NAMED_CONFERENCE = structure(table({"name": text(at_most=64)}, owner_id=text(), i_customer=ID))
OWNED_CONFERENCE = structure(table({"name": text(at_most=64), "owner_id": text()}, i_customer=ID))
PARTICIPANT_PROPERTIES: dict[str, Check] = {
    "announced_conference_name_url": url(),
    "hold": flag(),
    "play_announce": flag(),
    "lang": text(at_most=2),
    "max_participants": ID,
    "moderator": flag(),
    "music_on_hold_url": url(),
    "mute": flag(),
    "quiet_mode": flag(),
    "participant_id": ID,
    "wait_for_moderator": flag(),
}
PARTICIPANT = structure(table(**PARTICIPANT_PROPERTIES))
KNOWN_PARTICIPANT = structure(
    table(
        {"participant_id": ID},
        **{
            name: check
            for name, check in PARTICIPANT_PROPERTIES.items()
            if name != "participant_id"
        },
    )
)
INVITATION = structure(
    table({"callee_id": text()}, caller_id=text(), sip_auth_username=text(), id=text(), tag=text())
)
CONVERTED_CALL = structure(
    table(
        {"id": text(), "tag": text()}, caller_id=text(), callee_id=text(), sip_auth_username=text()
    )
)
PAGE: dict[str, Check] = {"limit": ID, "offset": ID, "get_total": checking.either(ID, flag())}
SWITCH = checking.either(ID, flag())

SESSION = {
    "login": table({"login": text()}, password=text(), token=text(), domain=text()),
    "logout": table(session_id=text()),
    "ping": table(session_id=text()),
}

CALL_CONTROL = {
    "enable_api_notifications": SCOPE,
    "disable_api_notifications": SCOPE,
    "get_sip_calls_list": SCOPE,
    "originate_advanced_call": table(
        {"bill_id": text(), "caller_id": text(), "callee_id": text()},
        callee_auto_pickup=flag(),
        state_callback=url(),
        state_callback_events=array(choice(*STATES)),
    ),
    "answer_call": table(
        {"call": CALL, "callee_answer_mode": choice(*ANSWER_MODES, ignore_case=True)}
    ),
    "terminate_call": LEG,
    "hold_call": LEG,
    "unhold_call": LEG,
    "transfer_call": table(
        {"call": CALL, "cld": text()},
        sip_headers=checking.either(SIP_HEADER, array(SIP_HEADER)),
    ),
    "join_calls": table({"call": CALL, "to_call": CALL}),
    "play_prompt": table({"call": CALL, "url": url()}, order=ORDER, repeat=number()),
    "stop_play_prompt": table({"call": CALL}, order=ORDER),
    "start_dtmf_detect": LEG,
    "stop_dtmf_detect": LEG,
    "ring_call": LEG,
    "progress_call": LEG,
    "join_on_spot_conference": table(
        {"conference_info": OWNED_CONFERENCE, "call_info": INVITATION},
        participant_info=PARTICIPANT,
    ),
    "convert_to_on_spot_conference": table(
        {"conference_info": NAMED_CONFERENCE, "call_info": CONVERTED_CALL},
        caller=PARTICIPANT,
        callee=PARTICIPANT,
    ),
    "get_on_spot_conference_list": table({"conference_info": CONFERENCE}),
    "get_on_spot_conference_participant_list": table({"conference_info": NAMED_CONFERENCE}),
    "update_on_spot_conference_participant": table(
        {"conference_info": NAMED_CONFERENCE, "participant_info": KNOWN_PARTICIPANT}
    ),
    "delete_on_spot_conference_participant": table(
        {"conference_info": NAMED_CONFERENCE, "participant_info": KNOWN_PARTICIPANT}
    ),
}

XDRS: dict[str, Check] = {"show_unsuccessful": SWITCH, "i_service_type": ID, **PAGE}
RANGE: dict[str, Check] = {"from_date": checking.stamp(), "to_date": checking.stamp()}

ACCOUNT = {
    "get_xdr_list": table({"i_account": ID, **RANGE}, **XDRS),
    "get_account_list": table(
        id=text(),
        i_customer=ID,
        i_account=ID,
        get_not_closed_accounts=SWITCH,
        get_only_real_accounts=SWITCH,
        get_statuses=SWITCH,
        with_aliases=SWITCH,
        **PAGE,
    ),
    "update_huntgroups_subscription": table(
        {"i_account": ID},
        subscribe_to_huntgroups=array(structure(table({"id": text()}))),
        unsubscribe_from_huntgroups=array(structure(table({"id": text()}))),
    ),
}

CUSTOMER = {
    "get_customer_xdrs": table({"i_customer": ID, **RANGE}, **XDRS),
    "get_customer_info": table(i_customer=ID),
    "get_callqueue_list": table(i_customer=ID, i_c_queue=ID, **PAGE),
    "get_extensions_list": table(
        i_customer=ID,
        detailed_info=SWITCH,
        get_main_office_extensions=SWITCH,
        **PAGE,
    ),
    "get_huntgroup_list": table(i_customer=ID, get_main_office_huntgroups=SWITCH, **PAGE),
}

# Both scripts of appendix B reach call control through the service `Customer`.
SERVICES: dict[str, dict[str, Table]] = {
    "Session": SESSION,
    "CallControl": CALL_CONTROL,
    "Account": ACCOUNT,
    "Customer": CALL_CONTROL | CUSTOMER,
    "CallQueue": {"get_callqueue_list": CUSTOMER["get_callqueue_list"]},
}

# MR120 names a transfer's target `destination`; `cld` is deprecated and still taken.
LATER_TRANSFER = Table(
    table(
        {"call": CALL},
        cld=text(),
        destination=text(),
        sip_headers=checking.either(SIP_HEADER, array(SIP_HEADER)),
    ).properties,
    one_of=frozenset({"cld", "destination"}),
)


@cache
def services(release: int) -> dict[str, dict[str, Table]]:
    """Return the tables by service and method, as far as they are known of a release."""
    if release < 120:
        return SERVICES
    return SERVICES | {"CallControl": CALL_CONTROL | {"transfer_call": LATER_TRANSFER}}
