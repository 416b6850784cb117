"""The law of waits: one place, each to be shortened, none to contradict another."""

from dataclasses import fields

import pytest
from django.core.exceptions import ImproperlyConfigured

from console.links.waits import Waits

THE_LAWS_OWN = {
    "ping_every": 5,
    "pong_within": 5,
    "list_every": 20,
    "request_deadline": 10,
    "frame_limit": 16 * 2**20,
    "retry_min": 0.25,
    "retry_max": 4,
    "refused_credentials": 60,
    "heartbeat_every": 5,
    "stale_after": 15,
    "coalesce": 0.05,
    "lease_ttl": 15,
    "lease_renew": 5,
    "lease_poll": 1,
}


def test_law_12_waits_are_settings_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Waits()
    assert {name: getattr(usual, name) for name in THE_LAWS_OWN} == THE_LAWS_OWN
    for field in fields(Waits):
        monkeypatch.setenv(f"WAIT_{field.name.upper()}", str(getattr(usual, field.name) * 2))
    doubled = Waits.from_env()
    for field in fields(Waits):
        assert getattr(doubled, field.name) == 2 * getattr(usual, field.name)
    monkeypatch.setenv("WAIT_LEASE_RENEW", "31")  # longer than the lease it is to prolong
    with pytest.raises(ImproperlyConfigured, match="WAIT_LEASE_RENEW"):
        Waits.from_env()
