"""What the database says, before anything is sent."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from console.simulator import Simulator
from tests.links.doctor.authority import HERE, made
from tests.links.doctor.conftest import examined, record

AWAY = "ws://127.0.0.1:1/ws"


async def test_what_will_be_used_is_said(pbx: Simulator) -> None:
    found = (await examined(pbx.url))["settings"]
    assert found.what == f"{pbx.url}, login demo, scope i_customer=30, release MR96"


@pytest.mark.parametrize(
    ("fields", "sentence", "option"),
    [
        ({"url": "ws://pbx.example.com/ws"}, "--url: ws:// would send passwords", "--url"),
        ({"url": "ws://pbx.localhost:1/ws"}, "--url: must be wss://host:port/ws", "--url"),
        ({"login": ""}, "--login: This field cannot be blank.", "--login"),
        ({"scope_key": "i_env"}, "--scope: Value 'i_env' is not a valid choice.", "--scope"),
        ({"release": 3}, "--release: ", "--release"),
    ],
)
async def test_a_record_that_cannot_be_used_is_named_with_its_option(
    fields: dict[str, Any], sentence: str, option: str
) -> None:
    found = await examined(**({"url": AWAY} | fields))
    assert found.steps == ["settings"]
    assert found["settings"].what.startswith(sentence)
    assert f"addpbx office {option}" in found["settings"].advice


async def test_a_missing_password_is_said() -> None:
    found = await examined(AWAY, password="")
    assert found.troubles == {"settings": ("failed", "no-password")}
    assert "--password-env" in found["settings"].advice


async def test_a_password_under_a_lost_key_is_said(settings: Any) -> None:
    sealed = record(AWAY).password_sealed
    settings.CREDENTIALS_KEYS = [Fernet.generate_key().decode()]
    found = await examined(AWAY, password_sealed=sealed)
    assert found.troubles == {"settings": ("failed", "password-unreadable")}
    assert "CREDENTIALS_KEYS" in found["settings"].what


@pytest.mark.parametrize(("content", "reason"), [(None, "No such file"), ("x", "holds no cert")])
async def test_a_ca_file_that_cannot_be_used_is_said(
    content: str | None, reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    found = await examined("wss://127.0.0.1:1/ws", ca_file=str(file))
    assert found.troubles == {"settings": ("failed", "ca-file")}
    assert reason in found["settings"].what
    assert "--ca-file FILE" in found["settings"].advice


async def test_a_ca_file_that_can_be_read_is_taken(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text(made(HERE).pem)
    found = await examined("wss://127.0.0.1:1/ws", ca_file=str(tmp_path / "ca.pem"))
    assert found["settings"].state == "ok"


async def test_a_pbx_that_is_switched_off_is_examined_with_a_warning(pbx: Simulator) -> None:
    found = await examined(pbx.url, enabled=False)
    assert found.troubles == {"settings": ("warning", "not-enabled")}
    assert found.steps[-1] == "logout"
