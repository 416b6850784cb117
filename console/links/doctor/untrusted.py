"""What to say of a certificate that was refused."""

import re
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

from console.links.doctor.certificates import Certificate, anchor_of, day
from console.links.doctor.findings import Finding, failed
from console.links.doctor.visit import Visit

# X509_V_ERR_… of OpenSSL, as SSLCertVerificationError.verify_code gives them.
CAUSES = {
    18: "self-signed",
    2: "unknown-ca", 19: "unknown-ca", 20: "unknown-ca", 21: "unknown-ca",
    10: "expired",
    9: "not-yet-valid",
    62: "wrong-host", 64: "wrong-host",
}  # fmt: skip
# What may stand in a command for copying: a certificate can hold anything, and * names no host.
USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]*")
NO_TRUST = ("self-signed", "unknown-ca")
UNSEEN = "The PBX did not show its certificate a second time. Run the doctor again."


def cause_of(error: ssl.SSLCertVerificationError) -> str:
    return CAUSES.get(error.verify_code, "certificate")


def finding(
    visit: Visit,
    error: ssl.SSLCertVerificationError,
    causes: list[str],
    chain: tuple[Certificate, ...],
) -> Finding:
    """`causes`: what is wrong, as OpenSSL met it; the first stands for the step."""
    own, anchor = chain[0], anchor_of(chain)
    advice = [own.described]
    if anchor is not None and anchor is not own:
        advice.append(f"SHA-256 of its CA: {anchor.sha256}")
    advice += [_advice(visit, cause, own, anchor) for cause in causes]
    if "certificate" not in causes:
        insecure = visit.addpbx("--insecure")
        advice.append(f"In a laboratory only, to check no certificate at all:\n{insecure}")
    return failed(
        causes[0],
        " ".join(sentence(visit, error, cause) for cause in causes),
        "\n".join(advice),
        causes=causes,
        certificate=own.details,
    )


def sentence(visit: Visit, error: ssl.SSLCertVerificationError, cause: str = "") -> str:
    sentences = {
        "self-signed": "The PBX's certificate is signed by itself.",
        "unknown-ca": "The PBX's certificate is signed by a CA that is not known here.",
        "expired": "The PBX's certificate has expired.",
        "not-yet-valid": "The PBX's certificate is not valid yet.",
        "wrong-host": f"The PBX's certificate is not for {visit.host}.",
    }
    other = f"The PBX's certificate was refused: {visit.quoted(error.verify_message)}."
    return sentences.get(cause or cause_of(error), other)


def _advice(visit: Visit, cause: str, own: Certificate, anchor: Certificate | None) -> str:
    if cause in NO_TRUST:
        return _of_trust(visit, anchor)
    if cause == "wrong-host":
        return _of_host(visit, own)
    if cause in ("expired", "not-yet-valid"):
        return _of_dates(cause, own)
    return "Let the PBX's administrator make a certificate that present-day TLS accepts."


def _of_trust(visit: Visit, anchor: Certificate | None) -> str:
    was = visit.config.ca_file
    begins = f"Nothing in {was} (--ca-file) vouches for it: has the PBX a new one? " if was else ""
    if anchor is None:
        return (
            f"{begins}The PBX sends no certificate of its CA. Let its administrator install the "
            "whole chain, or give you the CA's certificate as a PEM file.\n"
            f"{visit.addpbx('--ca-file FILE')}"
        )
    return (
        f"{begins}Compare the SHA-256 with what the PBX's administrator sees. If it is the same, "
        f"accept it.\n{_saving(visit)}"
    )


def _saving(visit: Visit) -> str:
    saving = visit.run("doctor", "--save-certificate FILE")
    return f"{saving}\n{visit.addpbx('--ca-file FILE')}"


def _of_host(visit: Visit, own: Certificate) -> str:
    names = list(filter(USABLE.fullmatch, own.names))
    if not names:
        return "Let the PBX's administrator make one with the name of the URL in it."
    host = f"[{names[0]}]" if ":" in names[0] else names[0]
    url = urlsplit(visit.pbx.url)._replace(netloc=f"{host}:{visit.port}").geturl()
    return f"Use a name that it has.\n{visit.addpbx('--url', url)}"


def _of_dates(cause: str, own: Certificate) -> str:
    clock = f"this machine's clock reads {day(datetime.now(UTC))}"
    if not own.date_trouble:
        return f"It is that of its issuer, not its own: renew the chain at the PBX; {clock}."
    if cause == "expired":
        return f"Renew it at the PBX. If the date is a surprise, {clock}: is that right?"
    return f"First look at the clocks: {clock}. If that is right, make it anew at the PBX."


def of_insecure(visit: Visit, own: Certificate) -> str:
    return (
        f"{own.described}\nWhoever sits between can read the password: in earnest, check it.\n"
        f"{_saving(visit)}"
    )
