"""The settings that a process has by its environment, and the sentences that refuse one."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from traceback import format_exception
from typing import Any
from unittest.mock import patch

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
GIVEN = {"SECRET_KEY": "s" * 50, "CREDENTIALS_KEYS": Fernet.generate_key().decode()}
VARIABLES = (
    "SECRET_KEY DEBUG ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS PUBLIC_URL DATABASE_URL REDIS_URL "
    "CREDENTIALS_KEYS TIME_ZONE LOG_LEVEL LOG_FORMAT TRUSTED_PROXIES METRICS_TOKEN "
    "EMAIL_URL EMAIL_FROM"
).split()


def environment(**variables: str) -> dict[str, str]:
    """Of ours these variables alone."""
    others = {
        name: value
        for name, value in os.environ.items()
        if name.removesuffix("_FILE") not in VARIABLES and not name.startswith("WAIT_")
    }
    return others | variables


def read(**variables: str) -> dict[str, Any]:
    """Every setting of a process in which these variables alone are given."""
    with (
        patch.dict(os.environ, environment(**variables), clear=True),
        patch("structlog.configure"),  # this process has its own
    ):
        return runpy.run_path(str(ROOT / "console" / "settings.py"))


def settings(*names: str, **variables: str) -> dict[str, Any]:
    found = read(**(GIVEN | variables))
    return {name: found[name] for name in names}


BAD = [
    ("DEBUG", "flase"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_FORMAT", "xml"),
    ("TRUSTED_PROXIES", "all"),
    ("PUBLIC_URL", "console.example.com"),
    ("PUBLIC_URL", "ftp://console.example.com"),
    ("PUBLIC_URL", "https://console.example.com/desk"),
    ("PUBLIC_URL", "https://console.example.com:port"),
    ("CSRF_TRUSTED_ORIGINS", "console.example.com"),
    ("DATABASE_URL", "mysql://root:hidden@db/console"),
    ("DATABASE_URL", "console"),
    ("REDIS_URL", "http://redis:6379"),
    ("CREDENTIALS_KEYS", "short"),
    ("METRICS_TOKEN", "short"),
    ("METRICS_TOKEN", "ñ" * 20),
    ("EMAIL_URL", "mail.example.com"),
    ("EMAIL_URL", "http://mail.example.com"),
    ("EMAIL_URL", "smtp://mail.example.com:port"),
    ("EMAIL_URL", "smtp+tls://"),
    ("EMAIL_URL", "smtp+tls://mail.example.com/path"),
    ("EMAIL_URL", "smtp://console:hidden@mail.example.com"),
    ("TIME_ZONE", "Mars/Olympus"),
    ("WAIT_PING_EVERY", "soon"),
    ("WAIT_PING_EVERY", "0"),
    ("WAIT_COALESCE", "-1"),
    ("WAIT_LIST_EVERY", "nan"),
    ("WAIT_RETRY_MIN", "5"),
    ("WAIT_LEASE_RENEW", "15"),
    ("WAIT_HEARTBEAT_EVERY", "15"),
    ("WAIT_PING_EVERY", "15"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_is_refused_with_its_name(name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name}: "):
        read(**(GIVEN | {name: value}))


def test_what_is_refused_stops_the_start_and_stands_in_its_last_line():
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment(**GIVEN, LOG_LEVEL="LOUD"),
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: LOG_LEVEL: ")


def test_a_bad_database_address_is_not_repeated_with_its_password():
    address = "mysql://root:hidden@db/console"
    with pytest.raises(ImproperlyConfigured) as refused:
        read(**GIVEN, DATABASE_URL=address)
    assert "hidden" not in "".join(format_exception(refused.value))


def test_a_variable_can_stand_in_a_file(tmp_path):
    (tmp_path / "zone").write_text("Europe/Madrid\n")
    found = settings("TIME_ZONE", TIME_ZONE_FILE=str(tmp_path / "zone"))
    assert found["TIME_ZONE"] == "Europe/Madrid"


def test_a_token_of_metrics_may_stand_in_a_file_and_is_none_by_default(tmp_path):
    (tmp_path / "token").write_text("an-honest-scraper\n")
    found = settings("METRICS_TOKEN", METRICS_TOKEN_FILE=str(tmp_path / "token"))
    assert found["METRICS_TOKEN"] == "an-honest-scraper"
    assert settings("METRICS_TOKEN")["METRICS_TOKEN"] == ""


def test_a_missing_file_is_refused_with_its_name(tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"^TIME_ZONE_FILE: the file cannot be read"):
        read(**GIVEN, TIME_ZONE_FILE=str(tmp_path / "nowhere"))


def test_an_empty_variable_counts_as_missing():
    assert settings("TIME_ZONE", TIME_ZONE="")["TIME_ZONE"] == "UTC"


def test_debug_is_off_by_default():
    assert settings("DEBUG")["DEBUG"] is False


@pytest.mark.parametrize(
    ("address", "secure"), [("https://console.example.com", True), ("http://127.0.0.1:8000", False)]
)
def test_cookies_are_secure_exactly_when_the_public_address_is_https(address, secure):
    found = settings("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", PUBLIC_URL=address)
    assert set(found.values()) == {secure}


def test_hosts_and_origins_follow_the_public_address():
    found = settings(
        "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", PUBLIC_URL="https://console.example.com/"
    )
    assert found == {
        "ALLOWED_HOSTS": ["console.example.com", "localhost", "127.0.0.1", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": ["https://console.example.com"],
    }


def test_given_hosts_replace_those_of_the_public_address():
    found = settings("ALLOWED_HOSTS", ALLOWED_HOSTS="a.example.com, b.example.com")
    assert found["ALLOWED_HOSTS"] == ["a.example.com", "b.example.com"]


def test_redis_carries_the_layer_and_counts_the_sign_ins():
    found = settings("CHANNEL_LAYERS", "CACHES", REDIS_URL="redis://localhost:6379/1")
    assert "RedisPubSubChannelLayer" in found["CHANNEL_LAYERS"]["default"]["BACKEND"]
    assert "RedisCache" in found["CACHES"]["default"]["BACKEND"]


def test_installations_on_one_redis_are_parted_by_the_number_of_the_database():
    layers = [
        settings("CHANNEL_LAYERS", REDIS_URL=f"redis://localhost:6379{path}")["CHANNEL_LAYERS"]
        for path in ("", "/0", "/1")
    ]
    names = [layer["default"]["CONFIG"]["prefix"] for layer in layers]
    assert names == ["console0.", "console0.", "console1."]


def test_sqlite_takes_the_write_lock_at_once_and_keeps_a_write_ahead_log(tmp_path):
    found = settings("DATABASES", DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3")
    options = found["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_secrets_are_made_once_beside_the_sqlite_file_for_the_owner_alone(tmp_path):
    address = f"sqlite:///{tmp_path}/db.sqlite3"
    first, second = (read(DATABASE_URL=address) for _ in "12")
    for name in ("SECRET_KEY", "CREDENTIALS_KEYS"):
        assert first[name] == second[name]
    assert (tmp_path / "db.sqlite3.secrets").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["db.sqlite3.secrets"]


def test_secrets_that_others_can_read_are_refused(tmp_path):
    address = f"sqlite:///{tmp_path}/db.sqlite3"
    read(DATABASE_URL=address)
    (tmp_path / "db.sqlite3.secrets").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="readable by others"):
        read(DATABASE_URL=address)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "CREDENTIALS_KEYS"])
def test_postgresql_needs_secrets_that_all_processes_share(missing):
    rest = {name: value for name, value in GIVEN.items() if name != missing}
    with pytest.raises(ImproperlyConfigured, match=f"^{missing}: must be given"):
        read(**rest, DATABASE_URL="postgres://console:p@database/console")


def test_each_wait_can_be_shortened():
    waits = settings("WAITS", WAIT_PING_EVERY="0.2", WAIT_FRAME_LIMIT="1000")["WAITS"]
    assert (waits.ping_every, waits.frame_limit) == (0.2, 1000)


def test_proxies_are_trusted_by_their_number_and_by_default_only_behind_https():
    name = "ALLAUTH_TRUSTED_PROXY_COUNT"
    assert settings(name) == {name: 0}
    assert settings(name, PUBLIC_URL="https://console.example.com") == {name: 1}
    assert settings(name, TRUSTED_PROXIES="2") == {name: 2}


SERVER = "smtp+tls://console:p%40ss@mail.example.com"


def test_a_mail_server_is_described_by_its_address_and_the_sender():
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_HOST_PASSWORD", "EMAIL_FROM")
    found = settings(*names, EMAIL_URL=SERVER, EMAIL_FROM="Reception <reception@example.com>")
    told = ("mail.example.com", 587, True, "p@ss", "Reception <reception@example.com>")
    assert tuple(found[name] for name in names) == told


def test_without_a_mail_server_there_is_no_sender_either():
    assert settings("EMAIL_FROM", EMAIL_FROM="reception@example.com")["EMAIL_FROM"] == ""


@pytest.mark.parametrize("sender", ["", "reception", "a@example.com\nBcc: b@example.com"])
def test_a_mail_server_needs_a_sender(sender):
    with pytest.raises(ImproperlyConfigured, match=r"^EMAIL_FROM: "):
        read(**GIVEN, EMAIL_URL=SERVER, EMAIL_FROM=sender)


def test_a_bad_address_of_a_mail_server_is_not_repeated_with_its_password():
    address = "smtp://console:hidden@mail.example.com"
    with pytest.raises(ImproperlyConfigured) as refused:
        read(**GIVEN, EMAIL_URL=address)
    assert "hidden" not in "".join(format_exception(refused.value))


def test_the_console_hashes_passwords_as_django_does_though_its_tests_do_not() -> None:
    assert "PASSWORD_HASHERS" not in read(**GIVEN)
