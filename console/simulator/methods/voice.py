"""Voice API: make, answer, hold, transfer, join and end calls."""

from typing import Any

from .. import dialing, holding, joining, transferring
from ..errors import CALL_CONTROL_DISABLED, INTERNAL_SERVER_ERROR, WRONG_PARAMETERS, Refused
from ..legs import RINGING, Callback
from .asked import OK, Asked, Handler

BY_API = "Call terminated by API"


def dialled(number: str) -> str:
    """Return a number as the PBX keeps it: E.164 without the plus."""
    return number.removeprefix("+")


def originate(asked: Asked) -> dict[str, Any]:
    params = asked.params
    account = asked.world.office.extensions.get(params["bill_id"])
    if account is None:
        raise Refused(WRONG_PARAMETERS, f"bill_id: {params['bill_id']} is no account")
    if not account.has_call_control:
        raise Refused(CALL_CONTROL_DISABLED, account.account_id)
    if "state_callback_events" in params and "state_callback" not in params:
        raise Refused(WRONG_PARAMETERS, "state_callback: required with state_callback_events")
    call = dialing.originate(
        asked.world,
        dialled(params["caller_id"]),
        dialled(params["callee_id"]),
        auto_answer=params.get("callee_auto_pickup") == "Y",
        callback=_callback(params),
    )
    # The id in the reply is not that of the notifications: only tracking_id leads to them.
    named = {"id": asked.world.identifiers.made_call()}
    return {"call": named, "tracking_id": call.tracking_id, **OK}


def answer(asked: Asked) -> dict[str, Any]:
    leg = asked.leg(asked.params["call"])
    phone = asked.world.phone(leg.device)
    # The media server has no telephone that could refuse or be called anew.
    by_notify = bool(leg.application) or asked.params["callee_answer_mode"].lower() == "notify"
    if leg.application is None and (leg.state not in RINGING or leg.rings != leg.device):
        raise Refused(INTERNAL_SERVER_ERROR, f"the call is {leg.state}")
    if phone.answer_refused or (by_notify and not phone.supports_notify):
        raise Refused(INTERNAL_SERVER_ERROR, "the phone did not obey")
    dialing.answer(asked.world, leg if by_notify else dialing.new_dialog(asked.world, leg))
    return OK


def terminate(asked: Asked) -> dict[str, Any]:
    dialing.hang_up(asked.world, asked.leg(asked.params["call"]), BY_API)
    return OK


def hold(asked: Asked) -> dict[str, Any]:
    holding.hold(asked.world, asked.leg(asked.params["call"]), by_notify=True)
    return OK


def unhold(asked: Asked) -> dict[str, Any]:
    holding.unhold(asked.world, asked.leg(asked.params["call"]))
    return OK


def transfer(asked: Asked) -> dict[str, Any]:
    leg = asked.leg(asked.params["call"])
    target = asked.params.get("destination") or asked.params["cld"]
    transferring.transfer(asked.world, leg, dialled(target))
    return OK


def join(asked: Asked) -> dict[str, Any]:
    first, second = asked.leg(asked.params["call"]), asked.leg(asked.params["to_call"])
    joining.join(asked.world, first, second)
    return OK


def _callback(params: dict[str, Any]) -> Callback | None:
    if "state_callback" not in params:
        return None
    events = params.get("state_callback_events", ["terminated"])
    return Callback(params["state_callback"], frozenset(events))


HANDLERS: dict[str, Handler] = {
    "originate_advanced_call": originate,
    "answer_call": answer,
    "terminate_call": terminate,
    "hold_call": hold,
    "unhold_call": unhold,
    "transfer_call": transfer,
    "join_calls": join,
}
