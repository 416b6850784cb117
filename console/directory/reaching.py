"""Counts to whom each operator sends calls, and by which way: beside the live path, in batches."""

import asyncio
import contextlib
import time
from collections import Counter, deque
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F

from console.directory.models import Reached
from console.directory.person import normal
from console.links.commands import Command
from console.links.database import DATABASE_AWAY, ask
from console.links.models import PBX
from console.links.witnesses import Witness
from console.troubles import Trouble

PHONE, VOICEMAIL, MOBILE = "phone", "voicemail", "mobile"
WAYS = {
    "transfer": PHONE, "consult": PHONE, "dial": PHONE, "conference": PHONE,
    "voicemail": VOICEMAIL, "mobile": MOBILE,
}  # fmt: skip
WAITING_AT_MOST = 10_000  # counts that wait for a database that is away; then the oldest go
WRITE_EVERY = 1.0  # seconds
END_WITHIN = 1.0
KEPT_AT_MOST = 2_000  # numbers of one operator on one PBX; those not reached for longest go

Sent = tuple[str, str, str, str]  # pbx, operator, number, way


class Reaching(Witness):
    """Only what the PBX accepted counts: nobody was reached by a refused command."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[Sent, float]] = deque(maxlen=WAITING_AT_MOST)
        self._failing = Trouble("whom operators reach is not counted", "counted again")

    def settled(self, command: Command, outcome: str, sentence: str, seconds: float) -> None:
        way = WAYS.get(command.verb)
        if outcome == "accepted" and way and command.target and command.operator:
            sent = (command.pbx, command.operator, normal(command.target), way)
            self.waiting.append((sent, time.time()))

    async def run(self) -> None:
        try:
            while True:
                await asyncio.sleep(WRITE_EVERY)
                await self.write()
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(END_WITHIN):
                    await self.write()

    async def write(self) -> None:
        """What fails while the database is away waits for the next time."""
        batch = list(self.waiting)
        if not batch:
            return
        try:
            await ask(written, batch)
            self._failing.ended()
        except DATABASE_AWAY as error:
            self._failing.happened(cause=repr(error), waiting=len(batch))
            return
        except Exception as error:  # this batch can never be written
            self._failing.happened(exc_info=error)
        for _ in batch:
            self.waiting.popleft()


def written(batch: list[tuple[Sent, float]]) -> None:
    times = Counter(sent for sent, _ in batch)
    last = dict(batch)
    pbxs = dict(PBX.objects.values_list("name", "pk"))
    names = {sent[1] for sent in times}
    users = dict(get_user_model().objects.filter(username__in=names).values_list("username", "pk"))
    with transaction.atomic():
        for sent, count in times.items():
            pbx, operator, number, way = sent
            if pbx in pbxs and operator in users:
                _add(users[operator], pbxs[pbx], number, way, count, last[sent])
        for user, place in {(users.get(sent[1]), pbxs.get(sent[0])) for sent in times}:
            if user is not None and place is not None:
                _prune(user, place)


def _add(user: int, pbx: int, number: str, way: str, count: int, at: float) -> None:
    moment = datetime.fromtimestamp(at, UTC)
    row, is_new = Reached.objects.get_or_create(
        user_id=user, pbx_id=pbx, number=number[:64], way=way,
        defaults={"count": count, "last_at": moment},
    )  # fmt: skip
    if not is_new:
        Reached.objects.filter(pk=row.pk).update(count=F("count") + count, last_at=moment)


def _prune(user: int, pbx: int) -> None:
    rows = Reached.objects.filter(user_id=user, pbx_id=pbx).order_by("-last_at", "-pk")
    gone = list(rows.values_list("pk", flat=True)[KEPT_AT_MOST:])
    if gone:
        Reached.objects.filter(pk__in=gone).delete()


reaching = Reaching()
