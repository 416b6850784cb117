"""POSTs the states of originated calls to `state_callback` (section originate_advanced_call)."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from .frames import Frames
from .legs import Leg

log = logging.getLogger(__name__)
WORKERS = 4
WAITING = 200
WITHIN = 5.0  # seconds for one POST


class Callbacks:
    """Posts SIPCallInfo structures in threads. Too many waiting ones are dropped, with a log."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._threads = ThreadPoolExecutor(WORKERS, "state-callback")
        self._room = BoundedSemaphore(WAITING)
        self._opener = build_opener(ProxyHandler({}))

    def tell(self, leg: Leg) -> None:
        """Post a leg's state if its call asked for it."""
        callback = leg.call.callback if leg.call else None
        if callback is None or leg.state not in callback.events:
            return
        if not self._room.acquire(blocking=False):
            log.warning("state callback dropped: %d are waiting", WAITING)
            return
        self._threads.submit(self._post, callback.url, self._frames.call_info(leg))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _post(self, url: str, info: dict[str, Any]) -> None:
        request = Request(
            url,
            data=json.dumps(info).encode(),
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=WITHIN):
                log.debug("state %s posted", info.get("state"))
        except OSError as error:
            log.warning("state callback failed: %s", error)
        finally:
            self._room.release()
