"""Places on a picture between QTI, which counts pixels, and shares of the picture's sides."""

import posixpath
from collections.abc import Callable, Iterable
from xml.etree import ElementTree as ET  # only to write; `xml_tree` reads

from lms.packs.exchange.archives import shown
from lms.packs.exchange.names import slug
from lms.packs.exchange.qti_item import Item
from lms.packs.exchange.qti_xml import add, identifier, writable
from lms.packs.exchange.xml_tree import Element
from lms.packs.files import LARGEST_MEDIUM
from lms.packs.media import FILE_NAME, TYPES, bitmap_size
from lms.packs.svg import read_svg
from lms.questions.exchanged import Answer, Area, Spots, Unmapped
from lms.sentences import say

Find = Callable[[str], bytes | None]
"""`find(href)`: the bytes of a file that an item refers to, None where it came alone."""

MEDIA = "media"
_SHAPES = {"rectangle": "rect", "circle": "circle", "polygon": "poly"}
_READ = {short: long for long, short in _SHAPES.items()}


def read_spots(asked: Element, answers: Iterable[Answer], several: bool, find: Find) -> Spots:
    """Return the places of a hotspot interaction; raise `Unmapped` where its picture is missing or unusable."""
    picture = next((each for each in asked.everything() if each.name in {"object", "img", "image"}), None)
    if picture is None:
        raise Unmapped(say("it has no picture"))
    href = picture.attributes.get("data") or picture.attributes.get("src") or ""
    name, content, size = _picture(href, find)
    drawn = _side(picture, "width") or size[0], _side(picture, "height") or size[1]
    choices = asked.elements("hotspot-choice")
    areas = tuple(_area(each, answer, drawn) for each, answer in zip(choices, answers, strict=True))
    alt = picture.attributes.get("alt") or picture.text
    return Spots(name, " ".join(alt.split()), size, areas, several, content)


def _picture(href: str, find: Find) -> tuple[str, bytes, tuple[int, int]]:
    content = find(href)
    if content is None:
        raise Unmapped(say("its picture lies in another file; import the zip package it belongs to"))
    stem, ending = posixpath.splitext(posixpath.basename(href))
    name = f"{slug(stem, 50) or 'picture'}{ending.lower()}"
    if not FILE_NAME.fullmatch(name) or len(content) > LARGEST_MEDIUM:
        raise Unmapped(
            say(
                "its picture “{href}” is no SVG, PNG, JPEG or WebP of at most 2 MB",
                href=shown(posixpath.basename(href)),
            )
        )
    size = _size(content, ending.lower())
    if size is None:
        raise Unmapped(
            say(
                "its picture “{href}” is not what its name says, or not safe to show",
                href=shown(posixpath.basename(href)),
            )
        )
    return name, content, size


def _size(content: bytes, ending: str) -> tuple[int, int] | None:
    if ending == ".svg":
        drawing = read_svg(content)
        width, height = (None, None) if drawing.faults else (drawing.width, drawing.height)
    else:
        width, height = bitmap_size(content, TYPES[ending])
    return (width, height) if width and height else None


def _side(picture: Element, name: str) -> float:
    try:
        return max(float(picture.attributes.get(name, "0").removesuffix("px")), 0.0)
    except ValueError:
        return 0.0


def _area(choice: Element, answer: Answer, size: tuple[float, float]) -> Area:
    width, height = size
    shape = choice.attributes.get("shape", "")
    try:
        n = [float(each) for each in choice.attributes.get("coords", "").split(",")]
    except ValueError:
        raise Unmapped(say("line {line} has coordinates that are no numbers", line=choice.line)) from None
    numbers: tuple[float, ...]
    if shape == "rect" and len(n) == 4:
        numbers = n[0] / width, n[1] / height, (n[2] - n[0]) / width, (n[3] - n[1]) / height
    elif shape == "circle" and len(n) == 3:
        numbers = n[0] / width, n[1] / height, n[2] / width
    else:
        numbers = tuple(each / (height if at % 2 else width) for at, each in enumerate(n))
    return Area(answer, _READ.get(shape, shape), tuple(numbers))


def write_spots(item: Item, spots: Spots) -> None:
    """Add picture, places, key and feedback to an item."""
    right = [identifier(a.answer.id) for a in spots.areas if a.answer.share > 0]
    shares = {identifier(a.answer.id): a.answer.share for a in spots.areas if a.answer.share}
    item.declare("multiple" if spots.several else "single", "identifier", right, shares if spots.several else {})
    asked = item.asks("hotspot", max_choices="0" if spots.several else "1")
    add(asked, "prompt", text=item.question.stem)
    width, height = spots.size
    drawn = {
        "src": f"../{MEDIA}/{spots.picture}",
        "alt": writable(spots.alt),
        "width": str(width),
        "height": str(height),
    }
    ET.SubElement(asked, "img", drawn)
    for area in spots.areas:
        where = {"shape": _SHAPES[area.shape], "coords": ",".join(_pixels(area, width, height))}
        about = {"identifier": identifier(area.answer.id), **where, "hotspot-label": area.answer.text}
        add(asked, "hotspot-choice", about)
    item.said |= {identifier(a.answer.id): a.answer.feedback for a in spots.areas if a.answer.feedback}
    item.score(mapped=spots.several)
    item.echo()


def _pixels(area: Area, width: int, height: int) -> list[str]:
    n = area.numbers
    if area.shape == "rectangle":
        found = [n[0] * width, n[1] * height, (n[0] + n[2]) * width, (n[1] + n[3]) * height]
    elif area.shape == "circle":
        found = [n[0] * width, n[1] * height, n[2] * width]
    else:
        found = [each * (height if at % 2 else width) for at, each in enumerate(n)]
    return [str(round(each)) for each in found]
