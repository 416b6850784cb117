"""Sign in and out, with one try alone: each wrong one brings the PBX's lock nearer."""

import asyncio

from console.links.doctor.findings import Finding, failed, ok, warning
from console.links.doctor.network import REALMS
from console.links.doctor.trouble import of_trouble
from console.links.doctor.visit import Visit
from console.portasip.errors import PortaError, Refused
from console.portasip.responses import text_of

SECRETS = ("session_id", "access_token", "refresh_token")


async def login(visit: Visit) -> Finding:
    """Sets `has_tokens`, and the session of the connection.

    Not by CallControl.login: that one forgets what else the answer holds.
    """
    connection = visit.control.connection
    params = {"login": visit.config.login.strip(), "password": visit.config.password}
    try:
        answer = await connection.request("Session", "login", params)
    except Refused as refused:
        return _refused(visit, refused)
    visit.secrets |= {text_of(answer, key) for key in SECRETS}
    visit.has_tokens = bool(text_of(answer, "access_token"))
    connection.session.session_id = text_of(answer, "session_id")
    if not connection.session.session_id:
        what = "The PBX answered the login without a session id."
        advice = f"{REALMS} A proxy that answers in the PBX's place would also explain it."
        return failed("no-session", what, advice, access_token=visit.has_tokens)
    tokens = "; the answer also holds an access token" if visit.has_tokens else ""
    return ok(f"Signed in as {visit.config.login}{tokens}.", access_token=visit.has_tokens)


def _refused(visit: Visit, refused: Refused) -> Finding:
    password, login = visit.addpbx("--password-env VAR"), visit.config.login
    suffix = refused.suffix.lower()
    if suffix == "auth_failed":
        what = f"The PBX refused the user name {login} or its password."
        advice = (
            f"One try was made, and no more: several wrong ones lock the user. {REALMS}\n"
            f"Give both again.\n{visit.addpbx('--login LOGIN --password-env VAR')}"
        )
        return failed("credentials", what, advice, code=visit.quoted(refused.code))
    if "brute_force" in suffix:
        what = f"The PBX has locked {login} after too many wrong passwords."
        advice = (
            "Wait, and do not try again now: each try prolongs the lock. Switch the PBX off in "
            "/admin/ so that the console does not try either, or let the PBX's administrator lift "
            f"the lock. Then give the right password.\n{password}"
        )
        return failed("locked", what, advice, code=visit.quoted(refused.code))
    if "must_change_password" in suffix:
        what = f"The PBX wants {login} to change the password first."
        advice = f"Change it in the PBX's web interface, then give the new one.\n{password}"
        return failed("must-change-password", what, advice, code=visit.quoted(refused.code))
    return of_trouble(visit, refused)


async def logout(visit: Visit) -> Finding:
    """Also after a failure."""
    try:
        async with asyncio.timeout(visit.bounds.farewell):
            await visit.control.logout()
    except (PortaError, TimeoutError) as error:
        what = f"The session was not given back: {visit.quoted(error) or 'no answer in time'}."
        advice = "Nothing to do: the PBX forgets it by itself after a while."
        return warning("not-logged-out", what, advice)
    return ok("Logged out.")
