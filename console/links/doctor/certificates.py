"""What a certificate says, for a person who must decide whether to trust it."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from cryptography import x509

from console.links.doctor.visit import printable

DER = 2  # _ssl.ENCODING_DER
# What reading a certificate can raise that OpenSSL was content with.
UNREADABLE = (
    ValueError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True)
class Certificate:
    """`sha256` is the fingerprint as browsers and `openssl x509` show it: AB:CD:…"""

    pem: str
    sha256: str
    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    @property
    def is_self_signed(self) -> bool:
        return bool(self.subject) and self.subject == self.issuer

    @property
    def date_trouble(self) -> str:
        """`expired`, `not-yet-valid` or ""."""
        now = datetime.now(UTC)
        if self.valid_until is not None and now > self.valid_until:
            return "expired"
        if self.valid_from is not None and now < self.valid_from:
            return "not-yet-valid"
        return ""

    @property
    def described(self) -> str:
        """Lines for a person."""
        return (
            f"Names: {', '.join(self.names) or 'none'}\n"
            f"Issued by: {self.issuer or 'unreadable'}\n"
            f"Valid: {day(self.valid_from)} to {day(self.valid_until)}\n"
            f"SHA-256: {self.sha256}"
        )

    @property
    def details(self) -> dict[str, Any]:
        return {
            "names": list(self.names),
            "subject": self.subject,
            "issuer": self.issuer,
            "valid_from": self.valid_from and self.valid_from.isoformat(),
            "valid_until": self.valid_until and self.valid_until.isoformat(),
            "sha256": self.sha256,
        }


def day(moment: datetime | None) -> str:
    return "unreadable" if moment is None else f"{moment:%Y-%m-%d %H:%M} UTC"


def read(der: bytes) -> Certificate:
    """Never raises: of an odd certificate the fingerprint alone is known."""
    digest = sha256(der).hexdigest().upper()
    fingerprint = ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
    pem = ssl.DER_cert_to_PEM_cert(der)
    try:
        parsed = x509.load_der_x509_certificate(der)
        return Certificate(
            pem,
            fingerprint,
            printable(parsed.subject.rfc4514_string()),
            printable(parsed.issuer.rfc4514_string()),
            _names(parsed),
            parsed.not_valid_before_utc,
            parsed.not_valid_after_utc,
        )
    except UNREADABLE:
        return Certificate(pem, fingerprint)


def _names(parsed: x509.Certificate) -> tuple[str, ...]:
    """Those that count: the common name only where there are no others."""
    try:
        extension = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        found = parsed.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return tuple(printable(str(each.value)) for each in found)
    alternatives = extension.value
    names = alternatives.get_values_for_type(x509.DNSName)
    addresses = alternatives.get_values_for_type(x509.IPAddress)
    return tuple(printable(str(each)) for each in (*names, *addresses))


def chain_of(secured: ssl.SSLObject) -> tuple[Certificate, ...]:
    """What the other side sent, its own certificate first."""
    unverified = getattr(secured, "get_unverified_chain", None)
    if unverified is not None:
        return tuple(read(bytes(der)) for der in unverified())
    # Public from Python 3.13 on; 3.11 and 3.12, which change no more, have it one level below.
    below = secured._sslobj.get_unverified_chain()  # type: ignore[attr-defined]
    return tuple(read(each.public_bytes(DER)) for each in below or ())


def anchor_of(chain: tuple[Certificate, ...]) -> Certificate | None:
    """What a CA file would need: the certificate that vouches for the rest, if it was sent."""
    top = chain[-1] if chain else None
    return top if top is not None and top.is_self_signed else None
