"""Writing a QTI 3.0 package: a zip with manifest, test and items, the same bytes for the same quiz."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree import ElementTree as ET

from lms.packs.exchange.qti_item import values
from lms.packs.exchange.qti_spots import MEDIA
from lms.packs.exchange.qti_xml import ASI, add, document, element, identifier, writable
from lms.questions.exchanged import Question, Spots

CP = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
TEST_FILE = "test.xml"
_ITEM_TYPE, _TEST_TYPE = "imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"


@dataclass(frozen=True, slots=True)
class Head:
    """What a test says of itself."""

    identifier: str
    title: str
    language: str


def write_package(
    head: Head, questions: Sequence[Question], items: Mapping[str, bytes], pictures: Mapping[str, bytes]
) -> bytes:
    """Return the zip; `items` holds the XML of each question by its id, `pictures` the bytes of each by its name."""
    files = {
        "imsmanifest.xml": document(_manifest(head, questions)),
        TEST_FILE: document(_test(head, questions)),
        **{_path(each): items[each.id] for each in questions},
        **{f"{MEDIA}/{name}": content for name, content in pictures.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(info, content)
    return out.getvalue()


def _path(question: Question) -> str:
    return f"items/{question.id}.xml"


def _manifest(head: Head, questions: Sequence[Question]) -> ET.Element:
    root = ET.Element("manifest", {"xmlns": CP, "identifier": f"package-{head.identifier}"})
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "QTI Package"
    ET.SubElement(metadata, "schemaversion").text = "3.0.0"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    test = _resource(resources, "test", _TEST_TYPE, TEST_FILE)
    for each in questions:
        ET.SubElement(test, "dependency", {"identifierref": _reference(each)})
        item = _resource(resources, _reference(each), _ITEM_TYPE, _path(each))
        if isinstance(each.shape, Spots):
            ET.SubElement(item, "file", {"href": f"{MEDIA}/{each.shape.picture}"})
    return root


def _reference(question: Question) -> str:
    return f"item-{question.id}"


def _resource(parent: ET.Element, id: str, sort: str, path: str) -> ET.Element:
    made = ET.SubElement(parent, "resource", {"identifier": id, "type": sort, "href": path})
    ET.SubElement(made, "file", {"href": path})
    return made


def _test(head: Head, questions: Sequence[Question]) -> ET.Element:
    about = {"identifier": head.identifier, "title": head.title, "xml:lang": head.language}
    root = element("assessment-test", {"xmlns": ASI, **about})
    score = add(root, "outcome-declaration", {"identifier": "SCORE", "cardinality": "single", "base-type": "float"})
    values(add(score, "default-value"), ["0"])
    modes = {"identifier": "part", "navigation-mode": "nonlinear", "submission-mode": "simultaneous"}
    part = add(root, "test-part", modes)
    for at, (topic, asked) in enumerate(groupby(questions, key=lambda each: each.topic), 1):
        title = writable(topic) or head.title
        section = add(part, "assessment-section", {"identifier": f"section-{at}", "title": title, "visible": "true"})
        for each in asked:
            add(section, "assessment-item-ref", {"identifier": identifier(each.id), "href": _path(each)})
    total = add(add(root, "outcome-processing"), "set-outcome-value", {"identifier": "SCORE"})
    add(add(total, "sum"), "test-variables", {"variable-identifier": "SCORE"})
    return root
