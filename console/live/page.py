"""A page of live regions: rendered by the hub's own bytes, then kept fresh by the socket."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.safestring import SafeString

from console.board.state import Board
from console.links.models import Membership
from console.links.pictures import picture_of
from console.live.hubs import hub_of
from console.live.regions import Instance, Variant, spoken
from console.live.screens import Screen, Seat


@dataclass(frozen=True)
class LivePage:
    """What a template needs: `{% region "ringing" key %}` prints a region of it.

    Must be made and rendered in the event loop, as the board is changed there: in async views.
    """

    screen: Screen
    seat: Seat
    variant: Variant

    @property
    def board(self) -> Board:
        return picture_of(self.seat.pbx).board

    @property
    def socket(self) -> str:
        """It says in which language the page is, so that what is pushed into it speaks the same."""
        about = f"&about={self.seat.subject}" if self.seat.subject else ""
        path = f"/live/{self.screen.name}/{self.seat.pbx}/"
        return f"{path}?language={self.variant.language}{about}"

    @property
    def heartbeat(self) -> str:
        """The first heartbeat, so that the age of the data is known before the socket opens."""
        return hub_of(self.seat.pbx).heartbeat()

    def region(self, name: str, key: str = "") -> SafeString:
        html = hub_of(self.seat.pbx).html(Instance(name, key), self.variant)
        return SafeString(html)


def live_page(screen: Screen, membership: Membership, subject: str = "") -> LivePage:
    """A page of what is so now."""
    hub_of(membership.pbx.name).refresh()
    variant = Variant(spoken(translation.get_language()), screen.masked)
    return LivePage(screen, screen.seat(membership, subject), variant)
