"""Hotspot between formats: regions on a picture, all numbers as shares of its sides."""

from typing import Any

from lms.questions.exchanged import RIGHT, Answer, Area, Question, Say, Spots, Tell, Unmapped, question_of
from lms.questions.hotspot.kind import HotspotItem
from lms.questions.hotspot.shapes import Circle, Polygon, Rectangle, Shape
from lms.questions.text import in_language
from lms.sentences import say

PLACES = 4
"""Decimals of a share in a quiz file: a tenth of a pixel of a picture 1,000 wide."""


class HotspotExchange:
    """A label says each region in words; where the source has none, it is the region's number."""

    def takes(self, question: Question) -> bool:
        """Take every question in which a place on a picture is chosen."""
        return isinstance(question.shape, Spots)

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return picture and regions; raise `Unmapped` for a shape there is none of here."""
        spots = question.shape
        if not isinstance(spots, Spots):
            raise Unmapped(say("a hotspot is a place on a picture"))
        if any(not area.answer.text for area in spots.areas):
            tell(say("some of its places have no words"), say("they were called by their numbers"))
        return {
            "picture": spots.picture,
            "alt": write(spots.alt),
            **({"several": True} if spots.several else {}),
            "regions": [_region(area, at, spots, question, write) for at, area in enumerate(spots.areas, 1)],
        }

    def question(self, item: HotspotItem, language: str, tell: Tell) -> Question:
        """Return the question with its regions; each right one brings an equal share, each wrong one costs as much."""
        share = 1 / len(item.right)
        areas = []
        for each in item.regions:
            worth = share if each.correct else (-share if item.several else 0.0)
            label, feedback = in_language(each.label, language), in_language(each.feedback, language)
            areas.append(Area(Answer(each.id, label, worth, feedback), *_numbers(each.shape)))
        spots = Spots(item.picture, in_language(item.alt, language), item.size, tuple(areas), item.several)
        return question_of(item, in_language(item.stem, language), spots)


def _region(area: Area, at: int, spots: Spots, question: Question, write: Say) -> dict[str, Any]:
    answer = area.answer
    right = answer.share > 0 if spots.several else answer.share >= RIGHT
    return {
        "id": answer.id,
        **({"correct": True} if right else {}),
        "label": write(answer.text or str(at)),
        **_written(area),
        "feedback": write(question.said(answer.feedback, right=right)),
    }


def _written(area: Area) -> dict[str, Any]:
    """Return the shape as a quiz file writes it."""
    numbers = [round(each, PLACES) for each in area.numbers]
    if area.shape == "rectangle" and len(numbers) == 4:
        return {"shape": "rectangle", **dict(zip(("x", "y", "width", "height"), numbers, strict=True))}
    if area.shape == "circle" and len(numbers) == 3:
        return {"shape": "circle", **dict(zip(("x", "y", "radius"), numbers, strict=True))}
    if area.shape == "polygon" and len(numbers) >= 6 and len(numbers) % 2 == 0:
        return {"shape": "polygon", "points": [[*each] for each in zip(numbers[::2], numbers[1::2], strict=True)]}
    raise Unmapped(say("no region here has the shape “{shape}”", shape=area.shape[:20]))


def _numbers(shape: Shape) -> tuple[str, tuple[float, ...]]:
    if isinstance(shape, Polygon):
        return "polygon", tuple(each for point in shape.points for each in point)
    if isinstance(shape, Circle):
        return "circle", (shape.x, shape.y, shape.radius)
    return "rectangle", _of_rectangle(shape)


def _of_rectangle(shape: Rectangle) -> tuple[float, ...]:
    return shape.x, shape.y, shape.width, shape.height


EXCHANGE = HotspotExchange()
