"""The media services of a PBX, and the sounds it plays.

`open_media` gives the typed calls, over REST or SOAP; `METHODS` lists every documented method.
"""

from .door import Answer, Door, Sound
from .methods import METHODS, editable
from .services import MediaServices, open_media

__all__ = [
    "METHODS",
    "Answer",
    "Door",
    "MediaServices",
    "Sound",
    "editable",
    "open_media",
]
