"""Findings for what any step may run into."""

from console.links.doctor.findings import Finding, failed
from console.links.doctor.visit import Visit
from console.portasip.errors import LinkLost, Refused, Unanswered

BUSY = "Try again; if it stays so, the PBX is overloaded or something between drops the traffic."


def of_trouble(visit: Visit, error: Exception) -> Finding:
    """The finding for an error that a step has no better words for."""
    if isinstance(error, Refused):
        return _of_refusal(visit, error)
    if isinstance(error, Unanswered | TimeoutError):
        return failed("unanswered", "No answer came in time.", BUSY)
    if isinstance(error, LinkLost):
        advice = "Look at what stands between, such as a proxy or a firewall, and at the PBX's log."
        return failed("lost", f"The socket was lost: {visit.quoted(error)}.", advice)
    advice = "Tell this to whoever runs the console."
    return failed("unexpected", f"Not expected: {visit.quoted(error)}.", advice)


def _of_refusal(visit: Visit, refused: Refused) -> Finding:
    said = f"The PBX refused: {visit.quoted(refused)}."
    if refused.is_session:
        advice = (
            "The session that the PBX just gave does not hold. Several servers behind one address "
            "that do not share sessions would explain it: give the address of one of them."
        )
        return failed("session", said, advice, code=visit.quoted(refused.code))
    if refused.suffix in ("standalone_mode", "secondary_site", "read_only_mode"):
        advice = "This site of the PBX is not the main one. Give the main site's address, or wait."
        return failed("site", said, advice, code=visit.quoted(refused.code))
    advice = "Look this code up in the PBX's log, at this minute, with its administrator."
    return failed("refused", said, advice, code=visit.quoted(refused.code))
