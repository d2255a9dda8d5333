"""The manifest of a package and the schemas it is checked against, for both standards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from lms.doors.scorm.choice import Standard

NAME: Final = "imsmanifest.xml"
_SCHEMAS: Final = Path(__file__).parent / "schemas"
_FOLDERS: Final = {Standard.SCORM_12: "scorm12", Standard.SCORM_2004: "scorm2004"}
_KINDS: Final = frozenset({".xsd", ".dtd"})
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"

_CP_12: Final = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL_12: Final = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_CP_2004: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ADL_2004: Final = "http://www.adlnet.org/xsd/adlcp_v1p3"
_SEQUENCING: Final = "http://www.imsglobal.org/xsd/imsss"

_PLACES: Final = {
    Standard.SCORM_12: {_CP_12: "imscp_rootv1p1p2.xsd", _ADL_12: "adlcp_rootv1p2.xsd"},
    Standard.SCORM_2004: {_CP_2004: "imscp_v1p1.xsd", _ADL_2004: "adlcp_v1p3.xsd", _SEQUENCING: "imsss_v1p0.xsd"},
}
_PREFIXES: Final = {_ADL_12: "adlcp", _ADL_2004: "adlcp", _SEQUENCING: "imsss", _XSI: "xsi"}


@dataclass(frozen=True, slots=True)
class About:
    """What a manifest says: `key` names the module for ever, `number` is its version."""

    key: str
    number: str
    title: str
    entry: str = "index.html"


def schemas(standard: Standard) -> Mapping[str, bytes]:
    """Return the schema files of a standard by their names; they lie at the root of a package."""
    folder = _SCHEMAS / _FOLDERS[standard]
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in _KINDS}


def manifest(standard: Standard, about: About, files: Iterable[str]) -> bytes:
    """Return `imsmanifest.xml` of a package whose one part a platform starts is the whole module."""
    content, adl = (_CP_12, _ADL_12) if standard is Standard.SCORM_12 else (_CP_2004, _ADL_2004)
    root = ET.Element(f"{{{content}}}manifest", {"identifier": f"outside-in-{about.key}", "version": about.number})
    root.set(f"{{{_XSI}}}schemaLocation", " ".join(f"{n} {f}" for n, f in _PLACES[standard].items()))
    metadata = _below(root, content, "metadata")
    _below(metadata, content, "schema").text = "ADL SCORM"
    is_12 = standard is Standard.SCORM_12
    _below(metadata, content, "schemaversion").text = "1.2" if is_12 else "2004 4th Edition"
    organizations = _below(root, content, "organizations", default="module")
    module = _below(organizations, content, "organization", identifier="module")
    _below(module, content, "title").text = about.title
    item = _below(module, content, "item", identifier="item", identifierref="package", isvisible="true")
    _below(item, content, "title").text = about.title
    if not is_12:
        _sequencing(item, module)
    resources = _below(root, content, "resources")
    resource = _below(resources, content, "resource", identifier="package", type="webcontent", href=about.entry)
    resource.set(f"{{{adl}}}{'scormtype' if is_12 else 'scormType'}", "sco")
    for path in sorted(files):
        _below(resource, content, "file", href=path)
    return _written(root, content)


def _sequencing(item: ET.Element, module: ET.Element) -> None:
    """Say that the package itself tells what is completed and passed."""
    own = _below(item, _SEQUENCING, "sequencing")
    _below(own, _SEQUENCING, "deliveryControls", completionSetByContent="true", objectiveSetByContent="true")
    whole = _below(module, _SEQUENCING, "sequencing")
    _below(whole, _SEQUENCING, "controlMode", choice="true", flow="true")


def _below(parent: ET.Element, namespace: str, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{namespace}}}{name}", attributes)


def _written(root: ET.Element, content: str) -> bytes:
    """Return the XML with the content-packaging names bare, as old readers expect them, and the others prefixed."""
    bare = f"{{{content}}}"
    used: dict[str, str] = {}
    for element in root.iter():
        element.tag = _named(element.tag, bare, used)
        for name in [each for each in element.attrib if each.startswith("{")]:
            element.set(_named(name, bare, used), element.attrib.pop(name))
    root.attrib = {"xmlns": content, **{f"xmlns:{prefix}": uri for prefix, uri in sorted(used.items())}, **root.attrib}
    ET.indent(root)
    written: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _named(name: str, bare: str, used: dict[str, str]) -> str:
    if name.startswith(bare):
        return name.removeprefix(bare)
    uri, _end, local = name.removeprefix("{").partition("}")
    used[_PREFIXES[uri]] = uri
    return f"{_PREFIXES[uri]}:{local}"
