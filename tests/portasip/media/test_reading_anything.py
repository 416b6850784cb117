"""Whatever bytes answer, the readers give values or say that they did not understand."""

from hypothesis import given
from hypothesis import strategies as st

from console.portasip.errors import AnswerNotUnderstood, Refused
from console.portasip.media.envelopes import told_by
from console.portasip.media.http import Reply
from console.portasip.media.methods import method_named
from console.portasip.media.parts import parts_of, safe_name, sound_of, told_and_sound

LIST = method_named("AutoAttendant", "get_menu_list")
HEADS = (
    b"Content-Type: audio/basic",
    b'Content-Type: audio/basic; name="=?utf-8?q?a?="',
    b"Content-Disposition: attachment; filename*=klingon''%e9",
    b"Content-Transfer-Encoding: base64",
    b"Content-Transfer-Encoding: quoted-printable",
    b"Content-Type: text/xml; charset=",
)
crumbs = st.lists(
    st.sampled_from([b"--cut", b"--cut--", b"\r\n", b"\n", b"\r\n\r\n", *HEADS]) | st.binary(),
    max_size=14,
).map(b"".join)
types = st.sampled_from(
    ["multipart/mixed; boundary=cut", 'multipart/related; boundary="cut"', "audio/basic", ""]
) | st.text(max_size=40)
tags = st.sampled_from(["menu_list", "i_menu", "item", "e:Body", "e:Envelope", "e:Fault", "x"])
trees = st.recursive(
    st.sampled_from(["", "7", "Day", " "]),
    lambda inner: st.tuples(tags, st.lists(inner, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
)


@given(crumbs, types, st.text(max_size=40))
def test_anything_is_taken_apart_or_not_understood(content: bytes, kind: str, name: str) -> None:
    try:
        told, sound = told_and_sound(parts_of(Reply(200, kind, name, content)), "json")
        read = sound_of(sound, {"prompt": name}).content if sound else told
    except AnswerNotUnderstood as error:
        read = error
    assert read is None or read


@given(st.binary() | trees.map(str.encode))
def test_any_envelope_is_read_or_not_understood(inside: bytes) -> None:
    space = b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
    for content in (inside, space + inside + b"</e:Body></e:Envelope>"):
        try:
            menus = told_by(content, LIST)["menu_list"]
        except (AnswerNotUnderstood, Refused):
            menus = []
        assert isinstance(menus, list)


@given(st.lists(st.text()))
def test_a_name_is_a_file_name_whatever_was_told(names: list[str]) -> None:
    name = safe_name(*names)
    assert name == name.strip(". ")
    assert 0 < len(name) <= 128
    assert not set(name) & set("/\\:\0\r\n")
