"""Name and TCP: whether the PBX's machine is found and its port is open."""

import asyncio
import contextlib
import socket
import threading
from ipaddress import ip_address

from console.links.doctor.findings import Finding, failed, ok, skipped, warning
from console.links.doctor.visit import Visit

PORTS = {8444: "customers", 8445: "accounts", 8442: "resellers", 443: "administrators"}
REALMS = (
    "The PBX listens on 8444 for customers, 8445 for accounts, 8442 for resellers and 443 for "
    "administrators; the port must fit the login."
)


async def name(visit: Visit) -> Finding:
    """Sets `addresses`."""
    host = visit.host
    if _is_address(host):
        visit.addresses = (host,)
        return skipped(f"{host} is an address, not a name.", addresses=[host])
    try:
        async with asyncio.timeout(visit.bounds.answer):
            visit.addresses = await _resolved(host, visit.port)
    except TimeoutError:
        advice = "Mend the DNS servers of this machine (/etc/resolv.conf), or give an IP address."
        return failed("no-dns", f"The DNS gave no answer about {host}.", advice)
    except (OSError, UnicodeError) as error:
        return _not_found(visit, error)
    what = f"{host} is {', '.join(visit.addresses)}"
    return ok(what, addresses=list(visit.addresses))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def _resolved(host: str, port: int) -> tuple[str, ...]:
    """Raises OSError or UnicodeError.

    In a thread that ends with the process: asyncio would wait for its own at the end, as long as a
    dead DNS likes.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[tuple[str, ...]] = loop.create_future()

    def settle(addresses: tuple[str, ...], error: Exception | None) -> None:
        if found.done():
            return
        if error is None:
            found.set_result(addresses)
        else:
            found.set_exception(error)

    def look_up() -> None:
        addresses: tuple[str, ...] = ()
        trouble: Exception | None = None
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = tuple(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            trouble = error
        with contextlib.suppress(RuntimeError):  # too late: the loop is closed, nobody waits
            loop.call_soon_threadsafe(settle, addresses, trouble)

    threading.Thread(target=look_up, name="doctor-dns", daemon=True).start()
    return await found


def _not_found(visit: Visit, error: Exception) -> Finding:
    host = visit.host
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        advice = "Mend the DNS servers of this machine (/etc/resolv.conf), or give an IP address."
        return failed("no-dns", f"The DNS cannot tell at present what {host} is.", advice)
    url = visit.addpbx("--url", "wss://HOST:PORT/ws")
    advice = f"Look for a slip in the name, or ask the PBX's administrator for it.\n{url}"
    return failed("unknown-name", f"The DNS knows no {host}.", advice)


async def connect(visit: Visit) -> Finding:
    tried = await asyncio.gather(*(_tried(visit, address) for address in visit.addresses))
    causes = dict(zip(visit.addresses, tried, strict=True))
    refused = {address: cause for address, cause in causes.items() if cause}
    details = {"port": visit.port, "addresses": causes}
    if not refused:
        users = f", the port for {PORTS[visit.port]}" if visit.port in PORTS else ""
        return ok(f"Port {visit.port} is open{users}.", **details)
    if len(refused) < len(causes):
        return _partly(visit, refused, details)
    return _closed(visit, next(iter(refused.values())), details)


async def _tried(visit: Visit, address: str) -> str:
    """Return why the port is closed there; nothing when it is open."""
    try:
        async with asyncio.timeout(visit.bounds.answer):
            _, writer = await asyncio.open_connection(address, visit.port)
    except TimeoutError:
        return "time-out"
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "unreachable"
    writer.transport.abort()
    return ""


def _partly(visit: Visit, refused: dict[str, str], details: dict[str, object]) -> Finding:
    bad = ", ".join(f"{address} ({cause})" for address, cause in refused.items())
    what = f"Port {visit.port} is open, but not at every address: {bad}."
    advice = (
        f"The console tries the addresses of {visit.host} in turn and may lose its time on these. "
        "Take them out of the DNS, or open the port there."
    )
    return warning("partly", what, advice, **details)


def _closed(visit: Visit, cause: str, details: dict[str, object]) -> Finding:
    port, url = visit.port, visit.addpbx("--url", f"wss://{visit.host}:PORT/ws")
    at = ", ".join(visit.addresses)
    if cause == "refused":
        what = f"Nothing listens on port {port} at {at}."
        advice = f"{REALMS}\n{url}"
    elif cause == "time-out":
        what = f"Port {port} at {at} gives no answer."
        advice = (
            f"A firewall drops the packets, or the machine is off: allow TCP port {port} from this "
            f"machine to it. {REALMS}"
        )
    else:
        what = f"There is no way to {at}, port {port}."
        advice = "Look at this machine's network, routes and VPN, then at the address itself."
    return failed(cause, what, advice, **details)
