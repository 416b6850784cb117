"""Section "Conference configuration"."""

from collections.abc import Iterator
from typing import Annotated

from ...limits import MANDATORY, READ_ONLY, SECRET, TIME, YES_NO, one_of
from ...structures import Blank, Structure
from ..limits import COUNT, FILE_NAME, ID

PROMPTS = ("intro", "moh")

Id = Annotated[int | None, MANDATORY, ID]
Count = Annotated[int | Blank | None, COUNT]
Pin = Annotated[str | Blank | None, SECRET]
YesNo = Annotated[str | None, YES_NO]
IsRecorded = Annotated[str | None, one_of("0", "1"), READ_ONLY]
PromptKind = Annotated[str | None, MANDATORY, one_of(*PROMPTS)]


class ConfInfo(Structure, frozen=True):
    """`start_time` in UTC; a permanent conference has `max_session_time` instead."""

    i_conf: Annotated[int | None, ID] = None
    name: str | None = None
    pin_host: Pin = None
    pin_user: Pin = None
    max_call_duration: Count = None
    max_session_time: Count = None
    max_participants: Count = None
    wait_host: YesNo = None
    play_announce: YesNo = None
    play_moh: YesNo = None
    start_time: Annotated[str | Blank | None, TIME] = None
    msg_intro_set: IsRecorded = None
    moh_set: IsRecorded = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.name is not None and not self.name.strip():
            yield "name", "cannot be empty"
        starts = isinstance(self.start_time, str)
        if starts and isinstance(self.max_session_time, int) and self.max_session_time:
            yield "max_session_time", "cannot go together with start_time"


class GetConfInfoRequest(Structure, frozen=True):
    i_conf: Annotated[int | None, ID] = None
    name: str | None = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.i_conf is None and not self.name:
            yield "i_conf", "is required, or name"


class GetConfInfoResponse(Structure, frozen=True):
    conf_info: ConfInfo | None = None


class GetConfListRequest(Structure, frozen=True):
    pass


class GetConfListResponse(Structure, frozen=True):
    conf_list: tuple[ConfInfo, ...] | None = None


class CreateConfRequest(Structure, frozen=True):
    conf_info: Annotated[ConfInfo | None, MANDATORY] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        conference = self.conf_info or ConfInfo()
        if conference.i_conf is not None:
            yield "conf_info.i_conf", "is given by the PBX"
        if not conference.name:
            yield "conf_info.name", "is required"


class CreateConfResponse(Structure, frozen=True):
    i_conf: int | None = None


class UpdateConfRequest(Structure, frozen=True):
    conf_info: Annotated[ConfInfo | None, MANDATORY] = None

    def breaches(self) -> Iterator[tuple[str, str]]:
        if self.conf_info and self.conf_info.i_conf is None:
            yield "conf_info.i_conf", "is required"


class UpdateConfResponse(Structure, frozen=True):
    i_conf: int | None = None


class DelConfRequest(Structure, frozen=True):
    i_conf: Id = None


class DelConfResponse(Structure, frozen=True):
    i_conf: int | None = None


class SetConfPromptRequest(Structure, frozen=True):
    i_conf: Id = None
    prompt_type: PromptKind = None
    prompt: Annotated[str | None, MANDATORY, FILE_NAME] = None


class SetConfPromptResponse(Structure, frozen=True):
    i_conf: int | None = None
    i_audio_file: int | None = None


class GetConfPromptRequest(Structure, frozen=True):
    i_conf: Id = None
    prompt_type: PromptKind = None


class GetConfPromptResponse(Structure, frozen=True):
    prompt: Annotated[str | None, FILE_NAME] = None
