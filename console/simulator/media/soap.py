"""The SOAP door: `POST /soap/soap.fcgi` (section "XML API" and appendix A).

Sounds come and go as further parts of multipart/related, each found by its filename.
"""

from email.message import Message

from ..web import Request, Response
from . import envelope, multipart
from .envelope import Envelope
from .refusals import Refusal
from .service import Answer, Call
from .sounds import Sound
from .tables import SERVICES

XML = "text/xml; charset=utf-8"
START = "envelope@pbx.example.com"


class Exchange:
    """One request and its answer."""

    def __init__(self, request: Request) -> None:
        self._namespace = ""
        try:
            self.call = self._read(request)
        except (ValueError, RecursionError) as error:
            self.call = Call("soap", "", "", complaints=(str(error),))

    def written(self, given: Answer) -> Response:
        method = self.call.method
        structure = SERVICES[self.call.service][method].response
        text = envelope.response(self._namespace, method, structure, given.values)
        if given.sound is None:
            return Response(200, text, XML)
        first = {"Content-Type": XML, "Content-ID": f"<{START}>"}
        second = {
            "Content-Type": "audio/basic",
            "Content-ID": "<sound@pbx.example.com>",
            "Content-Disposition": multipart.attachment(given.sound.filename),
        }
        kind = f'related; type="text/xml"; start="<{START}>"'
        content_type, content = multipart.write(
            kind, [(first, text), (second, given.sound.content)]
        )
        return Response(200, content, content_type)

    def fault(self, refusal: Refusal) -> Response:
        code = refusal.code(self.call.service, self.call.method)
        return Response(500, envelope.fault(code, refusal.text), XML)

    def _read(self, request: Request) -> Call:
        text, files = _taken_apart(request)
        asked = Envelope(text)
        self._namespace = asked.namespace
        known = SERVICES.get(asked.service, {}).get(asked.method)
        return Call(
            "soap",
            asked.service,
            asked.method,
            asked.params(known.request) if known else {},
            asked.auth(),
            files=tuple(files),
            complaints=tuple(_wrong_action(request, asked.method)),
        )


def _taken_apart(request: Request) -> tuple[bytes, list[Sound]]:
    """Return the envelope and the attached files. Raises ValueError."""
    if request.content_type == "text/xml":
        return request.body, []
    if request.content_type != "multipart/related":
        raise ValueError(f"Content-Type: {request.content_type or 'none'} is not SOAP 1.1")
    content_type = request.headers["content-type"]
    first, *others = _root_first(content_type, multipart.read(content_type, request.body))
    return first.content, [Sound(x.filename or x.content_id, x.content) for x in others]


def _root_first(content_type: str, parts: list[multipart.Part]) -> list[multipart.Part]:
    message = Message()
    message["Content-Type"] = content_type
    start = str(message.get_param("start", "")).strip("<>")
    if not parts:
        raise ValueError("multipart without a part")
    return sorted(parts, key=lambda part: part.content_id != start) if start else parts


def _wrong_action(request: Request, method: str) -> list[str]:
    """A SOAPAction may be left out or blank, but must not name something else."""
    action = request.headers.get("soapaction", "").strip().strip('"')
    if not action or action.endswith((f"#{method}", f"/{method}")):
        return []
    return [f"SOAPAction: does not end with #{method}"]
