"""A sound of the operator's own: checked to be one, and named as what it is."""

from django.utils.translation import gettext as _

from console.portasip.media.audio import to_au
from console.portasip.media.sound_errors import NotASound

LARGEST = 2**20  # bytes: a minute of MP3
LONGEST = 30.0  # seconds
# What every browser plays. The content tells; a file's name may say anything.
TYPES = {b"RIFF": "audio/wav", b"OggS": "audio/ogg", b"fLaC": "audio/flac"}


class NotASoundToRing(ValueError):
    """Carries the sentence for the operator."""


def type_of(sound: bytes) -> str:
    """The content type of a WAV, MP3, Ogg or FLAC file that can be decoded to its end."""
    if len(sound) > LARGEST:
        raise NotASoundToRing(_("The file is larger than 1 MB. Choose a shorter sound."))
    try:
        to_au(sound, longest=LONGEST)
    except NotASound as told:
        raise NotASoundToRing(str(told)) from told
    if sound[:4] in (b"FORM", b".snd", b"RIFX"):
        raise NotASoundToRing(_("Browsers do not play this kind. Save it as WAV or MP3."))
    return TYPES.get(sound[:4], "audio/mpeg")
