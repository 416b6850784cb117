"""What one process does for every PBX of the database: hold its link, or mirror who does."""

import asyncio
import contextlib
import ssl
from pathlib import Path

import structlog
from asgiref.sync import sync_to_async
from channels.layers import BaseChannelLayer, get_channel_layer
from django.conf import settings
from django.db import DatabaseError

from console.links.consumer import LinkConsumer
from console.links.credentials import CredentialsUnreadableError
from console.links.feed import Mirror, link_channel
from console.links.holding import FileHold, Hold, HoldLost, LeaseHold
from console.links.link import LinkConfig
from console.links.models import PBX, Lease
from console.links.pictures import forget, picture_of

log = structlog.get_logger()
LOOK_EVERY = 5.0  # a PBX added, changed or switched off is noticed within this many seconds


class Keeper:
    """Owns one task per PBX. `hold_links=False` only mirrors (`serve --no-links`)."""

    def __init__(self, hold_links: bool = True) -> None:
        self.hold_links = hold_links
        self.shared = bool(settings.REDIS_URL)
        self._tasks: dict[str, tuple[LinkConfig, asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Until cancelled; then every link is logged out and its hold released."""
        try:
            while True:
                await self._look()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            await self._end(list(self._tasks))

    async def _look(self) -> None:
        try:
            wanted = await sync_to_async(_configs, thread_sensitive=False)()
        except DatabaseError as error:
            log.warning("the list of PBXs cannot be read", cause=repr(error))
            return
        await self._end([name for name, (had, _) in self._tasks.items() if wanted.get(name) != had])
        for name, config in wanted.items():
            if name not in self._tasks or self._tasks[name][1].done():
                self._tasks[name] = config, asyncio.create_task(self._keep(config))
        for name in self._tasks.keys() - wanted.keys():
            forget(name)

    async def _end(self, names: list[str]) -> None:
        tasks = [self._tasks.pop(name)[1] for name in names]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, config: LinkConfig) -> None:
        """Hold when the hold is free, mirror while it is not; for one PBX, until cancelled."""
        layer = get_channel_layer()
        hold = _hold_for(config.pbx)
        while True:
            mirror = asyncio.create_task(self._mirror(layer, config.pbx))
            try:
                await self._wait_for(hold)
            finally:
                mirror.cancel()
                await asyncio.gather(mirror, return_exceptions=True)
            try:
                await self._hold(config, hold, layer)
            except HoldLost as lost:
                log.warning("link given up", pbx=config.pbx, cause=str(lost))
            finally:
                with contextlib.suppress(DatabaseError):
                    await hold.release()

    async def _mirror(self, layer: BaseChannelLayer, pbx: str) -> None:
        if self.shared:
            await Mirror(layer, picture_of(pbx)).run()

    async def _wait_for(self, hold: Hold) -> None:
        while True:
            try:
                if self.hold_links and await hold.take():
                    return
            except DatabaseError as error:
                log.warning("the lease cannot be asked for", cause=repr(error))
            await asyncio.sleep(settings.WAITS.lease_poll)

    async def _hold(self, config: LinkConfig, hold: Hold, layer: BaseChannelLayer) -> None:
        consumer = LinkConsumer(config, picture_of(config.pbx), hold, settings.WAITS, self.shared)
        channel = link_channel(config.pbx)
        scope = {"type": "channel", "channel": channel, "layer": layer}

        async def receive() -> object:
            return await layer.receive(channel)

        async def send(message: object) -> None:
            raise RuntimeError("A link has no other side to send to.")

        await consumer(scope, receive, send)


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
            log.error("this PBX cannot be linked", pbx=pbx.name, cause=str(error))
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
    )
