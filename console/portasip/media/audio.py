"""Any sound a person has, as the PBX plays it: an `.au` file of 8 kHz, mono, 8-bit μ-law.

"The .au file must be in 8-bit G.711 u-law data encoding format" (PlayPromptRequest.url); the other
format of the document, g729, we do not make. Loudness is left as recorded, so that prompts recorded
together stay equally loud and what the office hears is what callers hear; only a recording that
would clip is turned down, as a whole.

A stranger's file is decoded in blocks up to the longest prompt and no further, whatever its header
claims: a few megabytes of FLAC can stand for hours.
"""

import io
from struct import Struct
from typing import TYPE_CHECKING

from .sound_errors import Empty, NotASound, Silent, TooLarge, TooLong, TooShort, Unreadable

if TYPE_CHECKING:
    import numpy
    import soundfile  # type: ignore[import-untyped]
    from numpy.typing import NDArray

    Samples = NDArray[numpy.float32]

__all__ = ["LARGEST", "LONGEST", "NotASound", "duration", "to_au", "to_wav"]

RATE = 8000  # samples a second, a byte each
LARGEST = 50 * 2**20  # bytes: five minutes of a CD, hours of MP3
# Seconds. Greetings take one minute and music on hold repeats after a few; ten are 4.8 MB, which
# the PBX fetches and the database keeps in one piece.
LONGEST = 600.0
SHORTEST = 0.1  # seconds: below it stands a slip of the finger on the recorder, not a word
# The peak, of full scale: eight of the finest steps of μ-law (-54 dB). Rooms are louder.
SILENCE = 8 / 4096
# A file of floats scaled as integers of 32 bits can be put right; beyond lies no sound.
LOUDEST = 2.0**31
# Every recorder lies between; beyond, a header lies or somebody wants our processor busy.
RATES = range(4_000, 192_001)
MOST_CHANNELS = 8
BLOCK = 65_536  # frames decoded at once: 2 MB at the most channels
CLAIMABLE = 24 * 3600.0  # seconds: a header with more says that the length is unknown

# libsndfile also reads rare formats of the nineties; no stranger's bytes reach those decoders.
BEGINNINGS = (b"RIFF", b"RIFX", b"OggS", b"fLaC", b".snd", b"FORM", b"ID3")
MPEG_SYNC = 0xFFE0  # the first eleven bits of a frame

AU_HEADER = Struct(">4s5I")  # magic, where the data begins, its size, encoding, rate, channels
AU_ULAW = 1


class Given(io.BytesIO):
    """The file for libsndfile, whose seeks follow what a header says."""

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Outside of what can be, stay, as a file on disk does: an error cannot pass through C."""
        try:
            return super().seek(offset, whence)
        except (ValueError, OverflowError):
            return self.tell()


def to_au(sound: bytes, *, longest: float = LONGEST) -> bytes:
    """Return the `.au` for a WAV, MP3, Ogg, FLAC, AIFF or AU file; raise NotASound alone.

    An `.au` in the right form already comes back byte for byte. Of a file cut short, as of one
    whose header promises more than follows, what can be decoded is kept. `longest` is in seconds.
    """
    if not sound:
        raise Empty
    if len(sound) > LARGEST:
        raise TooLarge(LARGEST)
    samples = _decoded(sound, longest)
    return sound if _played_as_it_is(sound) else _written(samples)


def to_wav(au: bytes) -> bytes:
    """Return the same samples as WAV: browsers play no `.au`."""
    import soundfile

    if not _played_as_it_is(au):
        raise Unreadable
    samples, rate = soundfile.read(io.BytesIO(au), dtype="int16")
    wav = io.BytesIO()
    soundfile.write(wav, samples, rate, format="WAV")
    return wav.getvalue()


def duration(au: bytes) -> float:
    """Return the seconds that an `.au` from `to_au` plays."""
    if not _played_as_it_is(au):
        raise Unreadable
    begins = AU_HEADER.unpack_from(au)[1]
    return float(len(au) - begins) / RATE


def _played_as_it_is(sound: bytes) -> bool:
    if len(sound) < AU_HEADER.size:
        return False
    magic, begins, size, *form = AU_HEADER.unpack_from(sound)
    is_whole = AU_HEADER.size <= begins <= len(sound) and size == len(sound) - begins
    return magic == b".snd" and is_whole and form == [AU_ULAW, RATE, 1]


def _decoded(sound: bytes, longest: float) -> "Samples":
    """Mono at 8 kHz, checked for everything a person should hear of, within ±1."""
    import soundfile

    if not _begins_as_a_sound(sound):
        raise Unreadable
    try:
        with soundfile.SoundFile(Given(sound)) as file:
            return _checked(_resampled(file, longest), file.channels)
    except soundfile.SoundFileError as error:
        raise Unreadable from error


def _begins_as_a_sound(sound: bytes) -> bool:
    is_mpeg = int.from_bytes(sound[:2]) & MPEG_SYNC == MPEG_SYNC
    return is_mpeg or sound.startswith(BEGINNINGS)


def _resampled(file: "soundfile.SoundFile", longest: float) -> "Samples":
    """The mean of the channels, which cannot clip, at 8 kHz; `file` is not read past `longest`."""
    import numpy
    import soxr  # type: ignore[import-untyped]

    rate = file.samplerate
    if rate not in RATES or file.channels > MOST_CHANNELS:
        raise Unreadable(
            f"The file names {file.channels} channels at {rate} Hz, which no recording for a "
            "telephone has. Save it as WAV, mono or stereo, at 44100 Hz."
        )
    # soundfile seeks to where it stands after every block of a seekable file, and an MP3 decoder
    # forgets there what the next frame builds upon: an audible gap.
    file.seekable = lambda: False
    resampler = soxr.ResampleStream(rate, RATE, 1, quality="HQ")
    blocks, frames = [], 0
    while len(block := file.read(BLOCK, dtype="float32", always_2d=True)):
        frames += len(block)
        if frames > longest * rate:
            claimed = file.frames / rate
            raise TooLong(longest, claimed if longest < claimed < CLAIMABLE else None)
        mono = block.mean(axis=1, dtype="float64").astype("float32")
        blocks.append(resampler.resample_chunk(mono))
    blocks.append(resampler.resample_chunk(numpy.empty(0, "float32"), last=True))
    return numpy.concatenate(blocks)


def _checked(samples: "Samples", channels: int) -> "Samples":
    import numpy

    if len(samples) < SHORTEST * RATE:
        raise TooShort(SHORTEST)
    peak = numpy.abs(samples).max()
    if not peak <= LOUDEST:  # NaN is not either
        raise Unreadable("The recording holds values that are no sound. Save it again as WAV.")
    if peak < SILENCE:
        raise Silent(channels)
    # Resampling overshoots at steep edges, and a file of floats may hold anything.
    samples /= max(peak, numpy.float32(1))
    return samples


def _written(samples: "Samples") -> bytes:
    import soundfile

    au = io.BytesIO()
    soundfile.write(au, samples, RATE, subtype="ULAW", endian="BIG", format="AU")
    return au.getvalue()
