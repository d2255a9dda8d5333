"""Which SVG pictures may be shown: shapes and their looks, nothing that runs or reaches out.

A picture is refused as a whole rather than mended, so that what an author drew is what a reader sees. No document type
is read, so no entity is ever expanded.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from lms.sentences import say

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

ELEMENTS = {
    "svg", "g", "defs", "title", "desc", "style", "use", "symbol", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern",
    "marker",
}  # fmt: skip

ATTRIBUTES = {
    "xmlns", "version", "viewBox", "preserveAspectRatio", "width", "height", "id", "class", "role", "lang", "transform",
    "aria-label", "aria-labelledby", "aria-hidden", "focusable", "style", "href",
    "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d", "points", "pathLength", "dx", "dy",
    "fill", "fill-opacity", "fill-rule", "clip-path", "clip-rule", "mask", "opacity", "color", "display", "visibility",
    "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset",
    "stroke-miterlimit", "stroke-opacity", "vector-effect", "paint-order", "shape-rendering", "offset", "stop-color",
    "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "maskUnits",
    "maskContentUnits", "patternUnits", "patternContentUnits", "patternTransform", "markerUnits", "markerWidth",
    "markerHeight", "orient", "refX", "refY", "marker-start", "marker-mid", "marker-end", "text-anchor",
    "font-family", "font-size", "font-weight", "font-style", "letter-spacing", "dominant-baseline",
}  # fmt: skip

_OWN_PLACE = re.compile(r"#[A-Za-z_][\w.-]*")
_REACHES_OUT = re.compile(
    r"@import|@font-face|@namespace|expression\s*\(|javascript:|behavior\s*:|-moz-binding|image-set|\\|<"
)
_URL = re.compile(r"url\(([^)]*)\)?", re.IGNORECASE)
_REMARK = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d+)?)(?:px)?\s*")
DEEPEST = 30
MOST_ELEMENTS = 20_000


@dataclass
class SvgPicture:
    """What was found in an SVG: (line, message, remedy) for each fault, and its size in pixels."""

    faults: list[tuple[int, str, str]] = field(default_factory=list)
    width: int | None = None
    height: int | None = None


class _TooMuch(Exception):
    """Reading on would be a waste."""


def read_svg(content: bytes) -> SvgPicture:
    """Check an SVG picture and find its size; an empty list of faults means it may be shown."""
    return _Reader().read(content)


class _Reader:
    def __init__(self) -> None:
        self.picture = SvgPicture()
        self.depth = 0
        self.elements = 0
        self.style: list[str] | None = None
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction

    def read(self, content: bytes) -> SvgPicture:
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as error:
            words = expat.errors.messages.get(error.code, say("not well formed"))
            self.picture.faults.append(
                (error.lineno, say("This is no SVG: {words}.", words=words), say("Export the picture anew."))
            )
        except _TooMuch:
            pass  # the fault is noted already
        return self.picture

    def _fault(self, message: str, remedy: str) -> None:
        self.picture.faults.append((self.parser.CurrentLineNumber, message, remedy))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, element = name.rpartition(" ")
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            self._fault(say("The picture is too intricate."), say("Simplify it."))
            raise _TooMuch
        if self.depth == 1 and (namespace, element) != (SVG, "svg"):
            self._fault(say("This is no SVG."), say('Begin with <svg xmlns="{svg}">.', svg=SVG))
            raise _TooMuch
        if namespace != SVG or element not in ELEMENTS:
            self._fault(
                say("<{element}> may not stand in a picture.", element=element),
                say("Remove it, or export as plain SVG."),
            )
        for attribute, value in attributes.items():
            self._attribute(element, attribute, value)
        if self.depth == 1:
            self._size(attributes)
        if element == "style":
            self.style = []

    def _attribute(self, element: str, attribute: str, value: str) -> None:
        namespace, _, name = attribute.rpartition(" ")
        known = name in ATTRIBUTES if not namespace else (namespace, name) == (XLINK, "href")
        if not known:
            self._fault(
                say('The attribute "{name}" may not stand in a picture.', name=name),
                say("Remove it from <{element}>.", element=element),
            )
        elif name == "href" and not _OWN_PLACE.fullmatch(value):
            self._fault(say("A picture may only point at its own parts."), say('Write href="#id".'))
        elif name != "href" and reaches_out(value):
            self._fault(say('"{name}" reaches outside the picture.', name=name), say("Use only url(#id)."))

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.style is not None:
            if reaches_out("".join(self.style)):
                self._fault(say("The style reaches outside the picture."), say("Use plain rules and url(#id) only."))
            self.style = None

    def _characters(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _doctype(self, *_: object) -> None:
        self._fault(say("A document type may not stand in a picture."), say("Remove the line <!DOCTYPE …>."))
        raise _TooMuch

    def _instruction(self, target: str, _: str) -> None:
        self._fault(say("<?{target} …?> may not stand in a picture.", target=target), say("Remove the line."))

    def _size(self, attributes: Mapping[str, str]) -> None:
        sides = [_LENGTH.fullmatch(attributes.get(side, "")) for side in ("width", "height")]
        box = attributes.get("viewBox", "").replace(",", " ").split()
        try:
            if all(sides):
                width, height = (float(side[1]) for side in sides if side)
            else:
                width, height = float(box[2]), float(box[3])
            self.picture.width, self.picture.height = round(width), round(height)
        except (IndexError, ValueError, OverflowError):
            self._fault(say("The picture has no size."), say('Add viewBox="0 0 WIDTH HEIGHT" to <svg>.'))


def reaches_out(style: str) -> bool:
    """Whether a style or attribute value refers to anything but parts of its own picture."""
    bare = _REMARK.sub("", style)
    urls = (match[1].strip(" \"'") for match in _URL.finditer(bare))
    return bool(_REACHES_OUT.search(bare.lower())) or any(not _OWN_PLACE.fullmatch(url) for url in urls)
