"""What can befall a passage, by names that stand in the ids of tests."""

from tests.faults.proxy import Fault, Passage


def stalled(passage: Passage) -> None:
    passage.stall()


def deaf(passage: Passage) -> None:
    """Half-open: nothing comes from the PBX any more, and no FIN says so."""
    passage.down.dead = True


def mute(passage: Passage) -> None:
    """Half-open the other way: nothing reaches the PBX any more."""
    passage.up.dead = True


def reset(passage: Passage) -> None:
    passage.reset()


def closed(passage: Passage) -> None:
    passage.close()


def cut(passage: Passage) -> None:
    """In the middle of the next frame of the PBX."""
    passage.down.left = 5


def slow(passage: Passage) -> None:
    passage.delay(0.2)


def go_on(passage: Passage) -> None:
    """Neither stalled nor slow any more."""
    passage.stall(False)
    passage.delay(0)


FAULTS: tuple[Fault, ...] = (stalled, deaf, mute, reset, closed, cut)
