"""Section "Auto attendant configuration": menus and their prompts."""

from collections.abc import Iterator
from typing import Annotated

from ...limits import MANDATORY, READ_ONLY, YES_NO, AtMost, one_of
from ...structures import Blank, Structure
from ..limits import COUNT, FILE_NAME, ID, PERIOD, SWITCH

ROOT = "ROOT"  # the menu that always exists
PROMPTS = ("intro", "menu", "disabled", "timeout")

Id = Annotated[int | None, MANDATORY, ID]
Count = Annotated[int | Blank | None, COUNT]
PromptSource = Annotated[str | None, one_of("standard", "custom")]
PromptKind = Annotated[str | None, MANDATORY, one_of(*PROMPTS)]
IsRecorded = Annotated[int | None, SWITCH, READ_ONLY]


class MenuInfo(Structure, frozen=True):
    """`msg_*_type` "custom" plays the recorded prompt, which `msg_*_set` 1 says is there.

    Timeouts are in seconds. `direct_dial_enabled` Y forbids transitions with DirectDial.
    """

    i_menu: Annotated[int | None, ID] = None
    name: Annotated[str | None, AtMost(64)] = None
    period: Annotated[str | Blank | None, AtMost(2000), PERIOD] = None
    period_desc: str | Blank | None = None
    msg_disabled_type: PromptSource = None
    msg_timeout_type: PromptSource = None
    msg_intro_set: IsRecorded = None
    msg_menu_set: IsRecorded = None
    msg_disabled_set: IsRecorded = None
    msg_timeout_set: IsRecorded = None
    msg_intro_type: PromptSource = None
    msg_menu_type: PromptSource = None
    replay_menu_times: Count = None
    first_digit_timeout: Count = None
    next_digit_timeout: Count = None
    direct_dial_enabled: Annotated[str | None, YES_NO] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.name is not None and not self.name.strip():
            yield "name", "cannot be empty"


class GetMenuListRequest(Structure, frozen=True):
    pass


class GetMenuListResponse(Structure, frozen=True):
    menu_list: tuple[MenuInfo, ...] | None = None


class UpdateMenuRequest(Structure, frozen=True):
    menu_info: Annotated[MenuInfo | None, MANDATORY] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.menu_info and self.menu_info.i_menu is None:
            yield "menu_info.i_menu", "is required"


class UpdateMenuResponse(Structure, frozen=True):
    i_menu: int | None = None


class CreateMenuRequest(Structure, frozen=True):
    menu_info: Annotated[MenuInfo | None, MANDATORY] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        menu = self.menu_info or MenuInfo()
        if menu.i_menu is not None:
            yield "menu_info.i_menu", "is given by the PBX"
        if not menu.name:
            yield "menu_info.name", "is required"
        elif menu.name.strip() == ROOT:
            yield "menu_info.name", f"must not be {ROOT}: that menu always exists"


class CreateMenuResponse(Structure, frozen=True):
    i_menu: int | None = None


class DelMenuRequest(Structure, frozen=True):
    i_menu: Id = None


class DelMenuResponse(Structure, frozen=True):
    i_menu: int | None = None


class SetMenuPromptRequest(Structure, frozen=True):
    i_menu: Id = None
    prompt_type: PromptKind = None
    prompt: Annotated[str | None, MANDATORY, FILE_NAME] = None


class SetMenuPromptResponse(Structure, frozen=True):
    i_menu: int | None = None
    i_audio_file: int | None = None


class GetMenuPromptRequest(Structure, frozen=True):
    i_menu: Id = None
    prompt_type: PromptKind = None


class GetMenuPromptResponse(Structure, frozen=True):
    prompt: Annotated[str | None, FILE_NAME] = None
