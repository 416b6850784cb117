"""Section "Voicemail settings"."""

from ..properties import Method, choice, filename, integer, part, string, structure

YES_NO = choice("yes", "no")
KINDS = ("standard", "extended", "personal", "name")

SETTINGS = structure(
    "VMSettings",
    password=string(),
    password_ask=YES_NO,
    prompt_levels=choice("standard", "extended", "rapid"),
    announce_dt=YES_NO,
    auto_play=YES_NO,
    greetings=choice(*KINDS),
    fax_file=choice("multi_png", "multi_tiff", "pdf", "tiff"),
    ext_email=string(128),
    ext_email_action=choice("none", "forward", "notify", "copy", "fwd_as_attachment"),
    ext_email_vm_fmt=choice("au", "mp3", "wav"),
    enable_disa=choice("Yes", "No"),
    disa_password=string(),
)
# The standard greeting is the PBX's own: it can be asked for, but not recorded.
GREETING = structure(
    "GreetingInfo",
    greeting_type=choice(*KINDS[1:], required=True),
    filename=filename(required=True),
)

METHODS = {
    "get_vm_settings": Method(
        structure("GetVMSettingsRequest"),
        structure("GetVMSettingsResponse", vm_settings=part(SETTINGS)),
    ),
    "set_vm_settings": Method(
        structure("SetVMSettingsRequest", vm_settings=part(SETTINGS, required=True)),
        structure("SetVMSettingsResponse", vm_settings_saved=integer()),
    ),
    "get_vm_greeting": Method(
        structure("GetVMGreetingRequest", greeting_type=choice(*KINDS, required=True)),
        structure("GetVMGreetingResponse", filename=string()),
        sounds="filename",
    ),
    "set_vm_greeting": Method(
        structure("SetVMGreetingRequest", greeting_info=part(GREETING, required=True)),
        structure("SetVMGreetingResponse", success=integer(), i_audio_file=integer()),
        sound=("greeting_info", "filename"),
    ),
}
