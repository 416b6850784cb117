"""The words that only the PBX says: of its properties, states, methods, codes and reasons.

What consists of them alone says nothing about anybody, so a recording keeps it readable.
"""

import re
from functools import cache

from .shapes import PARTS

SPOKEN = re.compile(r"[A-Za-z_.,:;()/' -]{1,120}")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

# Methods, services, codes and the envelope of the document; properties come from its structures.
PROTOCOL = """
    aa access account action actions active activity adding admin advanced answer answered api
    args attended attributes auto billing blind brute by bye call callback called callee caller
    calls cannot centrex change check cld cli client code codec companyname complete completed
    conf conference conferences connect connected control count create cseq customer customers
    data date delete deleted dequeued details detect detected digit digits direction disable
    disabled display dtmf duration early email enable enabled ended entry error errors event
    events extension extensions external failed failure false fault faultcode faultstring file
    firstname force forwarded forwarder found from get group groups held hold holding hunt
    huntgroup i id identifier ids in incoming info initiator internal into invalid is ivr join
    joined key lang lastname leave left limit list local login logout main mandatory master max
    maximum member members message method missing mode moderator music must mute n name net no
    not notification notifications null number object of off offer office offset on operating
    operator operators order originate outgoing owner page param parameter parameters params
    parked parking participant participants party password ping play position post presence
    previous process progress prompt proxy queue queued queues quiet read real reason recipient
    record recording refresh registered release remote removed repeat reply report request
    required response result retry ring ringing room rows safe scope server service session set
    sip site slot spot standalone start started state status statuses stop sub subscribe
    subscription success tag terminate terminated time timeout to token total tracking transfer
    transferred transport true trying type unhold unsubscribe unsupported update updated url
    user uuid value version voice voicemail wait waiting with wrap wrong xdr xdrs y yes
"""
# Reasons: of SIP (RFC 3261, section 21), of Q.850, and of the PBX.
REASONS = """
    a abandoned absent accepted address allocated allowed ambiguous anywhere at available bad
    barred bearer busy callers cancelled capability channel circuit cleared clearing completely
    condition congestion continue decline declined denied destination does doesn elsewhere
    everywhere exchange exist expired extended facility first forbidden force format full
    gateway gone hangup here hung implemented implicit interworking large length limited long
    loop many media moved multiple network nobody none normal notify obtainable ok okay order
    out overload partial payment pending permanently pickup preemption protocol redirected
    rejected required resource responding route server short small specified subscriber
    switching temporarily temporary terminal than the there too transient unallocated unassigned
    unauthorized unavailable undecipherable unknown unspecified up use user was wish
"""


@cache
def words() -> frozenset[str]:
    """Return every known word, in lower case."""
    properties = (name for shape in PARTS for name in shape.__struct_fields__)
    spelt = (part for name in properties for part in name.split("_"))
    return frozenset([*PROTOCOL.split(), *REASONS.split(), *spelt])


def is_spoken(text: str) -> bool:
    """Whether `text` holds nothing but words of the PBX; digits never are."""
    if not SPOKEN.fullmatch(text):
        return False
    return all(word.lower() in words() for word in WORD.findall(text))
