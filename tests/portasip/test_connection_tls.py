"""TLS: a PBX comes with a certificate of its own making, and that is for a person to accept."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from console.portasip.connection import Connection
from console.portasip.errors import LinkLost, is_retryable
from tests.portasip.scripted import obedient, pbx


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate of this machine and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pbx")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "pbx.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


def serving(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def test_a_certificate_nobody_vouches_for_is_a_lost_link_worth_another_try(
    certificate: Path,
) -> None:
    async with pbx(obedient, ssl=serving(certificate)) as url:
        with pytest.raises(LinkLost) as caught:
            await Connection.open(url.replace("ws:", "wss:"))
    assert isinstance(caught.value.cause, ssl.SSLCertVerificationError)
    assert "cannot connect: its certificate was refused, self" in str(caught.value)
    assert is_retryable(caught.value)


async def test_a_certificate_that_was_given_is_accepted(certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    async with pbx(obedient, ssl=serving(certificate)) as url:
        connection = await Connection.open(url.replace("ws:", "wss:"), ssl_context=trusting)
        assert await connection.request("Session", "ping", {}) == {"success": 1}
        await connection.close()
