"""SOAP 1.1 envelopes: a plain one written by our own structures, and any one read by them.

The plain form is that of the script in appendix A, whose library calls by RPC: the body's one
element is named as the method and holds one element, the request structure. An answer is read
whatever its prefixes, order and unknown elements; an array may repeat its element or hold items.
"""

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from ..errors import AnswerNotUnderstood, Refused
from ..method import Method
from ..scalars import number
from ..structures import Property, Structure, properties

Element = ElementTree.Element
QName = ElementTree.QName

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://www.w3.org/2001/XMLSchema"
NIL, TYPE = f"{{{INSTANCE}}}nil", f"{{{INSTANCE}}}type"


def plain_envelope(
    namespace: str, method: Method, params: dict[str, Any], auth: dict[str, str]
) -> bytes:
    """Return a request as the script of appendix A writes it."""
    envelope = Element(f"{{{ENVELOPE}}}Envelope")
    if auth:
        envelope.append(_header(auth))
    body = ElementTree.SubElement(envelope, f"{{{ENVELOPE}}}Body")
    called = ElementTree.SubElement(body, f"{{{namespace}}}{method.name}")
    whole = ElementTree.SubElement(called, method.request.__name__)
    _fill(whole, method.request, params)
    said: bytes = ElementTree.tostring(envelope, "utf-8", xml_declaration=True)
    return said


def _header(auth: dict[str, str]) -> Element:
    header = Element(f"{{{ENVELOPE}}}Header")
    info = ElementTree.SubElement(header, "auth_info")
    for name, value in auth.items():
        ElementTree.SubElement(info, name).text = value
    return header


def _fill(element: Element, structure: type[Structure], params: dict[str, Any]) -> None:
    rows = properties(structure)
    for name, value in params.items():
        child = ElementTree.SubElement(element, name)
        if value is None:
            child.set(NIL, "true")
        elif isinstance(value, dict):
            _fill(child, rows[name].kind, value)
        else:
            kind = "int" if rows[name].kind is int else "string"
            child.set(TYPE, QName(SCHEMA, kind))  # type: ignore[arg-type]
            child.text = str(value)


class _NoDoctype(ElementTree.TreeBuilder):
    """Without a document type there is no entity to expand or to fetch."""

    def doctype(self, *_: object) -> None:
        raise AnswerNotUnderstood("XML with a document type")


def told_by(content: bytes, method: Method) -> dict[str, Any]:
    """Return what an envelope answers, as the same plain values that REST gives.

    Raises Refused for a fault, AnswerNotUnderstood for what is no envelope.
    """
    body = _child(_parsed(content), "Body")
    if body is None or len(body) == 0:
        raise AnswerNotUnderstood("XML, but no envelope with a body")
    if _local(body[0]) == "Fault":
        raise _refused(body[0])
    try:
        return _structure(_unwrapped(body[0], method.response), method.response)
    except RecursionError:
        raise AnswerNotUnderstood("an envelope nested too deep") from None


def _parsed(content: bytes) -> Element:
    try:
        parser = ElementTree.XMLParser(target=_NoDoctype())
        parser.feed(content)
        root: Element = parser.close()
    except (ElementTree.ParseError, ValueError, LookupError):
        # A LookupError: the text names an encoding that does not exist.
        raise AnswerNotUnderstood("not XML as it says") from None
    return root


def _refused(fault: Element) -> Refused:
    code, text = (_child(fault, name) for name in ("faultcode", "faultstring"))
    # SOAP's own codes have a prefix, which REST does not write.
    told = "" if code is None else (code.text or "").strip().rpartition(":")[2]
    return Refused(told or "unspecified", "" if text is None else (text.text or "").strip())


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _unwrapped(answered: Element, structure: type[Structure]) -> Element:
    """Return the element that holds the properties: RPC puts one more around them."""
    if len(answered) == 1 and _local(answered[0]) not in properties(structure):
        return answered[0]
    return answered


def _structure(element: Element, structure: type[Structure]) -> dict[str, Any]:
    rows = properties(structure)
    named: dict[str, list[Element]] = {name: [] for name, row in rows.items() if row.is_many}
    for child in element:
        named.setdefault(_local(child), []).append(child)
    return {name: _value(found, rows.get(name)) for name, found in named.items()}


def _value(found: list[Element], row: Property | None) -> Any:
    if row is None:
        return _guess(found[0]) if len(found) == 1 else [_guess(each) for each in found]
    if row.is_many:
        return [_one(item, row.kind) for item in _items(found, row.kind)]
    return _one(found[-1], row.kind)


def _items(found: list[Element], kind: type) -> Iterable[Element]:
    """Yield the members of an array: repeated elements, or the children of one, or both."""
    names = properties(kind) if issubclass(kind, Structure) else {}
    for element in found:
        if len(element) and not any(_local(child) in names for child in element):
            yield from element
        elif len(element) or (element.text or "").strip():
            yield element


def _one(element: Element, kind: type) -> Any:
    if element.get(NIL) in ("true", "1"):
        return None
    if issubclass(kind, Structure):
        return _structure(element, kind)
    text = element.text or ""
    return text if kind is str else number(text.strip())


def _guess(element: Element) -> Any:
    """Return an element that no structure of ours names: text, an object, or a list of these."""
    if element.get(NIL) in ("true", "1"):
        return None
    if len(element) == 0:
        return element.text or ""
    names = [_local(child) for child in element]
    if set(names) == {"item"} or (len(names) > 1 and len(set(names)) == 1):
        return [_guess(child) for child in element]
    return {name: _guess(child) for name, child in zip(names, element, strict=True)}
