"""What went wrong, in words an operator can act on."""

from console.links.holding import HoldLost
from console.portasip.errors import LinkLost, Refused, Unanswered

NO_LINK = "No PBX link. Use your desk phone."
NO_ANSWER = "No answer from the PBX. The call shows what happened."
CALL_ENDED = "This call has already ended."
OUT_OF_DATE = "The screen was out of date, so nothing was sent. Look again, then press once more."
SESSION_ENDED = "The console is signing in to the PBX again. Press once more in a moment."
LINK_LEFT = "The console is restarting its PBX link."
HOLD_LOST = "The console's database does not answer, so the PBX link was given up."
TOO_LATE = "This arrived too late, so nothing was sent. Press again."

_BY_CODE = {
    "call_control_disabled": "Call control is disabled for this line. Ask your administrator.",
    "call_not_found": CALL_ENDED,
    "service_not_enabled": "Conferencing is not enabled for this line.",
    "wrong_parameters": "The PBX did not accept this number or call. Check it and try again.",
    "unsupported_method": "This PBX does not offer this. Ask your administrator.",
    "internal_server_error": "The PBX had a fault of its own. Try again.",
    "internal_error": "The PBX had a fault of its own. Try again.",
    "disabled_api_notifications": "The PBX is not sending call news yet. Try again in a moment.",
    "access_denied": "This line may not do that. Ask your administrator.",
}

_LOSS_BY_CODE = {
    "auth_failed": "The PBX refused the console's user name or password.",
    "cannot_login_brute_force_activity": "The PBX has locked the console's user for a while.",
    "alert_You_must_change_password": "The PBX wants the console's user to change the password.",
}


def of_refusal(refused: Refused) -> str:
    """The sentence for a code of the document, or the PBX's own words for an unknown one."""
    if refused.is_session:
        return SESSION_ENDED
    known = _BY_CODE.get(refused.suffix)
    return known or f"The PBX refused: {refused.message or refused.code}."


def outcome_of(error: Exception) -> tuple[str, str]:
    """`refused` or `unknown`, and the sentence, for whatever stopped a command."""
    if isinstance(error, Unanswered | LinkLost | HoldLost):
        outcome, sentence = "unknown", NO_ANSWER
    elif isinstance(error, Refused):
        outcome, sentence = "refused", of_refusal(error)
    else:
        outcome, sentence = "refused", str(error)
    step = next(iter(getattr(error, "__notes__", ())), "")
    return outcome, f"{step}. {sentence}" if step else sentence


def of_loss(error: BaseException) -> str:
    """Why there is no link, for the banner."""
    if isinstance(error, Refused):
        return _LOSS_BY_CODE.get(error.suffix, of_refusal(error))
    return "The PBX does not answer."
