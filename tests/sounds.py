"""Sounds for tests, made as a person's recorder would write them."""

import io
from typing import Any

import numpy as np
import soundfile

TONE = 440  # Hz
FADE = 0.02  # seconds; a tone that begins at once clicks, and the click would be the peak


def tone(rate: int = 8000, *, seconds: float = 1.0, level: float = 0.5) -> Any:
    at = np.arange(int(seconds * rate)) / rate
    faded = np.minimum(1, np.minimum(at, at[-1] - at) / FADE)
    return level * faded * np.sin(2 * np.pi * TONE * at)


def written(samples: Any, rate: int = 8000, **form: str) -> bytes:
    """The samples as a file: `format` and `subtype` are libsndfile's words."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, **({"format": "WAV"} | form))
    return file.getvalue()
