"""TLS: whether the PBX proves who it is, and if not, which of the many reasons it is."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from console.links.doctor import untrusted
from console.links.doctor.certificates import Certificate, anchor_of, chain_of, day
from console.links.doctor.findings import Finding, failed, ok, skipped, warning
from console.links.doctor.network import REALMS
from console.links.doctor.visit import Visit

RENEW_BEFORE = timedelta(days=14)
TOO_OLD = (
    "UNSUPPORTED_PROTOCOL",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "SSLV3_ALERT_HANDSHAKE_FAILURE",
    "DH_KEY_TOO_SMALL",
    "NO_PROTOCOLS_AVAILABLE",
)


class Shown(NamedTuple):
    """What a handshake showed."""

    version: str
    chain: tuple[Certificate, ...]


async def tls(visit: Visit) -> Finding:
    """Sets `anchor`."""
    if visit.trust is None:
        return skipped("No TLS: ws:// to this machine alone.")
    try:
        shown = await _handshake(visit, visit.trust, visit.bounds.answer)
    except ssl.SSLCertVerificationError as error:
        return await _not_trusted(visit, error)
    except OSError as error:  # among them ssl.SSLError and TimeoutError
        return await _no_tls(visit, error)
    anchor = anchor_of(shown.chain)
    visit.anchor = anchor.pem if anchor else ""
    return _accepted(visit, shown)


async def _handshake(visit: Visit, trust: ssl.SSLContext, within: float) -> Shown:
    async with asyncio.timeout(within):
        _, writer = await asyncio.open_connection(
            visit.host, visit.port, ssl=trust, server_hostname=visit.host
        )
    try:
        secured: ssl.SSLObject = writer.get_extra_info("ssl_object")
        return Shown(secured.version() or "", chain_of(secured))
    finally:
        writer.transport.abort()


def _accepted(visit: Visit, shown: Shown) -> Finding:
    own = shown.chain[0]
    details = {"version": shown.version, "certificate": own.details}
    if visit.config.insecure:
        what = f"{shown.version}, but the certificate is not checked (--insecure)."
        return warning("insecure", what, untrusted.of_insecure(visit, own), **details)
    what = f"{shown.version}, certificate of {own.issuer} until {day(own.valid_until)}"
    if own.valid_until is not None and own.valid_until < datetime.now(UTC) + RENEW_BEFORE:
        advice = "Renew it at the PBX before that day; the console loses its link otherwise."
        return warning("expires-soon", f"{what}: soon", advice, **details)
    return ok(what, **details)


async def _not_trusted(visit: Visit, error: ssl.SSLCertVerificationError) -> Finding:
    """Look again without checking, for the certificate itself, and try the remedy."""
    chain: tuple[Certificate, ...] = ()
    try:
        chain = (await _handshake(visit, _unchecked(), visit.bounds.glance)).chain
    except OSError:
        chain = ()  # what is wrong is known; only the certificate's words are missing
    causes = [untrusted.cause_of(error)]
    if not chain:
        return failed(causes[0], untrusted.sentence(visit, error), untrusted.UNSEEN)
    anchor = anchor_of(chain)
    if anchor is not None:
        visit.anchor = anchor.pem
        causes.append(await _still_wrong_with(visit, anchor))
    causes.append(chain[0].date_trouble)
    return untrusted.finding(visit, error, list(dict.fromkeys(filter(None, causes))), chain)


def _unchecked() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def _still_wrong_with(visit: Visit, anchor: Certificate) -> str:
    """The cause that would remain with this certificate in the CA file; "" if none would."""
    try:
        context = ssl.create_default_context(cadata=anchor.pem)
        await _handshake(visit, context, visit.bounds.glance)
    except ssl.SSLCertVerificationError as error:
        return untrusted.cause_of(error)
    except OSError:
        return ""  # the PBX has had enough of us; the first cause stands
    return ""


async def _no_tls(visit: Visit, error: OSError) -> Finding:
    """TLS did not come about at all."""
    port, url = visit.port, visit.addpbx("--url", f"wss://{visit.host}:PORT/ws")
    if await _speaks_plain_http(visit):
        what = f"Port {port} speaks plain HTTP, without TLS."
        return failed("plain-http", what, f"Give a port with TLS. {REALMS}\n{url}")
    reason = getattr(error, "reason", None) or type(error).__name__
    if isinstance(error, TimeoutError):
        what = f"Port {port} accepts, and says nothing to a TLS handshake."
        advice = f"It may be another service, or a server that hangs. {REALMS}\n{url}"
        return failed("silent", what, advice)
    if reason in TOO_OLD:
        what = f"The PBX and this machine share no version of TLS or no cipher ({reason})."
        advice = "Let the PBX's web server offer TLS 1.2 or later with present-day ciphers."
        return failed("old-tls", what, advice)
    what = f"Port {port} ends the TLS handshake ({visit.quoted(reason)})."
    return failed("no-tls", what, f"It may be no TLS port. {REALMS}\n{url}")


async def _speaks_plain_http(visit: Visit) -> bool:
    writer = None
    try:
        async with asyncio.timeout(visit.bounds.glance):
            reader, writer = await asyncio.open_connection(visit.host, visit.port)
            writer.write(f"GET / HTTP/1.0\r\nHost: {visit.host}\r\n\r\n".encode())
            return await reader.read(5) == b"HTTP/"
    except OSError:
        return False
    finally:
        if writer is not None:
            writer.transport.abort()
