"""Proxies that tests without an event loop of their own put between processes and servers."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.consoles import LoopThread
from tests.faults.proxy import Fault, Proxy


class Between:
    """Stands in front of the server at `url`; its own `url` is the same but for the port."""

    def __init__(self, url: str) -> None:
        port = urlsplit(url).port
        assert port is not None
        self._elsewhere = LoopThread()
        self.proxy = Proxy(port)
        self._elsewhere.call(self.proxy.listen())
        self.url = url.replace(f":{port}", f":{self.proxy.port}")

    def befall(self, fault: Fault, later: Fault | None = None) -> None:
        """All that is open now; and with `later` each connection to come."""

        async def befallen() -> None:
            self.proxy.on_accept = later
            self.proxy.befall(fault)

        self._elsewhere.call(befallen())

    def close(self) -> None:
        self._elsewhere.call(self.proxy.stop())
        self._elsewhere.close()


@contextmanager
def between(url: str) -> Iterator[Between]:
    proxy = Between(url)
    try:
        yield proxy
    finally:
        proxy.close()
