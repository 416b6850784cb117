"""Where a press came from, through none, one or two proxies, and through liars."""

from typing import Any

import pytest
from django.test import RequestFactory

from console.links.pressed import address

PEER = "198.51.100.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "", PEER),
        (0, "203.0.113.9", PEER),
        (1, "", PEER),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", PEER),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "unknown", PEER),
    ],
)
def test_the_address_is_what_the_last_trusted_proxy_heard(
    rf: RequestFactory, settings: Any, proxies: int, forwarded: str, seen: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address(rf.post("/desk/", headers=headers, REMOTE_ADDR=PEER)) == seen
