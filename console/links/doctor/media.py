"""The media server, where the record of the PBX names one: sign in, and read one thing."""

import ssl

from console.links.credentials import CredentialsUnreadableError
from console.links.doctor.findings import Finding, failed, ok, skipped, warning
from console.links.doctor.trouble import BUSY
from console.links.doctor.visit import Visit
from console.links.media import missing, services
from console.portasip.errors import (
    AnswerNotUnderstood,
    InvalidParameter,
    LinkLost,
    PortaError,
    Refused,
)


async def media(visit: Visit) -> Finding:
    """Sign in at the media server by REST or SOAP, as set, and read the mailbox's settings."""
    pbx = visit.pbx
    if not pbx.media_url:
        return skipped("No media server is set: voicemail, menus and rooms are not managed here.")
    if lacking := missing(pbx):
        what = f"The record lacks {', '.join(lacking)}."
        return failed("settings", what, f"Give them.\n{visit.addpbx(*lacking)}")
    try:
        visit.secrets |= {pbx.media_password}
    except CredentialsUnreadableError as unreadable:
        advice = visit.addpbx("--media-password-env VAR")
        return failed("password-unreadable", str(unreadable), advice)
    way = pbx.media_transport.upper()
    is_signed_in = False
    try:
        async with services(pbx) as opened:
            try:
                await opened.voicemail.settings()
            finally:
                is_signed_in = opened.is_signed_in
    except (PortaError, OSError) as error:
        return _of(visit, error, is_signed_in)
    return ok(f"Signed in at {pbx.media_url} as {pbx.media_login}, over {way}.", transport=way)


def _of(visit: Visit, error: Exception, is_signed_in: bool) -> Finding:
    pbx = visit.pbx
    if isinstance(error, InvalidParameter):
        return failed("settings", f"{visit.quoted(error)}.", f"Correct it.\n{visit.addpbx()}")
    if isinstance(error, Refused) and (error.is_credentials or error.is_session):
        what = f"The media server refused {pbx.media_login} at domain {pbx.media_domain}."
        advice = (
            "It takes an account ID, the account's web password and the media server's domain.\n"
            + visit.addpbx(
                "--media-login ACCOUNT", "--media-domain DOMAIN", "--media-password-env VAR"
            )
        )
        return failed("credentials", what, advice, code=visit.quoted(error.code))
    if isinstance(error, Refused) and not is_signed_in:
        what = f"The login was refused: {visit.quoted(error)}."
        advice = (
            "Look at the address (https://host:port, without a path as a rule), and at the media "
            f"server's log.\n{visit.addpbx('--media-url URL')}"
        )
        return failed("refused", what, advice, code=visit.quoted(error.code))
    if isinstance(error, Refused):
        what = f"Signed in, but the mailbox cannot be read: {visit.quoted(error)}."
        advice = "The account may have no mailbox; menus and rooms may work all the same."
        return warning("refused", what, advice, code=visit.quoted(error.code))
    if isinstance(error, LinkLost) and isinstance(_root(error), ssl.SSLError):
        what = f"Its certificate was not accepted: {visit.quoted(_root(error))}."
        advice = (
            "The console checks it as it does that of the PBX. Name the file of the authority that "
            f"signed both.\n{visit.addpbx('--ca-file FILE')}"
        )
        return failed("certificate", what, advice)
    if isinstance(error, AnswerNotUnderstood):
        other = "soap" if pbx.media_transport == "rest" else "rest"
        what = f"What answers is no media server over {pbx.media_transport.upper()}: "
        advice = (
            "Look at the address (port 8443 as a rule), or take the other transport.\n"
            + visit.addpbx(f"--media-transport {other}")
        )
        return failed("not-understood", f"{what}{visit.quoted(error)}.", advice)
    what = f"{pbx.media_url} does not answer: {visit.quoted(error).rstrip('.')}."
    if isinstance(error, LinkLost):
        advice = (
            "Look at the address (port 8443 as a rule), then at what stands between, such as a "
            f"firewall.\n{visit.addpbx('--media-url URL')}"
        )
        return failed("unreachable", what, advice)
    return failed("unreachable", what, BUSY)


def _root(error: BaseException) -> BaseException:
    """The first cause of a chain."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error
