"""The service AutoAttendant: where the menus lead."""

from ..accounts import Menu, Record
from ..properties import Values
from ..refusals import DIRECT_DIAL, EVENT_IN_USE, NOT_FOUND, Refusal, misfit
from ..sounds import Sound
from ..tables.attendant import has_what_the_action_needs
from .asked import Asked, Handler, sound_of

PROMPT = "transition"
# Where an action leads; another action does not lead there.
TARGETS = ("destination", "max_size", "target_i_menu", "target_i_queue")


def get_list(asked: Asked) -> Values:
    menu = asked.menu(asked.params["i_menu"])
    return {"transition_list": [_shown(each) for each in menu.transitions.values()]}


def set_transition(asked: Asked) -> Values:
    """Change the transition of this id, or else of this event, or make a new one."""
    info = {**asked.params["transition_info"]}
    inner = info.pop("i_menu", None)
    menu = asked.menu(asked.params.get("i_menu") or inner)
    info.pop("prompt", None)
    known = _known(menu, info.pop("i_menu_transition", None), info.get("event"))
    if known and info.get("action", known.values["action"]) != known.values["action"]:
        info = dict.fromkeys(TARGETS) | info
    _check(asked, menu, (known.values if known else {}) | info)
    transition = known or asked.account.new_transition(menu)
    transition.change(info)
    return _recorded(asked, transition)


def delete(asked: Asked) -> Values:
    menu, transition = _found(asked, asked.params["i_menu_transition"])
    del menu.transitions[transition.values["i_menu_transition"]]
    return {"i_menu_transition": transition.values["i_menu_transition"]}


def get_prompt(asked: Asked) -> Sound:
    params = asked.params
    if params.get("i_menu_transition"):
        return sound_of(_found(asked, params["i_menu_transition"])[1], PROMPT)
    transition = _of_event(asked.menu(params["i_menu"]), params["event"])
    if transition is None:
        raise Refusal(NOT_FOUND, f"menu {params['i_menu']} has no event {params['event']}")
    return sound_of(transition, PROMPT)


def set_prompt(asked: Asked) -> Values:
    return _recorded(asked, _found(asked, asked.params["i_menu_transition"])[1])


def _recorded(asked: Asked, transition: Record) -> Values:
    return {
        "i_menu_transition": transition.values["i_menu_transition"],
        "i_audio_file": asked.recorded(transition, PROMPT),
    }


def _shown(transition: Record) -> Values:
    """The file's name is for setting alone, and the menu is the one that was asked for."""
    hidden = ("i_menu", "prompt")
    shown = {name: value for name, value in transition.values.items() if name not in hidden}
    return shown | {"prompt_set": int(PROMPT in transition.sounds)}


def _of_event(menu: Menu, event: str | None) -> Record | None:
    return next((each for each in menu.transitions.values() if each.values["event"] == event), None)


def _known(menu: Menu, i_menu_transition: int | None, event: str | None) -> Record | None:
    same_event = _of_event(menu, event)
    if not i_menu_transition:
        return same_event
    transition = menu.transitions.get(i_menu_transition)
    if transition is None:
        raise Refusal(NOT_FOUND, f"this menu has no transition {i_menu_transition}")
    if same_event not in (None, transition):
        raise Refusal(EVENT_IN_USE, f"this menu has another transition for {event}")
    return transition


def _found(asked: Asked, i_menu_transition: int) -> tuple[Menu, Record]:
    for menu in asked.account.menus.values():
        if i_menu_transition in menu.transitions:
            return menu, menu.transitions[i_menu_transition]
    raise Refusal(NOT_FOUND, f"there is no transition {i_menu_transition}")


def _check(asked: Asked, menu: Menu, values: Values) -> None:
    """Refuse what would lead nowhere."""
    if wrong := has_what_the_action_needs(values):
        raise misfit([f"transition_info.{wrong}"])
    action, target = values["action"], values.get("target_i_menu")
    if action == "DirectDial" and menu.values["direct_dial_enabled"] == "Y":
        raise Refusal(DIRECT_DIAL, "direct_dial_enabled of the menu forbids DirectDial")
    if action == "Queue":
        queue = values.get("target_i_queue") or target
        if queue not in asked.queues:
            raise Refusal(NOT_FOUND, f"there is no call queue {queue}")
    elif target:
        asked.menu(target)


HANDLERS: dict[str, Handler] = {
    "get_menu_transition_list": get_list,
    "set_menu_transition": set_transition,
    "del_menu_transition": delete,
    "get_menu_transition_prompt": get_prompt,
    "set_menu_transition_prompt": set_prompt,
}
