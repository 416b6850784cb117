"""The list of calls, the PBX's clock, how fast it answers, and what it says unasked."""

import asyncio
import statistics
import time
from typing import Any

from console.links.doctor.findings import Finding, failed, ok, warning
from console.links.doctor.trouble import of_trouble
from console.links.doctor.visit import Visit
from console.portasip.errors import Refused
from console.portasip.messages import CallsListed
from console.portasip.wire import calls_of

CLOCK_WITHIN = 5.0  # seconds
FAST_ENOUGH = 500  # milliseconds, median
TRIPS = 10


async def list_calls(visit: Visit) -> Finding:
    """Sets `ahead_at_least`."""
    try:
        answer = await _list(visit)
    except Refused as refused:
        return _refused(visit, refused)
    listed = calls_of(answer, time.time(), 0)
    visit.ahead_at_least = _in_the_future(listed)
    rows = answer.get("calls_list")
    legs, calls = len(listed.calls), len({each.leg.id for each in listed.calls})
    what = f"{_count(legs, 'leg')} of {_count(calls, 'call')}" if legs else "No calls now"
    if not isinstance(rows, list):
        advice = "The console takes it for no calls. Make one and run the doctor again."
        return warning("no-list", "The answer holds no list of calls.", advice, legs=0, calls=0)
    unreadable = len(rows) - legs
    details = {"legs": legs, "calls": calls, "unreadable": unreadable}
    if unreadable:
        what = f"{what}, and {_count(unreadable, 'entry', 'entries')} that cannot be read"
        advice = (
            "The console leaves them out. Tell whoever maintains it the PBX's release, with the "
            "answer to get_sip_calls_list."
        )
        return warning("unreadable", what, advice, **details)
    return ok(what, **details)


async def _list(visit: Visit) -> dict[str, Any]:
    """Not by CallControl.calls_list: that one forgets what it cannot read."""
    connection = visit.control.connection
    return await connection.request("CallControl", "get_sip_calls_list", visit.pbx.scope)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _refused(visit: Visit, refused: Refused) -> Finding:
    if refused.suffix != "disabled_api_notifications":
        return of_trouble(visit, refused)
    what = "The PBX took the subscription, and says there is none when asked for the list."
    advice = (
        "Several servers behind one address that do not share sessions would explain it: give the "
        f"address of one of them.\n{visit.addpbx('--url', 'wss://HOST:PORT/ws')}"
    )
    return failed("not-subscribed", what, advice, code=visit.quoted(refused.code))


def _in_the_future(listed: CallsListed) -> float:
    """How far the latest stamp lies after the list itself, in seconds; 0 if it does not."""
    stamps = (stamp for leg in listed.calls for stamp in (leg.start_time, leg.connect_time))
    latest = max((stamp for stamp in stamps if stamp is not None), default=listed.at)
    return max(0.0, latest - listed.at)


async def clock(visit: Visit) -> Finding:
    """By the Date of the handshake, and by stamps that lie in the future or are brand-new."""
    connection = visit.control.connection
    date = visit.connection.offset if visit.connection is not None else None
    measured = visit.clock.seconds
    offsets = [offset for offset in (date, measured, visit.ahead_at_least or None) if offset]
    offset = max(offsets, key=abs, default=0.0)
    details = {"offset": round(offset, 1), "date": date, "stamps": measured}
    if date is None and measured is None and not offsets:
        here = f"{time.strftime('%H:%M:%S', time.gmtime(connection.clock()))} UTC"
        return ok(f"Cannot be told without calls; it is {here} here.", **details)
    if abs(offset) <= CLOCK_WITHIN:
        return ok(f"Within {CLOCK_WITHIN:g} s of this machine's.", **details)
    way = "ahead of" if offset > 0 else "behind"
    what = f"The PBX's clock is {abs(offset):.0f} s {way} this machine's."
    advice = (
        "Times of calls would differ by that much from the PBX's own records, and certificates may "
        "seem expired or not yet valid. Let both machines keep their time by NTP."
    )
    return warning("clock", what, advice, **details)


async def round_trips(visit: Visit) -> Finding:
    took: list[float] = []
    try:
        async with asyncio.timeout(visit.bounds.answer):
            for _ in range(TRIPS):
                took.append(await _trip(visit))
    except TimeoutError:
        if not took:
            raise
    median, worst = round(statistics.median(took), 1), round(max(took), 1)
    method = _method(visit)
    what = f"{len(took)} × {method}: median {median:g} ms, worst {worst:g} ms"
    details = {"method": method, "trips": len(took), "median_ms": median, "worst_ms": worst}
    if median <= FAST_ENOUGH and len(took) == TRIPS:
        return ok(what, **details)
    advice = (
        "Every key on the desk waits that long. Look at the PBX's load and the line to it; run the "
        "console nearer to the PBX."
    )
    return warning("slow", what, advice, **details)


async def _trip(visit: Visit) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    if visit.has_ping:
        await visit.control.ping()
    else:
        await _list(visit)
    return (time.perf_counter() - began) * 1000


def _method(visit: Visit) -> str:
    return "Session.ping" if visit.has_ping else "get_sip_calls_list"


async def notifications(visit: Visit) -> Finding:
    """A quiet office sends none: nothing is waited for."""
    bad = visit.frames_not_understood
    what = f"{_count(visit.frames, 'frame')} came meanwhile"
    details = {"frames": visit.frames, "not_understood": bad}
    if not bad:
        return ok(f"{what}.", **details)
    advice = (
        "The console goes on, and asks for the list instead. Tell whoever maintains it the PBX's "
        "release and the warnings in the log."
    )
    return warning("not-understood", f"{what}, {bad} not understood.", advice, **details)
