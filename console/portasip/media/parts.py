"""Multipart answers: which part says something, which part is the sound.

Read tolerantly (any multipart/*, any order, base64 or binary) but completely: a part without its
closing boundary was cut off, and half a prompt must not pass for a whole one.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any

from ..errors import AnswerNotUnderstood
from ..responses import error_of
from ..scalars import text
from .door import Answer, Ask, Sound
from .http import Reply

MOST_PARTS = 16
LARGEST_HEAD = 16 << 10  # bytes
BINARY = ("application/octet-stream", "application/x-octet-stream", "application/binary")
UNNAMED = "sound.au"
# Between \r\n--boundary and its line's end; "--" there closes the message.
AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True)
class Part:
    """`content_type` without parameters; `file_name` "" where none is given."""

    content_type: str
    file_name: str
    content: bytes = field(repr=False)


def parts_of(reply: Reply) -> list[Part]:
    """Return the parts of an answer, one for an answer that is no multipart."""
    head = Message()
    head["Content-Type"] = reply.content_type
    head["Content-Disposition"] = reply.disposition
    if not reply.content_type.lower().lstrip().startswith("multipart/"):
        return [_part(head, reply.content)]
    boundary = head.get_boundary()
    if not boundary or not boundary.isascii():
        raise AnswerNotUnderstood("a multipart answer without a boundary")
    return [_read(raw) for raw in _cut(reply.content, boundary.encode())]


def _cut(content: bytes, boundary: bytes) -> Iterator[bytes]:
    """Yield what stands between the boundaries, heads included."""
    content, mark = b"\n" + content, b"\n--" + boundary
    start, found = -1, 0
    at = content.find(mark)
    while at >= 0:
        line = AFTER_BOUNDARY.match(content, at + len(mark))
        if line is None:  # another boundary that begins alike, or the sound's own bytes
            at = content.find(mark, at + 1)
            continue
        if start >= 0:
            yield content[start:at].removesuffix(b"\r")
            found += 1
        if line[1]:
            return
        if found == MOST_PARTS:
            raise AnswerNotUnderstood(f"a multipart answer of more than {MOST_PARTS} parts")
        start = line.end()
        at = content.find(mark, start - 1)
    raise AnswerNotUnderstood("a multipart answer that was cut off")


def _read(raw: bytes) -> Part:
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        raise AnswerNotUnderstood("a part without a head")
    end = END_OF_HEAD.search(raw, 0, LARGEST_HEAD)
    if end is None:
        raise AnswerNotUnderstood("a part whose head has no end")
    head = BytesHeaderParser().parsebytes(raw[: end.start()])
    return _part(head, _decoded(raw[end.end() :], head))


def _part(head: Message, content: bytes) -> Part:
    return Part(head.get_content_type(), str(head.get_filename("")), content)


def _decoded(content: bytes, head: Message) -> bytes:
    encoding = str(head.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    if encoding != "base64":
        return content
    try:
        return base64.b64decode(content)
    except binascii.Error:
        raise AnswerNotUnderstood("a part that is not base64 as it says") from None


def told_and_sound(parts: list[Part], language: str) -> tuple[Part | None, Part | None]:
    """Return the part written in `language` ("json" or "xml"), and the one that is a sound.

    A text that calls itself plain, or nothing at all, may be in that language as well.
    """
    named = [part for part in parts if language in part.content_type]
    plain = [part for part in parts if part.content_type == "text/plain" and not part.file_name]
    told = next(iter(named + plain), None)
    others = (part for part in parts if part is not told)
    return told, next((part for part in others if _may_be_a_sound(part)), None)


def _may_be_a_sound(part: Part) -> bool:
    # The page of some proxy in between is none.
    is_binary = part.content_type.startswith("audio/") or part.content_type in BINARY
    return is_binary or bool(part.file_name)


def answer_of(ask: Ask, status: int, content: dict[str, Any], sound: Part | None) -> Answer:
    """Return the answer that REST and SOAP have read alike. Raises Refused for a fault."""
    if (fault := error_of(content)) is not None:
        raise fault
    if status != 200:
        raise AnswerNotUnderstood(f"status {status} without a fault")
    if ask.method.answers_sound:
        return Answer(content, sound_of(sound, content))
    return Answer(content)


def sound_of(part: Part | None, content: dict[str, Any]) -> Sound:
    """Return the sound that came with an answer, named by its part or by the answer's property.

    Raises AnswerNotUnderstood when there is none: a method that finds no prompt refuses.
    """
    if part is None or not part.content:
        raise AnswerNotUnderstood("an answer without its sound")
    told = (text(content.get(name)) for name in ("prompt", "filename"))
    return Sound(safe_name(part.file_name, *told), part.content)


def safe_name(*names: str) -> str:
    """Return the first usable file name, without any directory: it may become a file here."""
    for name in names:
        last = "".join(filter(str.isprintable, re.split(r"[/\\:]", name)[-1]))
        if last := last[-128:].strip(". "):
            return last
    return UNNAMED
