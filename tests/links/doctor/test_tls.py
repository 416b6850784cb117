"""Real TLS servers, each wrong in its own way."""

import ssl
import time
from hashlib import sha256
from pathlib import Path

import pytest

from console.links.doctor import Visit
from console.links.doctor.certificates import read
from console.links.doctor.tls import _not_trusted
from console.links.keeper import config_of
from console.simulator import Simulator
from tests.links.doctor.authority import HERE, Made, made, serving
from tests.links.doctor.conftest import SHORT, Examined, examined, record
from tests.links.doctor.odd_servers import (
    Connected,
    gossip,
    hang_up,
    listening,
    mute,
    old_tls,
    patient_http,
    saying,
)
from tests.servers import free_port


async def shown(folder: Path, own: Made, *above: Made, trusted: Made | None = None) -> Examined:
    """The walk against a server that shows this, with a CA file of what is trusted."""
    ca_file = folder / "ca.pem"
    if trusted is not None:
        ca_file.write_text(trusted.pem)
    async with listening(hang_up, ssl=serving(folder, own, *above)) as port:
        url = f"wss://127.0.0.1:{port}/ws"
        return await examined(url, ca_file=str(ca_file) if trusted else "")


async def test_a_self_signed_certificate_is_shown_with_all_that_is_needed_to_accept_it(
    tmp_path: Path,
) -> None:
    own = made(HERE, "pbx.example.com")
    found = await shown(tmp_path, own)
    assert found.troubles == {"tls": ("failed", "self-signed")}
    tls = found["tls"]
    assert tls.details["causes"] == ["self-signed"]
    assert tls.details["certificate"]["names"] == ["pbx.example.com", HERE]
    assert tls.details["certificate"]["sha256"] == own.sha256
    for piece in (own.sha256, "Issued by: CN=pbx", "Valid: ", "addpbx office --ca-file FILE"):
        assert piece in tls.advice
    assert "doctor office --save-certificate FILE" in tls.advice
    assert "addpbx office --insecure" in tls.advice
    assert found.visit.anchor == own.pem


async def test_what_it_offers_to_save_is_what_the_ca_file_needs(tmp_path: Path) -> None:
    async with Simulator(tls=True) as pbx:
        anchor = (await examined(pbx.url)).visit.anchor
        (tmp_path / "saved.pem").write_text(anchor)
        found = await examined(pbx.url, ca_file=str(tmp_path / "saved.pem"))
        assert found.troubles == {}
        assert found["tls"].details["version"] == "TLSv1.3"
        assert pbx.violations == []


async def test_an_unknown_ca_that_is_sent_along_can_be_accepted(tmp_path: Path) -> None:
    ca = made(ca=True)
    found = await shown(tmp_path, made(HERE, by=ca), ca)
    assert found.troubles == {"tls": ("failed", "unknown-ca")}
    assert ca.sha256 in found["tls"].advice
    assert found.visit.anchor == ca.pem


async def test_an_unknown_ca_that_is_not_sent_must_be_asked_for(tmp_path: Path) -> None:
    found = await shown(tmp_path, made(HERE, by=made(ca=True)))
    assert found.troubles == {"tls": ("failed", "unknown-ca")}
    assert "Let its administrator install the whole chain" in found["tls"].advice
    assert "--save-certificate" not in found["tls"].advice
    assert found.visit.anchor == ""


async def test_a_certificate_of_the_given_ca_is_accepted(tmp_path: Path) -> None:
    ca = made(ca=True)
    found = await shown(tmp_path, made(HERE, by=ca), trusted=ca)
    assert found["tls"].state == "ok"
    assert "CN=the CA" in found["tls"].what


async def test_a_certificate_that_the_ca_file_does_not_prove_names_the_file(tmp_path: Path) -> None:
    found = await shown(tmp_path, made(HERE), trusted=made(HERE))
    assert found.troubles == {"tls": ("failed", "self-signed")}
    assert f"{tmp_path}/ca.pem (--ca-file)" in found["tls"].advice


async def test_another_host_name_gives_the_url_that_would_fit(tmp_path: Path) -> None:
    own = made("*.example.com", "pbx.example.com")
    found = await shown(tmp_path, own, trusted=own)
    assert found.troubles == {"tls": ("failed", "wrong-host")}
    assert "not for 127.0.0.1" in found["tls"].what
    assert "--url wss://pbx.example.com:" in found["tls"].advice


async def test_a_certificate_without_any_host_name_must_be_made_anew(tmp_path: Path) -> None:
    own = made("*.example.com")
    found = await shown(tmp_path, own, trusted=own)
    assert "make one with the name of the URL" in found["tls"].advice


async def test_a_name_that_would_run_as_a_command_is_not_offered_for_copying(
    tmp_path: Path,
) -> None:
    own = made("pbx;reboot", "$(reboot).example.com")
    found = await shown(tmp_path, own, trusted=own)
    assert found.troubles == {"tls": ("failed", "wrong-host")}
    assert not [line for line in found["tls"].advice.splitlines() if "reboot" in line][1:]
    assert "make one with the name of the URL" in found["tls"].advice


async def test_without_a_second_look_the_cause_is_named_all_the_same(tmp_path: Path) -> None:
    """As from a PBX that answers once and then bars us."""
    visit = Visit(record(f"wss://127.0.0.1:{free_port()}/ws"))
    visit.config = config_of(visit.pbx)
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = 18, "self-signed certificate"
    found = await _not_trusted(visit, error)
    assert found.details == {"cause": "self-signed"}
    assert "Run the doctor again" in found.advice


@pytest.mark.parametrize(
    ("days", "cause", "advice"),
    [
        ((-30, -2), "expired", "Renew it at the PBX."),
        ((2, 30), "not-yet-valid", "First look at the clocks: this machine's clock reads"),
    ],
)
async def test_wrong_dates_are_named(
    days: tuple[int, int], cause: str, advice: str, tmp_path: Path
) -> None:
    own = made(HERE, days=days)
    found = await shown(tmp_path, own, trusted=own)
    assert found.troubles == {"tls": ("failed", cause)}
    assert advice in found["tls"].advice


async def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    found = await shown(tmp_path, made("pbx.example.com", days=(-30, -2)))
    assert found["tls"].details["causes"] == ["self-signed", "wrong-host", "expired"]


async def test_an_expired_certificate_of_the_issuer_is_told_from_its_own(tmp_path: Path) -> None:
    ca = made(ca=True, days=(-30, -2))
    found = await shown(tmp_path, made(HERE, by=ca), trusted=ca)
    assert found.troubles == {"tls": ("failed", "expired")}
    assert "that of its issuer" in found["tls"].advice


async def test_a_certificate_about_to_expire_is_a_warning(tmp_path: Path) -> None:
    own = made(HERE, days=(-30, 3))
    found = await shown(tmp_path, own, trusted=own)
    assert found.troubles["tls"] == ("warning", "expires-soon")


async def test_a_pbx_that_is_not_checked_is_a_warning_and_goes_on() -> None:
    async with Simulator(tls=True) as pbx:
        found = await examined(pbx.url, insecure=True)
    assert found.troubles == {"tls": ("warning", "insecure")}
    assert "SHA-256: " in found["tls"].advice
    assert found.steps[-1] == "logout"


@pytest.mark.parametrize("server", [saying("400 Bad Request"), patient_http])
async def test_plain_http_on_the_port_is_named(server: Connected) -> None:
    async with listening(server) as port:
        found = await examined(f"wss://127.0.0.1:{port}/ws", bounds=SHORT)
    assert found.troubles == {"tls": ("failed", "plain-http")}
    assert "without TLS" in found["tls"].what


@pytest.mark.parametrize(
    ("server", "cause"), [(mute, "silent"), (hang_up, "no-tls"), (gossip, "no-tls")]
)
async def test_a_port_without_tls_is_named(server: Connected, cause: str) -> None:
    began = time.monotonic()
    async with listening(server) as port:
        found = await examined(f"wss://127.0.0.1:{port}/ws", bounds=SHORT)
    assert found.troubles == {"tls": ("failed", cause)}
    assert "8444 for customers" in found["tls"].advice
    assert time.monotonic() - began < 5


async def test_tls_that_is_too_old_is_named() -> None:
    async with listening(old_tls) as port:
        found = await examined(f"wss://127.0.0.1:{port}/ws")
    assert found.troubles == {"tls": ("failed", "old-tls")}
    assert "TLS 1.2" in found["tls"].advice


async def test_a_socket_without_tls_says_so(pbx: Simulator) -> None:
    found = (await examined(pbx.url))["tls"]
    assert (found.state, found.what) == ("skipped", "No TLS: ws:// to this machine alone.")


def test_of_a_certificate_that_cannot_be_read_the_fingerprint_is_known() -> None:
    odd = read(b"odd")
    assert odd.sha256 == sha256(b"odd").digest().hex(":").upper()
    assert "Issued by: unreadable" in odd.described
    assert not odd.is_self_signed
