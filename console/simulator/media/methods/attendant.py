"""The service AutoAttendant: menus and their prompts."""

from ..accounts import ROOT, Menu
from ..properties import Values
from ..refusals import DIRECT_DIAL, MENU_IN_USE, NAME_IN_USE, NAME_RESERVED, ROOT_MENU, Refusal
from ..sounds import Sound
from ..tables.attendant import PROMPTS
from .asked import Asked, Handler, sound_of


def get_list(asked: Asked) -> Values:
    return {"menu_list": [_shown(menu) for menu in asked.account.menus.values()]}


def create(asked: Asked) -> Values:
    info = asked.params["menu_info"]
    _claim_name(asked, info["name"], None)
    menu = asked.account.new_menu()
    menu.change(info)
    return {"i_menu": menu.values["i_menu"]}


def update(asked: Asked) -> Values:
    info = asked.params["menu_info"]
    menu = asked.menu(info["i_menu"])
    if "name" in info:
        _claim_name(asked, info["name"], menu)
    uses = any(each.values["action"] == "DirectDial" for each in menu.transitions.values())
    if info.get("direct_dial_enabled") == "Y" and uses:
        raise Refusal(DIRECT_DIAL, "a transition of this menu has the action DirectDial")
    menu.change(info)
    return {"i_menu": info["i_menu"]}


def delete(asked: Asked) -> Values:
    """A menu that a transition of another leads to stays: nothing may lead nowhere."""
    i_menu = asked.params["i_menu"]
    menu = asked.menu(i_menu)
    if menu.values["name"] == ROOT:
        raise Refusal(ROOT_MENU, "the root menu always exists")
    if any(_leads_to(other, i_menu) for other in asked.account.menus.values() if other is not menu):
        raise Refusal(MENU_IN_USE, f"a transition leads to menu {i_menu}")
    del asked.account.menus[i_menu]
    return {"i_menu": i_menu}


def set_prompt(asked: Asked) -> Values:
    i_menu = asked.params["i_menu"]
    i_audio_file = asked.recorded(asked.menu(i_menu), asked.params["prompt_type"])
    return {"i_menu": i_menu, "i_audio_file": i_audio_file}


def get_prompt(asked: Asked) -> Sound:
    return sound_of(asked.menu(asked.params["i_menu"]), asked.params["prompt_type"])


def _shown(menu: Menu) -> Values:
    return menu.values | {f"msg_{kind}_set": int(kind in menu.sounds) for kind in PROMPTS}


def _leads_to(menu: Menu, i_menu: int) -> bool:
    return any(
        each.values["action"] == "Menu" and each.values["target_i_menu"] == i_menu
        for each in menu.transitions.values()
    )


def _claim_name(asked: Asked, name: str, menu: Menu | None) -> None:
    """Names are unique within an account, and the root menu keeps its own."""
    is_root = menu is not None and menu.values["name"] == ROOT
    if (name.upper() == ROOT) != is_root:
        raise Refusal(NAME_RESERVED, f"the name {ROOT} belongs to the root menu alone")
    others = (each for each in asked.account.menus.values() if each is not menu)
    if any(each.values["name"] == name for each in others):
        raise Refusal(NAME_IN_USE, f"there is a menu {name!r} already")


HANDLERS: dict[str, Handler] = {
    "get_menu_list": get_list,
    "create_menu": create,
    "update_menu": update,
    "del_menu": delete,
    "set_menu_prompt": set_prompt,
    "get_menu_prompt": get_prompt,
}
