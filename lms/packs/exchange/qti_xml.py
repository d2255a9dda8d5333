"""Building QTI 3.0 as XML: elements with their prefix, texts without what XML cannot hold."""

import re
from xml.etree import ElementTree as ET  # only to write; `xml_tree` reads

ASI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def identifier(name: str) -> str:
    """Return a name of ours as an identifier of QTI, which begins with a letter or an underscore."""
    return name if name[:1].isalpha() else f"_{name}"


def writable(text: str) -> str:
    """Return a text without characters that XML 1.0 cannot hold, in one line."""
    return " ".join(_UNWRITABLE.sub(" ", text).split())


def element(name: str, attributes: dict[str, str] | None = None, text: str = "") -> ET.Element:
    """Return `qti-NAME` with its attributes and text."""
    made = ET.Element(f"qti-{name}", {key: writable(value) for key, value in (attributes or {}).items()})
    made.text = writable(text) or None
    return made


def add(parent: ET.Element, name: str, attributes: dict[str, str] | None = None, text: str = "") -> ET.Element:
    """Append `qti-NAME` to `parent` and return it."""
    made = element(name, attributes, text)
    parent.append(made)
    return made


def paragraph(parent: ET.Element, text: str) -> ET.Element:
    """Append a paragraph."""
    made = ET.SubElement(parent, "p")
    made.text = writable(text)
    return made


def document(root: ET.Element) -> bytes:
    """Return an XML file in UTF-8, indented."""
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"
