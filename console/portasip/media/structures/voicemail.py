"""Section "Voicemail settings"."""

from typing import Annotated

from ...limits import MANDATORY, SECRET, AtMost, one_of
from ...structures import Blank, Structure
from ..limits import FILE_NAME

KINDS = ("standard", "extended", "personal", "name")
RECORDED_KINDS = KINDS[1:]  # the standard greeting is the PBX's own

YesNo = Annotated[str | None, one_of("yes", "no")]


class VMSettings(Structure, frozen=True):
    """`password` is asked on the phone; `enable_disa` lets a caller dial out with its own."""

    password: Annotated[str | Blank | None, SECRET] = None
    password_ask: YesNo = None
    prompt_levels: Annotated[str | None, one_of("standard", "extended", "rapid")] = None
    announce_dt: YesNo = None
    auto_play: YesNo = None
    greetings: Annotated[str | None, one_of(*KINDS)] = None
    fax_file: Annotated[str | None, one_of("multi_png", "multi_tiff", "pdf", "tiff")] = None
    ext_email: Annotated[str | Blank | None, AtMost(128)] = None
    ext_email_action: Annotated[
        str | None, one_of("none", "forward", "notify", "copy", "fwd_as_attachment")
    ] = None
    ext_email_vm_fmt: Annotated[str | None, one_of("au", "mp3", "wav")] = None
    enable_disa: Annotated[str | None, one_of("Yes", "No")] = None
    disa_password: Annotated[str | Blank | None, SECRET] = None


class GreetingInfo(Structure, frozen=True):
    greeting_type: Annotated[str | None, MANDATORY, one_of(*RECORDED_KINDS)] = None
    filename: Annotated[str | None, MANDATORY, FILE_NAME] = None


class GetVMSettingsRequest(Structure, frozen=True):
    pass


class GetVMSettingsResponse(Structure, frozen=True):
    vm_settings: VMSettings | None = None


class SetVMSettingsRequest(Structure, frozen=True):
    vm_settings: Annotated[VMSettings | None, MANDATORY] = None


class SetVMSettingsResponse(Structure, frozen=True):
    vm_settings_saved: int | None = None


class GetVMGreetingRequest(Structure, frozen=True):
    greeting_type: Annotated[str | None, MANDATORY, one_of(*KINDS)] = None


class GetVMGreetingResponse(Structure, frozen=True):
    filename: Annotated[str | None, FILE_NAME] = None


class SetVMGreetingRequest(Structure, frozen=True):
    greeting_info: Annotated[GreetingInfo | None, MANDATORY] = None


class SetVMGreetingResponse(Structure, frozen=True):
    success: int | None = None
    i_audio_file: int | None = None
