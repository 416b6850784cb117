"""Typed calls of the service AutoAttendant: menus, what they do on a digit, what they say."""

from .asking import Asking, id_told, told
from .door import Sound
from .structures.menus import (
    CreateMenuRequest,
    CreateMenuResponse,
    DelMenuRequest,
    DelMenuResponse,
    GetMenuListRequest,
    GetMenuListResponse,
    GetMenuPromptRequest,
    MenuInfo,
    SetMenuPromptRequest,
    SetMenuPromptResponse,
    UpdateMenuRequest,
    UpdateMenuResponse,
)
from .structures.transitions import (
    DelMenuTransitionRequest,
    DelMenuTransitionResponse,
    GetMenuTransitionListRequest,
    GetMenuTransitionListResponse,
    GetMenuTransitionPromptRequest,
    SetMenuTransitionPromptRequest,
    SetMenuTransitionPromptResponse,
    SetMenuTransitionRequest,
    SetMenuTransitionResponse,
    TransitionInfo,
)


class AutoAttendant(Asking):
    """The menus of the account. The menu named ROOT always exists.

    What was read goes back through `editable`, without read-only properties.
    """

    async def menus(self) -> tuple[MenuInfo, ...]:
        """get_menu_list."""
        answer = await self._ask(GetMenuListRequest(), GetMenuListResponse)
        return told(answer.menu_list, "menu_list")

    async def create_menu(self, menu: MenuInfo, *, dry_run: bool = False) -> int:
        """create_menu: returns its `i_menu`."""
        request = CreateMenuRequest(menu_info=menu)
        answer = await self._ask(request, CreateMenuResponse, dry_run=dry_run)
        return id_told(answer.i_menu, "i_menu", dry_run)

    async def update_menu(self, menu: MenuInfo, *, dry_run: bool = False) -> None:
        """update_menu: the menu with this `i_menu`; what is None stays as it is."""
        request = UpdateMenuRequest(menu_info=menu)
        await self._ask(request, UpdateMenuResponse, dry_run=dry_run)

    async def delete_menu(self, i_menu: int, *, dry_run: bool = False) -> None:
        """del_menu."""
        await self._ask(DelMenuRequest(i_menu=i_menu), DelMenuResponse, dry_run=dry_run)

    async def menu_prompt(self, i_menu: int, kind: str) -> Sound:
        """get_menu_prompt: `kind` is intro, menu, disabled or timeout."""
        return await self._sound(GetMenuPromptRequest(i_menu=i_menu, prompt_type=kind))

    async def save_menu_prompt(
        self, i_menu: int, kind: str, sound: Sound, *, dry_run: bool = False
    ) -> int:
        """set_menu_prompt: returns the id in the queue of conversions."""
        request = SetMenuPromptRequest(i_menu=i_menu, prompt_type=kind)
        answer = await self._ask(request, SetMenuPromptResponse, sound, dry_run=dry_run)
        return answer.i_audio_file or 0

    async def transitions(self, i_menu: int) -> tuple[TransitionInfo, ...]:
        """get_menu_transition_list."""
        request = GetMenuTransitionListRequest(i_menu=i_menu)
        answer = await self._ask(request, GetMenuTransitionListResponse)
        return told(answer.transition_list, "transition_list")

    async def save_transition(
        self,
        i_menu: int,
        transition: TransitionInfo,
        sound: Sound | None = None,
        *,
        dry_run: bool = False,
    ) -> tuple[int, int | None]:
        """set_menu_transition: new, or changed where it has an `i_menu_transition`.

        Returns its `i_menu_transition` and, with a sound, the id in the queue of conversions.
        """
        request = SetMenuTransitionRequest(i_menu=i_menu, transition_info=transition)
        answer = await self._ask(request, SetMenuTransitionResponse, sound, dry_run=dry_run)
        i_menu_transition = id_told(answer.i_menu_transition, "i_menu_transition", dry_run)
        return i_menu_transition, answer.i_audio_file if sound else None

    async def delete_transition(self, i_menu_transition: int, *, dry_run: bool = False) -> None:
        """del_menu_transition."""
        request = DelMenuTransitionRequest(i_menu_transition=i_menu_transition)
        await self._ask(request, DelMenuTransitionResponse, dry_run=dry_run)

    async def transition_prompt(self, i_menu_transition: int) -> Sound:
        """get_menu_transition_prompt, by the id alone."""
        return await self._sound(
            GetMenuTransitionPromptRequest(i_menu_transition=i_menu_transition)
        )

    async def save_transition_prompt(
        self, i_menu_transition: int, sound: Sound, *, dry_run: bool = False
    ) -> int:
        """set_menu_transition_prompt: returns the id in the queue of conversions."""
        request = SetMenuTransitionPromptRequest(i_menu_transition=i_menu_transition)
        answer = await self._ask(request, SetMenuTransitionPromptResponse, sound, dry_run=dry_run)
        return answer.i_audio_file or 0
