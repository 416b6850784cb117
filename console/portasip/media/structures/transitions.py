"""Section "Auto attendant configuration": what a menu does on a digit, and with which prompt."""

from collections.abc import Iterator
from typing import Annotated

from ...limits import MANDATORY, READ_ONLY, YES_NO, AtMost, one_of
from ...structures import Blank, Structure
from ..limits import COUNT, FILE_NAME, ID, SWITCH

EVENTS = (*"0123456789*#", "Timeout", "Not Active", "f")
ACTIONS = (
    "Disabled", "Directory", "Queue", "Transfer", "TransferE164", "Voicemail", "Menu",
    "Extension", "DISA", "DirectDial", "DisconnectCall",
)  # fmt: skip
# Which actions a property is for, and whether they cannot do without it. The action Queue is
# said to take "target_i_menu", which has its own description: a slip for target_i_queue.
BELONGS = {
    "destination": (("Transfer", "TransferE164"), True),
    "target_i_menu": (("Menu",), True),
    "target_i_queue": (("Queue",), True),
    "max_size": (("Extension",), False),
}

Id = Annotated[int | None, MANDATORY, ID]
Target = Annotated[int | Blank | None, COUNT]  # 0 is none, as in the example of the document
Event = Annotated[str | None, one_of(*EVENTS)]


class TransitionInfo(Structure, frozen=True):
    """`event`: a key, "Timeout", "Not Active" (outside the period) or "f" (a fax was heard).

    With `i_menu_transition` a known transition is changed, in part if need be; without, `event`
    and `action` are needed. `max_size` is the most digits of an extension.
    """

    action: Annotated[str | None, one_of(*ACTIONS)] = None
    announce_ext_numbers: Annotated[str | None, YES_NO] = None
    destination: Annotated[str | Blank | None, AtMost(32)] = None
    event: Event = None
    i_menu_transition: Annotated[int | None, ID] = None
    max_size: Annotated[int | Blank | None, COUNT] = None
    play_prompt: Annotated[str | None, YES_NO] = None
    prompt: Annotated[str | None, FILE_NAME] = None
    prompt_set: Annotated[int | None, SWITCH, READ_ONLY] = None
    target_i_menu: Target = None
    target_i_queue: Target = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.i_menu_transition is None:
            for name in ("event", "action"):
                if not getattr(self, name):
                    yield name, "is required"
        if self.action is None:
            return
        for name, (actions, is_needed) in BELONGS.items():
            is_given = isinstance(value := getattr(self, name), str | int) and bool(value)
            if is_given and self.action not in actions:
                yield name, f"is for {' and '.join(actions)} alone"
            if is_needed and not is_given and self.action in actions:
                yield name, f"is required for {self.action}"


class GetMenuTransitionListRequest(Structure, frozen=True):
    i_menu: Id = None


class GetMenuTransitionListResponse(Structure, frozen=True):
    transition_list: tuple[TransitionInfo, ...] | None = None


class SetMenuTransitionRequest(Structure, frozen=True):
    i_menu: Id = None
    transition_info: Annotated[TransitionInfo | None, MANDATORY] = None


class SetMenuTransitionResponse(Structure, frozen=True):
    i_menu_transition: int | None = None
    i_audio_file: int | None = None


class DelMenuTransitionRequest(Structure, frozen=True):
    i_menu_transition: Id = None


class DelMenuTransitionResponse(Structure, frozen=True):
    i_menu_transition: int | None = None


class GetMenuTransitionPromptRequest(Structure, frozen=True):
    """A transition is named by its id, or by its menu and event."""

    event: Event = None
    i_menu: Annotated[int | None, ID] = None
    i_menu_transition: Annotated[int | None, ID] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.i_menu_transition is None and not (self.i_menu and self.event):
            yield "i_menu_transition", "is required, or i_menu and event"


class GetMenuTransitionPromptResponse(Structure, frozen=True):
    prompt: Annotated[str | None, FILE_NAME] = None


class SetMenuTransitionPromptRequest(Structure, frozen=True):
    i_menu_transition: Id = None
    prompt: Annotated[str | None, MANDATORY, FILE_NAME] = None


class SetMenuTransitionPromptResponse(Structure, frozen=True):
    i_menu_transition: int | None = None
    i_audio_file: int | None = None
