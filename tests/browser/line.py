"""The sockets of a page as a test plays with them."""

import json

from playwright.sync_api import Page, WebSocketRoute


class Line:
    """Between a page and its feed: its sockets may fall silent, and the server's clock differ."""

    def __init__(self, page: Page) -> None:
        """The page must be loaded after this."""
        self.opened = 0
        self._silent = 0  # so many of them
        self.ahead = 0.0  # seconds by which the server's clock is put forward
        page.route_web_socket("**/live/**", self._route)

    def falls_silent(self) -> None:
        """Nothing comes through the sockets that are open, as if a router had forgotten them."""
        self._silent = self.opened

    def _route(self, page: WebSocketRoute) -> None:
        self.opened += 1
        number, server = self.opened, page.connect_to_server()
        page.on_message(lambda text: number > self._silent and server.send(text))
        server.on_message(lambda text: number > self._silent and page.send(self._told(text)))

    def _told(self, text: str | bytes) -> str:
        message = json.loads(text)
        for moment in ("now", "proved") if "beat" in message else ():
            message["beat"][moment] += self.ahead
        return json.dumps(message)
