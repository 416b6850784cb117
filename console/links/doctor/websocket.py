"""The WebSocket handshake: whether the path leads to call control."""

from urllib.parse import urlsplit

from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus

from console.links.doctor.findings import Finding, failed, ok
from console.links.doctor.network import REALMS
from console.links.doctor.visit import Visit
from console.links.link import control_over
from console.portasip.connection import Connection
from console.portasip.errors import LinkLost

PROXY = "Look at the PBX's web server, and at any proxy between: it must pass WebSockets on."
REDIRECTS = range(300, 400)


async def websocket(visit: Visit) -> Finding:
    """Sets `connection` and `control`."""
    config, bounds = visit.config, visit.bounds
    try:
        connection = await Connection.open(
            config.url,
            ssl_context=visit.trust,
            request_deadline=bounds.answer,
            open_within=bounds.answer,
        )
    except LinkLost as lost:
        return _not_open(visit, lost)
    connection.on_fact = visit.hear
    visit.connection = connection
    visit.control = control_over(connection, config)
    return ok(f"Open at {config.url}")


def _not_open(visit: Visit, lost: LinkLost) -> Finding:
    cause = lost.cause
    if isinstance(cause, InvalidStatus):
        return _of_status(visit, cause)
    if isinstance(cause, TimeoutError):
        what = "The server accepts, and does not answer the WebSocket handshake."
        return failed("silent", what, f"{PROXY} {REALMS}")
    if isinstance(cause, InvalidHandshake) and not isinstance(cause, InvalidMessage):
        what = f"The answer is no WebSocket handshake: {visit.quoted(cause)}."
        return failed("no-websocket", what, PROXY)
    what = f"The other side is no web server, or closed the connection: {visit.quoted(cause)}."
    return failed("no-http", what, f"The port may belong to another service. {REALMS}")


def _of_status(visit: Visit, refused: InvalidStatus) -> Finding:
    response = refused.response
    status = response.status_code
    said = f"The server answers the handshake with HTTP {status}"
    if status in REDIRECTS:
        place = visit.quoted(response.headers.get("Location", "nowhere"))
        url = _with_url(visit, "URL")
        advice = f"The console follows no redirect. If that is the PBX, name it.\n{url}"
        return failed("redirected", f"{said}, to {place}.", advice, status=status, location=place)
    cause, advice = _meaning(visit, status)
    return failed(cause, f"{said}.", advice, status=status)


def _meaning(visit: Visit, status: int) -> tuple[str, str]:
    if status == 404:
        return "not-found", _of_path(visit)
    if status in (401, 403):
        return "forbidden", (
            "The web server does not let this machine in: allow its address there, or at the proxy "
            "before it."
        )
    if status in (502, 503, 504):
        return "unavailable", (
            "The web server runs, and call control behind it does not: restart it at the PBX, or "
            "wait until it has workers free."
        )
    if status in (200, 400, 405, 426):
        return "no-websocket", f"{PROXY} {_of_path(visit)}"
    return "status", PROXY


def _of_path(visit: Visit) -> str:
    parts = urlsplit(visit.pbx.url)
    if parts.path == "/ws":
        return f"The path is right, so another service may have the port. {REALMS}"
    return f"The path should be /ws.\n{_with_url(visit, parts._replace(path='/ws').geturl())}"


def _with_url(visit: Visit, url: str) -> str:
    return visit.addpbx("--url", url)
