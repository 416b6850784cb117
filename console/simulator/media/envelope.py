"""SOAP 1.1 envelopes: what stands in them, and how structures become elements.

The messages are rpc/literal: the body's element is named as the method, and holds one element
for the whole request structure. The document's own sample script works that way: it reads
`session_id` from inside the first element of an answer. Arrays hold `item` elements, as those of
the script's library do.
"""

import re
from typing import Any
from xml.etree import ElementTree

from .properties import Property, Structure, Values

Element = ElementTree.Element
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
NIL = f"{{{SCHEMA_INSTANCE}}}nil"
SERVICE = re.compile(r"\{https?://[^/{}]+/UM/SOAP/(\w+)/?\}(\w+)", re.ASCII)

ElementTree.register_namespace("SOAP-ENV", SOAP)
ElementTree.register_namespace("xsi", SCHEMA_INSTANCE)


class Envelope:
    """A request. Raises ValueError with a sentence when it is none."""

    def __init__(self, content: bytes) -> None:
        root = _parsed(content)
        body = root.find(f"{{{SOAP}}}Body")
        if root.tag != f"{{{SOAP}}}Envelope" or body is None or len(body) == 0:
            raise ValueError("not a SOAP 1.1 envelope with a body")
        named = SERVICE.fullmatch(body[0].tag)
        if named is None:
            raise ValueError("the body's element is not in a namespace …/UM/SOAP/<service>")
        self.service, self.method = named.groups()
        self.namespace = body[0].tag[1:].partition("}")[0]
        self._asked = body[0]
        self._header = root.find(f"{{{SOAP}}}Header")

    def auth(self) -> Any:
        """Return auth_info, whatever its namespace; None without one."""
        for header in self._header if self._header is not None else ():
            if _local(header) == "auth_info":
                return _children(header, {})
        return None

    def params(self, structure: Structure) -> Any:
        """Return the parameters, inside the one element of rpc messages or directly."""
        inside = self._asked
        if len(inside) == 1 and _local(inside[0]) not in structure.properties:
            wrapper = inside[0]
            if len(wrapper) or not (wrapper.text or "").strip():
                inside = wrapper
        return _children(inside, structure.properties)


def response(namespace: str, method: str, structure: Structure, values: Values) -> bytes:
    """An answer, its properties in the order of the table."""
    answered = Element(f"{{{namespace}}}{method}Response")
    whole = ElementTree.SubElement(answered, structure.name)
    _fill(whole, structure, values)
    return _enveloped(answered)


def fault(code: str, text: str) -> bytes:
    failed = Element(f"{{{SOAP}}}Fault")
    ElementTree.SubElement(failed, "faultcode").text = code
    ElementTree.SubElement(failed, "faultstring").text = text
    return _enveloped(failed)


def _enveloped(content: Element) -> bytes:
    envelope = Element(f"{{{SOAP}}}Envelope")
    ElementTree.SubElement(envelope, f"{{{SOAP}}}Body").append(content)
    written: bytes = ElementTree.tostring(envelope, "utf-8", xml_declaration=True)
    return written


def _parsed(content: bytes) -> Element:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    # Without a DTD there are no entities to expand or to fetch.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("no DTD is allowed")
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(f"not XML: {error}") from None


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: Element, rows: Any) -> Values:
    values: Values = {}
    for child in element:
        name = _local(child)
        if name in values:
            raise ValueError(f"{name}: twice")
        values[name] = _value(child, rows.get(name))
    return values


def _value(element: Element, row: Property | None) -> Any:
    if element.get(NIL) in ("true", "1"):
        return None
    if row is not None and isinstance(row.type, Structure):
        return _children(element, row.type.properties)
    return f"<{_local(element[0])}>" if len(element) else element.text or ""


def _fill(element: Element, structure: Structure, values: Values) -> None:
    for name, row in structure.properties.items():
        if name not in values:
            continue
        child = ElementTree.SubElement(element, name)
        for value in values[name] if row.is_list else ():
            _write(ElementTree.SubElement(child, "item"), row, value)
        if not row.is_list:
            _write(child, row, values[name])


def _write(element: Element, row: Property, value: Any) -> None:
    if value is None:
        element.set(NIL, "true")
    elif isinstance(row.type, Structure):
        _fill(element, row.type, value)
    else:
        element.text = str(value)
