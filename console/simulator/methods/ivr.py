"""Call control API for IVR: what an application does with a call to its access number."""

from typing import Any

from .. import ivr
from .asked import OK, Asked, Handler

FIRST_ORDER = 2


def play(asked: Asked) -> dict[str, Any]:
    leg = asked.leg(asked.params["call"])
    repeat = int(asked.params.get("repeat", 1))
    ivr.play(asked.world, leg, _order(asked), repeat)
    asked.fetch(asked.params["url"])
    return OK


def stop(asked: Asked) -> dict[str, Any]:
    ivr.stop(asked.world, asked.leg(asked.params["call"]), _order(asked))
    return OK


def start_digits(asked: Asked) -> dict[str, Any]:
    ivr.detect(asked.leg(asked.params["call"]), True)
    return OK


def stop_digits(asked: Asked) -> dict[str, Any]:
    ivr.detect(asked.leg(asked.params["call"]), False)
    return OK


def ring(asked: Asked) -> dict[str, Any]:
    ivr.proceed(asked.world, asked.leg(asked.params["call"]), "ringing")
    return OK


def progress(asked: Asked) -> dict[str, Any]:
    ivr.proceed(asked.world, asked.leg(asked.params["call"]), "early")
    return OK


def _order(asked: Asked) -> int:
    return int(asked.params.get("order", FIRST_ORDER))


HANDLERS: dict[str, Handler] = {
    "play_prompt": play,
    "stop_play_prompt": stop,
    "start_dtmf_detect": start_digits,
    "stop_dtmf_detect": stop_digits,
    "ring_call": ring,
    "progress_call": progress,
}
