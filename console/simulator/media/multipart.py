"""MIME bodies of several parts, byte for byte: forms, related parts and mixed ones."""

import quopri
import re
import secrets
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

MOST_PARTS = 100
BLANK = re.compile(rb"[ \t]*\r?\n")


@dataclass(frozen=True)
class Part:
    """`name` and `filename` are those of Content-Disposition or Content-Type, "" if absent."""

    name: str
    filename: str
    content_type: str
    content_id: str
    content: bytes


def read(content_type: str, body: bytes) -> list[Part]:
    """Take a body apart. Raises ValueError with a sentence when it cannot be."""
    boundary = _head(f"Content-Type: {content_type}").get_boundary("").encode()
    if not boundary:
        raise ValueError("multipart without a boundary")
    # Mailers end lines without a carriage return; a sound may contain either.
    newline = b"\r\n" if b"--" + boundary + b"\r\n" in body else b"\n"
    _, *pieces = (newline + body).split(newline + b"--" + boundary, MOST_PARTS + 1)
    if not pieces or not pieces[-1].startswith(b"--"):
        raise ValueError(f"multipart that does not end, or has more than {MOST_PARTS} parts")
    return [_part(piece, newline) for piece in pieces[:-1]]


def write(kind: str, parts: Iterable[tuple[dict[str, str], bytes]]) -> tuple[str, bytes]:
    """Return the Content-Type and the body. `kind` is such as `mixed` or `related; type=…`."""
    boundary = secrets.token_hex(16)
    body = b""
    for headers, content in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        body += f"--{boundary}\r\n{head}\r\n".encode() + content + b"\r\n"
    return f'multipart/{kind}; boundary="{boundary}"', body + f"--{boundary}--\r\n".encode()


def attachment(filename: str) -> str:
    """The Content-Disposition of an attached file."""
    escaped = filename.replace("\\", "\\\\").replace('"', '\\"')
    return f'attachment; filename="{escaped}"'


def _part(piece: bytes, newline: bytes) -> Part:
    first = BLANK.match(piece)
    if first is None:
        raise ValueError("a boundary with something behind it")
    head, end, content = (newline + piece[first.end() :]).partition(newline * 2)
    if not end:
        raise ValueError("a part without an empty line behind its head")
    message = _head(head.decode().lstrip())
    return Part(
        _text(message.get_param("name", "", "content-disposition")),
        message.get_filename(""),
        message.get_content_type(),
        str(message.get("content-id", "")).strip().strip("<>"),
        _decoded(content, str(message.get("content-transfer-encoding", "binary"))),
    )


def _decoded(content: bytes, encoding: str) -> bytes:
    match encoding.strip().lower():
        case "base64":
            return b64decode(content)
        case "quoted-printable":
            return quopri.decodestring(content)
        case "7bit" | "8bit" | "binary":
            return content
    raise ValueError(f"no Content-Transfer-Encoding {encoding}")


def _head(text: str) -> Message:
    return HeaderParser().parsestr(text)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
