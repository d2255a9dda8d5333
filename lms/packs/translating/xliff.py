"""XLIFF: the file format of translators' tools. Written as 2.1, read as 2.0, 2.1 and 1.2.

A text's own name (path#part) stands in the attribute `name`; `id` may hold fewer signs there, so it is made from the
name. Markdown and slots stand in the text as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lms.packs.exchange.refusals import Refused
from lms.packs.exchange.xml_tree import Element, read_xml
from lms.packs.translating.exchanged import LONGEST, MOST, Incoming
from lms.packs.translating.units import State, Unit
from lms.sentences import say

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"
SPACES: Final = ' xml:space="preserve"'
_STATES: Final[dict[State, str]] = {
    "todo": 'state="initial"',
    "stale": 'state="translated" subState="outside-in:stale"',
    "current": 'state="reviewed"',
}
_FINAL: Final = ("reviewed", "final", "signed-off")


def xliff_id(name: str) -> str:
    """Return a text's name as XLIFF 2 takes an id: no signs but letters and digits (NMTOKEN)."""
    return f"t{sha256(name.encode()).hexdigest()[:20]}"


def write_xliff(units: Sequence[Unit], language: str) -> bytes:
    """Return an XLIFF 2.1 file with every text in English and, where there is one, its translation."""
    files = [list(own) for _path, own in groupby(units, key=lambda unit: unit.path)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{NAMESPACE}" version="2.1" srcLang="en" trgLang="{language}">',
        *(line for number, own in enumerate(files, 1) for line in _file(number, own)),
        "</xliff>",
    ]
    return ("\n".join(lines) + "\n").encode()


def read_xliff(content: bytes, place: str) -> list[Incoming]:
    """Return the texts of an XLIFF file; raise `Refused` for what is none, or hostile, or too large."""
    root = read_xml(content, place)
    if root.name != "xliff":
        raise Refused(
            place, say("This is no XLIFF file."), say("Export it from the studio, or save it as XLIFF 2.1 or 1.2.")
        )
    found = [*_second(root), *_first(root)]
    if len(found) > MOST:
        raise Refused(place, say("It holds more than {most} texts.", most=f"{MOST:,}"), say("Send it in parts."))
    if any(len(each.target) > LONGEST for each in found):
        raise Refused(
            place, say("A translation has more than {longest} characters.", longest=f"{LONGEST:,}"), say("Shorten it.")
        )
    return found


def language_of(content: bytes, place: str) -> str:
    """Return the language a file says it translates into, in two letters; "" where it says none."""
    root = read_xml(content, place)
    said = root.attributes.get("trgLang") or next(
        (each.attributes.get("target-language", "") for each in root.elements("file")), ""
    )
    return said[:2].lower()


def _file(number: int, units: Sequence[Unit]) -> Iterator[str]:
    yield f'  <file id="f{number}" original={quoteattr(units[0].path)}>'
    for unit in units:
        yield f'    <unit id="{xliff_id(unit.id)}" name={quoteattr(unit.id)}{SPACES}>'
        yield f"      <segment {_STATES[unit.state]}>"
        yield f"        <source>{escape(unit.source)}</source>"
        if unit.target and unit.state != "todo":
            yield f"        <target>{escape(unit.target)}</target>"
        yield "      </segment>"
        yield "    </unit>"
    yield "  </file>"


def _second(root: Element) -> Iterator[Incoming]:
    """Yield the units of version 2; a tool may have cut them into several segments."""
    for unit in root.below("unit"):
        segments = [*unit.elements("segment", "ignorable")]
        source = "".join(_words(each, "source") for each in segments)
        target = "".join(_words(each, "target") or _blank(each) for each in segments)
        states = {each.attributes.get("state", "initial") for each in segments if each.name == "segment"}
        name = unit.attributes.get("name") or unit.attributes.get("id", "")
        yield Incoming(name, source, target, bool(states) and states <= set(_FINAL))


def _first(root: Element) -> Iterator[Incoming]:
    """Yield the units of version 1.2."""
    for unit in root.below("trans-unit"):
        name = unit.attributes.get("resname") or unit.attributes.get("id", "")
        target = unit.first("target")
        state = target.attributes.get("state", "") if target is not None else ""
        final = unit.attributes.get("approved") == "yes" or state in _FINAL
        yield Incoming(name, _words(unit, "source"), _words(unit, "target"), final)


def _words(element: Element, name: str) -> str:
    found = element.first(name)
    return "".join(found.texts()) if found is not None else ""


def _blank(segment: Element) -> str:
    """Return the white space between two segments, which tools leave without a target."""
    words = _words(segment, "source")
    return words if segment.name == "ignorable" and not words.strip() else ""
