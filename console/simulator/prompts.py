"""Prompts that the PBX fetches before it plays them (PlayPromptRequest structure, `url`)."""

import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

log = logging.getLogger(__name__)
FORMATS = ("au", "g729")
KEPT = 200
LARGEST = 16 << 20  # bytes
WITHIN = 5.0  # seconds for one file
HERE = ("127.0.0.1", "localhost", "::1")


class NoRedirect(HTTPRedirectHandler):
    """A redirect could lead off this machine, so it counts as a prompt that is not there."""

    def redirect_request(self, *args: Any, **options: Any) -> None:
        return None


@dataclass(frozen=True)
class Fetched:
    """A prompt as it was found: `sound` is empty when no format was there."""

    url: str
    format: str
    content_type: str
    sound: bytes


class Prompts:
    """Fetches in threads. Addresses off this machine are left alone: a simulator has no business
    there."""

    def __init__(self) -> None:
        self.fetched: deque[Fetched] = deque(maxlen=KEPT)
        self._threads = ThreadPoolExecutor(2, "prompts")
        self._opener = build_opener(ProxyHandler({}), NoRedirect())

    def fetch(self, url: str) -> None:
        """Look for `url` with each format's extension, the first that is there counts."""
        if urlsplit(url).hostname in HERE:
            self._threads.submit(self._fetch, url)

    def shown(self) -> list[dict[str, Any]]:
        """What was fetched, for tests in other processes."""
        return [
            {"url": each.url, "format": each.format, "bytes": len(each.sound)}
            for each in self.fetched
        ]

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _fetch(self, url: str) -> None:
        for format in FORMATS:
            try:
                with self._opener.open(Request(f"{url}.{format}"), timeout=WITHIN) as answer:
                    kind = answer.headers.get_content_type()
                    self.fetched.append(Fetched(url, format, kind, answer.read(LARGEST)))
                    return
            except (OSError, HTTPException, ValueError) as error:  # also for an odd address
                log.info("no prompt at %s.%s: %s", url, format, error)
        self.fetched.append(Fetched(url, "", "", b""))
