"""What a record tells of a leg, against what its row says already."""

from datetime import datetime

from console.history.models import Leg, Moment
from console.history.news import LegNews, Sweep
from console.history.stored import count, moment, name, text
from console.portasip.messages import Party


def tell(row: Leg, news: LegNews) -> list[Moment]:
    """Bring the row up to date and return the moments to add.

    What an older holder, or an older batch, says of a leg adds its moments and what the row lacks,
    and overwrites nothing; but when the PBX itself ended the leg, that is better than that a list
    no longer had it. What is said of a leg after its end, by a frame that comes twice or a mirror
    that lagged, changes nothing.
    """
    moments = _moments(row, news)
    _add(row, news)
    is_older = (news.epoch, news.number) <= (row.epoch, row.number)
    if is_older or _is_after_end(row, news.ended_at):
        if row.is_unseen and news.ended_at is not None:
            _end(row, news)
        return moments
    row.epoch, row.number = news.epoch, news.number
    row.seen_at = moment(news.seen_at)
    row.extension = name(news.extension) or row.extension
    row.direction = text(news.direction) or row.direction
    row.queue = text(news.queue) or row.queue
    _introduce(row, "caller", news.caller)
    _introduce(row, "callee", news.callee)
    _end(row, news)
    return moments


def _add(row: Leg, news: LegNews) -> None:
    """What is true of a leg for good, whoever learnt it first."""
    seen = [one for one in (row.first_seen, moment(news.first_seen)) if one is not None]
    row.first_seen = min(seen, default=None)
    row.is_complete &= news.is_complete
    row.started = row.started or moment(news.started)
    row.is_answered |= news.is_answered
    row.talking_since = row.talking_since or moment(news.talking_since)


def _introduce(row: Leg, who: str, party: Party) -> None:
    """The first number stays: whom a call was transferred to stands in the legs of the target."""
    number, known = name(party.number), getattr(row, f"{who}_number")
    if known in ("", number):
        setattr(row, f"{who}_number", number)
        setattr(row, f"{who}_name", text(party.display_name) or getattr(row, f"{who}_name"))


def _end(row: Leg, news: LegNews) -> None:
    row.state = text(news.state)
    row.reason = text(news.reason) or row.reason
    row.is_live, row.ended_at = news.is_live, moment(news.ended_at)
    row.ended_after, row.ended_before = moment(news.after), moment(news.before)


def _is_after_end(row: Leg, at: float | None) -> bool:
    """Whether the PBX had ended the leg before that moment, which may be unknown."""
    told = moment(at)
    return row.ended_at is not None and (told is None or told > row.ended_at)


def _moments(row: Leg, news: LegNews) -> list[Moment]:
    """A new holder, by a list or by a fact, meets a leg in the state that its row has already. What
    was found before the row's last fact tells nothing: the leg may have left that state since."""
    added = []
    told = (row.epoch, row.number)
    known = (row.state, row.queue if row.state == "queued" else "")
    for entry in news.entries:
        entered = (text(entry.state), text(entry.queue))
        if (entry.epoch, entry.number) <= told:
            if entry.found:
                continue
        elif entered == known or _is_after_end(row, entry.at):
            continue
        else:
            known = entered
        added.append(
            Moment(
                leg=row,
                epoch=entry.epoch,
                number=entry.number,
                at=moment(entry.at),
                state=entered[0],
                queue=entered[1],
                position=count(entry.position),
            )
        )
    return added


def end_unseen(row: Leg, sweep: Sweep, listed_at: datetime | None) -> Moment:
    """A complete list no longer has the leg, which `listed_at` or its last fact showed alive."""
    known = [one for one in (row.seen_at, listed_at) if one is not None]
    row.epoch, row.number, row.state, row.is_live = sweep.epoch, sweep.number, "gone", False
    row.ended_before = moment(sweep.at)
    row.ended_after = max(known, default=None)
    return Moment(leg=row, epoch=sweep.epoch, number=sweep.number, state="gone")


def end_over(row: Leg, ended_at: datetime | None, is_last: bool) -> None:
    """The PBX has ended the leg, as a mirror knows that knows of the call's end alone: its last
    leg ended then, the others before."""
    row.is_live, row.state = False, "terminated"
    if is_last:
        row.ended_at = ended_at
    elif ended_at is not None:
        row.ended_after, row.ended_before = row.seen_at, ended_at
