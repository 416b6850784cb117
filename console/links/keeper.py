"""What one process does for every PBX of the database: hold its link, or mirror who does."""

import asyncio
import ssl
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from channels.layers import get_channel_layer
from django.conf import settings

from console.links.consumer import LinkConsumer, ended
from console.links.credentials import CredentialsUnreadableError
from console.links.database import DATABASE_AWAY, ask
from console.links.feed import TRY_AGAIN_AFTER, Mirror, layer_away, link_channel
from console.links.holding import FileHold, Hold, HoldLost, LeaseHold
from console.links.link import LinkConfig
from console.links.models import PBX, Lease
from console.links.pictures import forget, picture_of
from console.links.pulse import Pulse
from console.portasip.releases import Release
from console.troubles import Trouble

log = structlog.get_logger()
LOOK_EVERY = 5.0  # a PBX added, changed or switched off is noticed within this many seconds
MIRROR_ENDS_WITHIN = 1.0
_unreadable = Trouble("this PBX cannot be linked", "this PBX can be linked again")


class Keeper:
    """Owns one task per PBX. `hold_links=False` only mirrors (`serve --no-links`)."""

    def __init__(self, hold_links: bool = True) -> None:
        self.hold_links = hold_links
        self.shared = bool(settings.REDIS_URL)
        self._tasks: dict[str, tuple[LinkConfig, asyncio.Task[None]]] = {}
        self._looking = Trouble("the list of PBXs cannot be read", "the list of PBXs is read again")
        self._holding = Trouble("a link ended by a fault of ours")
        self._mirroring = Trouble("the link cannot be mirrored", "the link is mirrored again")

    async def run(self) -> None:
        """Until cancelled; then every link is logged out and its hold released."""
        hearing = asyncio.create_task(self._hear())
        try:
            while True:
                await self._look()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            await self._end(list(self._tasks))
            await ended(hearing)

    async def _hear(self) -> None:
        waits = settings.WAITS
        if self.shared:
            await Pulse(get_channel_layer(), waits.heartbeat_every, waits.pong_within).run()

    async def _look(self) -> None:
        """Begin, end and begin anew what the database says. While it is away all goes on."""
        try:
            wanted = await ask(_configs)
        except DATABASE_AWAY as error:
            self._looking.happened(cause=repr(error))
            return
        except Exception as error:
            self._looking.happened(exc_info=error)
            return
        self._looking.ended()
        removed = self._tasks.keys() - wanted.keys()
        await self._end([name for name, (had, _) in self._tasks.items() if wanted.get(name) != had])
        for name in removed:
            forget(name)
        for name in wanted.keys() - self._tasks.keys():
            config = wanted[name]
            self._tasks[name] = config, asyncio.create_task(self._keep(config))

    async def _end(self, names: list[str]) -> None:
        await ended(*(self._tasks.pop(name)[1] for name in names))

    async def _keep(self, config: LinkConfig) -> None:
        """Hold when the hold is free, mirror while it is not; for one PBX, until cancelled."""
        hold = _hold_for(config.pbx)
        while True:
            try:
                await self._mirror_until_taken(config.pbx, hold)
                await self._hold(config, hold)
            except HoldLost as lost:
                log.warning("link given up", pbx=config.pbx, cause=str(lost))
            except Exception as error:
                self._holding.happened(config.pbx, pbx=config.pbx, exc_info=error)
                await asyncio.sleep(settings.WAITS.lease_poll)
            finally:
                await _released(config.pbx, hold)

    async def _mirror_until_taken(self, pbx: str, hold: Hold) -> None:
        mirror = asyncio.create_task(self._mirror(pbx))
        try:
            await self._take(pbx, hold)
        finally:
            mirror.cancel()
            # Not for longer: a layer that is away must not use up the hold that was just taken.
            await asyncio.wait({mirror}, timeout=MIRROR_ENDS_WITHIN)

    async def _mirror(self, pbx: str) -> None:
        while self.shared:
            try:
                layer, began = get_channel_layer(), partial(self._mirroring.ended, pbx, pbx=pbx)
                await Mirror(layer, picture_of(pbx), began).run()
            except layer_away() as error:
                self._mirroring.happened(pbx, pbx=pbx, cause=repr(error))
            except Exception as error:
                self._mirroring.happened(pbx, pbx=pbx, exc_info=error)
            await asyncio.sleep(TRY_AGAIN_AFTER)

    async def _take(self, pbx: str, hold: Hold) -> None:
        """Ask for the hold until it is ours."""
        asking = Trouble("the hold cannot be asked for", "the hold can be asked for again")
        while True:
            try:
                taken = self.hold_links and await hold.take()
                asking.ended(pbx=pbx)
                if taken:
                    return
            except (*DATABASE_AWAY, OSError) as error:
                asking.happened(pbx=pbx, cause=repr(error))
            await asyncio.sleep(settings.WAITS.lease_poll)

    async def _hold(self, config: LinkConfig, hold: Hold) -> None:
        picture = picture_of(config.pbx)
        log.info("link taken", pbx=config.pbx, generation=hold.generation)
        consumer = LinkConsumer(config, picture, hold, settings.WAITS, self.shared)
        channel, layer = link_channel(config.pbx), get_channel_layer()

        async def receive() -> dict[str, Any]:
            try:
                message: dict[str, Any] = await layer.receive(channel)
                return message
            except layer_away():
                # It notes the subscription before it asks for it, and would not ask again.
                layer.channels.pop(channel, None)
                raise

        async def send(message: object) -> None:
            raise RuntimeError("A link has no other side to send to.")

        try:
            await consumer({"type": "channel", "channel": channel, "layer": layer}, receive, send)
        finally:
            log.info("link given back", pbx=config.pbx)


async def _released(pbx: str, hold: Hold) -> None:
    try:
        await hold.release()
    except DATABASE_AWAY as error:
        log.warning("the lease could not be given back; it runs out", pbx=pbx, cause=repr(error))


def _hold_for(pbx: str) -> Hold:
    if settings.IS_SQLITE:
        database = settings.DATABASES["default"]["NAME"]
        return FileHold(Path(f"{database}.{pbx}.link"))
    return LeaseHold(pbx, settings.WAITS)


def _configs() -> dict[str, LinkConfig]:
    """Every PBX in use, by name; one whose password cannot be read is left out and named."""
    configs = {}
    for pbx in PBX.objects.filter(enabled=True):
        Lease.objects.get_or_create(pbx=pbx)
        try:
            configs[pbx.name] = config_of(pbx)
        except (CredentialsUnreadableError, OSError, ssl.SSLError) as error:
            _unreadable.happened(pbx.name, pbx=pbx.name, cause=str(error))
        else:
            _unreadable.ended(pbx.name, pbx=pbx.name)
    return configs


def config_of(pbx: PBX) -> LinkConfig:
    return LinkConfig(
        pbx=pbx.name,
        url=pbx.url,
        login=pbx.login,
        password=pbx.password,
        scope=(pbx.scope_key, pbx.scope_value),
        ca_file=pbx.ca_file,
        insecure=pbx.insecure,
        join_legs=pbx.join_legs,
        answer_mode=pbx.answer_mode,
        release=Release(pbx.release),
        services=pbx.services,
    )
