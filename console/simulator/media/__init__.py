"""The simulated PBX's media server: voicemail, auto attendant, conferences and directory.

It was written from the API document alone. Where that is silent, a docstring says what was
chosen; nothing here has been compared with a real PBX.
"""

from .server import MediaServer

__all__ = ["MediaServer"]
