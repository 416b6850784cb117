"""Section "Conference configuration"."""

from typing import Annotated

from ...errors import InvalidParameter
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


class ConfInfo(Structure):
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

    def check(self) -> None:
        if self.name is not None and not self.name.strip():
            raise InvalidParameter("name", "cannot be empty")
        starts = isinstance(self.start_time, str)
        if starts and isinstance(self.max_session_time, int) and self.max_session_time:
            raise InvalidParameter("max_session_time", "cannot go together with start_time")


class GetConfInfoRequest(Structure):
    i_conf: Annotated[int | None, ID] = None
    name: str | None = None

    def check(self) -> None:
        if self.i_conf is None and not self.name:
            raise InvalidParameter("i_conf", "is required, or name")


class GetConfInfoResponse(Structure):
    conf_info: ConfInfo | None = None


class GetConfListRequest(Structure):
    pass


class GetConfListResponse(Structure):
    conf_list: tuple[ConfInfo, ...] | None = None


class CreateConfRequest(Structure):
    conf_info: Annotated[ConfInfo | None, MANDATORY] = None

    def check(self) -> None:
        conference = self.conf_info or ConfInfo()
        if conference.i_conf is not None:
            raise InvalidParameter("conf_info.i_conf", "is given by the PBX")
        if not conference.name:
            raise InvalidParameter("conf_info.name", "is required")


class CreateConfResponse(Structure):
    i_conf: int | None = None


class UpdateConfRequest(Structure):
    conf_info: Annotated[ConfInfo | None, MANDATORY] = None

    def check(self) -> None:
        if self.conf_info and self.conf_info.i_conf is None:
            raise InvalidParameter("conf_info.i_conf", "is required")


class UpdateConfResponse(Structure):
    i_conf: int | None = None


class DelConfRequest(Structure):
    i_conf: Id = None


class DelConfResponse(Structure):
    i_conf: int | None = None


class SetConfPromptRequest(Structure):
    i_conf: Id = None
    prompt_type: PromptKind = None
    prompt: Annotated[str | None, MANDATORY, FILE_NAME] = None


class SetConfPromptResponse(Structure):
    i_conf: int | None = None
    i_audio_file: int | None = None


class GetConfPromptRequest(Structure):
    i_conf: Id = None
    prompt_type: PromptKind = None


class GetConfPromptResponse(Structure):
    prompt: Annotated[str | None, FILE_NAME] = None
