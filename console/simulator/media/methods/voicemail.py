"""The service Voicemail. Passwords come back as they were set: the document masks nothing."""

from ..properties import Values
from ..sounds import Sound
from .asked import Asked, Handler, sound_of


def get_settings(asked: Asked) -> Values:
    return {"vm_settings": asked.account.mailbox.values}


def set_settings(asked: Asked) -> Values:
    asked.account.mailbox.change(asked.params["vm_settings"])
    return {"vm_settings_saved": 1}


def get_greeting(asked: Asked) -> Sound:
    return sound_of(asked.account.mailbox, asked.params["greeting_type"])


def set_greeting(asked: Asked) -> Values:
    kind = asked.params["greeting_info"]["greeting_type"]
    return {"success": 1, "i_audio_file": asked.recorded(asked.account.mailbox, kind)}


HANDLERS: dict[str, Handler] = {
    "get_vm_settings": get_settings,
    "set_vm_settings": set_settings,
    "get_vm_greeting": get_greeting,
    "set_vm_greeting": set_greeting,
}
