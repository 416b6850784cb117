"""The link's own life, and the lists that do not concern calls."""

from console.board import queues
from console.board.facts import LinkChanged, ServicesConfigured
from console.board.state import Board, Link, Touched
from console.portasip.messages import ExtensionsListed, HuntGroupsListed


def change(board: Board, fact: LinkChanged, touched: Touched) -> None:
    old = board.link
    live = fact.state == "live"
    now = Link(
        state=fact.state,
        since=old.since if fact.state == old.state and old.since is not None else fact.at,
        reason=fact.reason,
        attempt=fact.attempt,
        next_try=fact.next_try,
        lost_since=None if live else _lost_since(old, fact),
        live_since=(old.live_since or fact.at) if live else None,
    )
    if now == old:
        board.count("duplicate")
        return
    board.link = now
    touched.link = True
    if old.state == "live" and not live:
        queues.doubt(board, touched)


def configure(board: Board, fact: ServicesConfigured, touched: Touched) -> None:
    """New codes and limits show on every desk."""
    touched.everything = board.services != fact.services
    board.services = fact.services


def _lost_since(old: Link, fact: LinkChanged) -> float | None:
    """Attempts to come back do not make the picture younger."""
    if old.lost_since is not None:
        return old.lost_since
    if old.state != "live" and fact.state != "lost":
        return None
    return fact.at if fact.proved_at is None else min(fact.proved_at, fact.at)


def list_people(board: Board, fact: ExtensionsListed, touched: Touched) -> None:
    """A change of names may show anywhere; a change of registration shows in one lamp."""
    listed = {one.id: one for one in fact.extensions}
    old = board.extensions
    changed = {one for one in listed.keys() | old.keys() if listed.get(one) != old.get(one)}
    if not changed:
        return
    for one in changed:
        away = one in listed and listed[one].registered is False
        if away:
            board.unregistered.setdefault(one, fact.at)
        else:
            board.unregistered.pop(one, None)
    touched.people = True
    touched.extensions |= changed
    touched.everything = any(
        one not in listed
        or one not in old
        or (listed[one].short, listed[one].name) != (old[one].short, old[one].name)
        for one in changed
    )
    board.extensions = listed


def list_groups(board: Board, fact: HuntGroupsListed, touched: Touched) -> None:
    listed = {one.number: one for one in fact.groups}
    if listed != board.groups:
        board.groups = listed
        touched.people = True
