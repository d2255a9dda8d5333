"""One spelling for QTI 2 and 3: `simpleChoice` and `qti-simple-choice` are both `simple-choice`."""

import re

from lms.packs.exchange.xml_tree import Element

OURS = "data-outside-in-"
"""How an attribute begins that only this product reads; QTI 3 allows data-* on everything in an item's body."""

ITEM, TEST, MANIFEST = "assessment-item", "assessment-test", "manifest"
OLD = "questestinterop"
"""The root of QTI 1.2, another format altogether."""

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


def spelled(name: str) -> str:
    """Return a name of QTI 2 or 3 in the spelling used here."""
    return _HUMP.sub(r"-\1", name).lower().removeprefix("qti-")


def respell(root: Element) -> Element:
    """Rename all elements and attributes below `root`, in place, and return it."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        element.name = spelled(element.name)
        element.attributes = {_HUMP.sub(r"-\1", key).lower(): value for key, value in element.attributes.items()}
        waiting.extend(element.elements())
    return root
