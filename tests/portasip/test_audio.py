import io
from struct import pack, unpack_from

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.portasip.media import audio
from console.portasip.media.audio import duration, to_au, to_wav
from console.portasip.media.sound_errors import (
    Empty,
    NotASound,
    Silent,
    TooLarge,
    TooLong,
    TooShort,
    Unreadable,
)
from tests.sounds import TONE, tone, written

# What goes wrong in libsndfile's calls back to us is a warning only.
# Those of the sums alone: a ResourceWarning may be of what an earlier test left behind.
pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")

FORMS = [
    {"format": "WAV", "subtype": "PCM_16"},
    {"format": "WAV", "subtype": "PCM_24"},
    {"format": "WAV", "subtype": "FLOAT"},
    {"format": "WAVEX", "subtype": "PCM_U8"},
    {"format": "AIFF", "subtype": "PCM_16"},
    {"format": "AU", "subtype": "PCM_16"},
    {"format": "FLAC", "subtype": "PCM_16"},
    {"format": "OGG", "subtype": "VORBIS"},
    {"format": "OGG", "subtype": "OPUS"},
    {"format": "MP3", "subtype": "MPEG_LAYER_III"},
]


def played(au):
    samples, rate = soundfile.read(io.BytesIO(au))
    assert rate == 8000
    return samples


def decibel(level, of):
    return 20 * np.log10(level / of)


def rms(samples):
    return np.sqrt(np.mean(samples**2))


class TestConversion:
    @pytest.mark.parametrize("channels", [1, 2])
    @pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000])
    @pytest.mark.parametrize("form", FORMS, ids=lambda form: form["subtype"])
    def test_length_pitch_and_level_survive(self, form, rate, channels):
        rate = 24000 if (form["subtype"], rate) == ("OPUS", 44100) else rate  # Opus has no 44100
        given = tone(rate)
        au = to_au(written(np.column_stack([given] * channels), rate, **form))
        samples = played(au)
        assert duration(au) == pytest.approx(1, abs=0.02)
        assert len(samples) == duration(au) * 8000
        spectrum = np.abs(np.fft.rfft(samples))
        assert spectrum.argmax() / duration(au) == pytest.approx(TONE, abs=2)
        assert abs(decibel(rms(samples), of=rms(given))) < 1

    def test_the_header_is_the_documents(self):
        au = to_au(written(tone(44100), 44100))
        assert unpack_from(">4s5I", au) == (b".snd", 24, len(au) - 24, 1, 8000, 1)
        assert len(au) == 24 + 8000

    def test_what_is_right_already_passes_byte_for_byte(self):
        au = to_au(written(tone(44100), 44100))
        assert to_au(au) == au
        annotated = pack(">4s5I8s", b".snd", 32, 8000, 1, 8000, 1, b"comment") + au[24:]
        assert to_au(annotated) == annotated
        assert duration(annotated) == 1

    @pytest.mark.parametrize("size", [0xFFFF_FFFF, 7999, 8001])
    def test_an_au_of_unknown_or_wrong_size_gets_the_right_one(self, size):
        au = to_au(written(tone()))
        repaired = to_au(au[:8] + pack(">I", size) + au[12:])
        assert unpack_from(">I", repaired, 8) == (len(repaired) - 24,)
        assert duration(repaired) == pytest.approx(1, abs=0.01)

    def test_an_mp3_has_no_gap_between_blocks(self, monkeypatch):
        mp3 = written(tone(44100), 44100, format="MP3")
        at_once = to_au(mp3)
        monkeypatch.setattr(audio, "BLOCK", 5000)
        assert to_au(mp3) == at_once

    def test_loud_channels_do_not_clip_each_other(self):
        both = to_au(written(np.column_stack([tone(level=0.9)] * 2)))
        assert np.abs(played(both)).max() == pytest.approx(0.9, abs=0.02)

    def test_what_would_clip_is_turned_down_as_a_whole(self):
        loud = played(to_au(written(tone(level=4), subtype="FLOAT")))
        assert rms(loud) == pytest.approx(rms(tone(level=1)), rel=0.02)

    def test_a_quiet_recording_is_not_made_louder(self):
        quiet = played(to_au(written(tone(level=0.02))))
        assert rms(quiet) == pytest.approx(rms(tone(level=0.02)), rel=0.02)

    def test_of_a_file_cut_short_the_rest_is_kept(self):
        whole = written(tone(seconds=2))
        assert duration(to_au(whole[: len(whole) // 2])) == pytest.approx(1, abs=0.02)

    def test_a_browser_hears_the_same_samples(self):
        au = to_au(written(tone(44100), 44100))
        wav = to_wav(au)
        assert wav.startswith(b"RIFF")
        assert np.array_equal(played(wav), played(au))


class TestRefusals:
    def test_nothing(self):
        with pytest.raises(Empty, match="The file is empty"):
            to_au(b"")

    @pytest.mark.parametrize(
        "other", [b"\0", b"%PDF-1.7 and so on", b"RIFF", b".snd", b"\xff\xfb", b"OggS" * 99]
    )
    def test_what_is_no_sound(self, other):
        with pytest.raises(Unreadable, match="Use WAV, MP3, Ogg or FLAC"):
            to_au(other)

    def test_a_rare_format_reaches_no_decoder(self):
        with pytest.raises(Unreadable):
            to_au(written(tone(), format="CAF"))

    def test_too_many_bytes(self):
        with pytest.raises(TooLarge, match="larger than 50 MB"):
            to_au(bytes(50 * 2**20 + 1))

    def test_a_long_recording_is_told_its_length(self):
        with pytest.raises(TooLong, match=r"lasts 1:02 minutes. Cut it to 1:00 at most"):
            to_au(written(tone(seconds=61.2)), longest=60)
        assert duration(to_au(written(tone(seconds=60)), longest=60)) == 60

    def test_an_au_in_the_right_form_may_not_be_longer_either(self):
        with pytest.raises(TooLong):
            to_au(to_au(written(tone(seconds=2))), longest=1)

    def test_a_length_nobody_knows_is_not_invented(self):
        flac = bytearray(written(tone(seconds=61), format="FLAC"))
        flac[21] |= 0x0F  # the highest bits of the number of samples: 95 days
        with pytest.raises(TooLong, match=r"lasts more than 1:00 minutes"):
            to_au(bytes(flac), longest=60)

    def test_hours_in_a_small_file_are_not_unpacked(self, monkeypatch):
        hours = np.zeros((8000 * 3600, 1), "int16")
        flac = written(hours, format="FLAC")
        assert len(flac) < hours.nbytes / 500
        decoded = []
        read = soundfile.SoundFile.read

        def counted(file, *args, **kwargs):
            block = read(file, *args, **kwargs)
            decoded.append(len(block))
            return block

        monkeypatch.setattr(soundfile.SoundFile, "read", counted)
        with pytest.raises(TooLong, match="lasts 60:00 minutes"):
            to_au(flac)
        assert sum(decoded) <= 600 * 8000 + audio.BLOCK
        assert max(decoded) <= audio.BLOCK

    @pytest.mark.parametrize("seconds", [0, 0.001, 0.09])
    def test_a_slip_of_the_finger(self, seconds):
        with pytest.raises(TooShort, match=r"less than 0.1 seconds"):
            to_au(written(np.full(int(seconds * 8000), 0.5)))

    @pytest.mark.parametrize("level", [0, 0.0005])
    def test_silence(self, level):
        with pytest.raises(Silent, match="Check the microphone, then record it again"):
            to_au(written(tone(level=level)))

    def test_channels_that_cancel_each_other_are_silent(self):
        with pytest.raises(Silent, match="save it in mono"):
            to_au(written(np.column_stack([tone(), -tone()])))

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
    @pytest.mark.parametrize("rate", [8000, 44100])
    @pytest.mark.parametrize("at", [0, 4000, -1])
    def test_a_value_that_is_no_sound(self, value, rate, at):
        samples = tone(rate)
        samples[at] = value
        with pytest.raises(Unreadable, match="values that are no sound"):
            to_au(written(samples, rate, subtype="FLOAT"))

    @pytest.mark.parametrize("rate", [1, 3999, 192_001, 0x7FFF_FFFF])
    def test_a_rate_no_recorder_has(self, rate):
        wav = bytearray(written(tone()))
        wav[24:28] = pack("<I", rate)
        with pytest.raises(Unreadable, match=f"1 channels at {rate} Hz"):
            to_au(bytes(wav))

    @pytest.mark.parametrize("channels", [0, 0xFFFF])
    def test_no_channels_or_far_too_many(self, channels):
        wav = bytearray(written(tone()))
        wav[22:24] = pack("<H", channels)
        with pytest.raises(Unreadable):
            to_au(bytes(wav))

    def test_more_channels_than_a_cinema(self):
        with pytest.raises(Unreadable, match="9 channels"):
            to_au(written(np.column_stack([tone()] * 9)))

    def test_only_what_the_pbx_plays_has_a_duration(self):
        with pytest.raises(Unreadable):
            duration(written(tone()))
        with pytest.raises(Unreadable):
            duration(b".snd")
        with pytest.raises(Unreadable):
            to_wav(written(tone()))


# Short, so that most mutations hit what the decoders look at.
REAL = [written(tone(16000, seconds=0.12), 16000, **form) for form in FORMS]


class TestAnyBytes:
    """Whatever the bytes, either an `.au` comes out or a sentence."""

    @settings(max_examples=300)
    @given(st.sampled_from([b"", *audio.BEGINNINGS, b"\xff\xfb"]), st.binary(max_size=2000))
    def test_of_no_file(self, beginning, rest):
        self.converted_or_told(beginning + rest)

    @settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_of_a_damaged_file(self, data):
        file = bytearray(data.draw(st.sampled_from(REAL)))
        # Headers are short: half of the damage goes there.
        places = st.one_of(st.integers(0, 99), st.integers(0, len(file) - 1))
        for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=9)):
            file[place] = byte
        self.converted_or_told(bytes(file[: data.draw(st.integers(0, len(file)))]))

    def converted_or_told(self, file):
        try:
            au = to_au(file, longest=10)
        except NotASound:
            return
        assert 0.1 <= duration(au) <= 10.1
        assert to_au(au, longest=10.1) == au
