"""Hotspot: reading, responding, scoring one place or several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lms.questions.hotspot.regions import Region, faults_on, read_regions
from lms.questions.hotspot.shapes import middle
from lms.questions.kinds import BadResponse, Category, Item, Note, Score, Verdict
from lms.questions.shuffling import shuffled
from lms.questions.tables import Fault, ItemErrors, Table
from lms.questions.text import N_, Json, Text, joined

TARGET, NARROW = 24, 288
"""CSS pixels: what a finger needs (WCAG 2.2, 2.5.8), and how wide a picture is on a phone 360 wide."""
BADGE = 24
"""CSS pixels: how wide the number of a region is."""


@dataclass(frozen=True, slots=True)
class HotspotItem(Item):
    """Regions on a picture. `picture` is its file, `alt` its words, `size` its pixels ((0, 0) until it is known).

    `several`: any number of regions may be chosen, else one.
    """

    picture: str
    alt: Text
    size: tuple[int, int]
    several: bool
    regions: tuple[Region, ...]

    def region(self, id: object) -> Region | None:
        """Return the region with that id."""
        return next((region for region in self.regions if region.id == id), None)

    @property
    def right(self) -> list[str]:
        """The ids of the regions that are correct, sorted."""
        return sorted(region.id for region in self.regions if region.correct)

    @property
    def aspect(self) -> float:
        """Width by height; 1 until the size is known."""
        return self.size[0] / self.size[1] if all(self.size) else 1.0

    @property
    def list_first(self) -> bool:
        """Whether a region is too small for a finger on a phone, so that the list is offered before the picture."""
        return min(map(self._narrowest, self.regions)) < TARGET

    def number_at(self, region: Region) -> tuple[float, float, int]:
        """Return where a region's number stands: shares of the picture's sides, and CSS pixels to the right of there.

        That is inside it, or beside it where the number would hide it on a phone.
        """
        if self._narrowest(region) >= BADGE + 8:
            return *middle(region.shape, self.aspect), 0
        left, top, right, bottom = region.shape.box(self.aspect)
        on_right = right * NARROW < NARROW - BADGE
        return right if on_right else left, (top + bottom) / 2, (BADGE if on_right else -BADGE) // 2

    def _narrowest(self, region: Region) -> float:
        """Return the shorter side of the box around a region, in CSS pixels on a phone."""
        left, top, right, bottom = region.shape.box(self.aspect)
        return NARROW * min(right - left, (bottom - top) / self.aspect)


class Hotspot:
    """The kind `hotspot`: a response is the id of one region, or the list of the ids chosen where there may be several.

    It is a `Pictured` kind: where regions lie is checked when the size of the picture is known.
    """

    name = "hotspot"

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> HotspotItem:
        """Build the item, its picture still unread; raise `ItemErrors`."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        picture, alt = top.words("picture", most=100), top.text("alt", html=False)
        several = top.flag("several", default=False)
        regions = read_regions(top, several=several)
        top.finish()
        if top.faults:
            raise ItemErrors(top.faults)
        return HotspotItem(id, self.name, stem, picture, alt, (0, 0), several, regions)

    def pictures(self, item: HotspotItem) -> dict[str, Text]:
        """Return the picture and its words."""
        return {item.picture: item.alt}

    def fitted(self, item: HotspotItem, sizes: Mapping[str, tuple[int, int]]) -> HotspotItem:
        """Return the item on its picture; raise `ItemErrors` where regions lie badly on it."""
        sized = replace(item, size=sizes[item.picture])
        faults: list[Fault] = faults_on(sized.regions, sized.aspect)
        if faults:
            raise ItemErrors(faults)
        return sized

    def document(self, item: HotspotItem) -> dict[str, Json]:
        """Return the whole item as JSON."""
        return {**self.public(item), "regions": [region.document() for region in item.regions]}

    def from_document(self, document: Mapping[str, Any]) -> HotspotItem:
        """Build the item from its document."""
        d = document
        regions = tuple(map(Region.from_document, d["regions"]))
        width, height = d["size"]
        return HotspotItem(
            d["id"], self.name, d["stem"], d["picture"], d["alt"], (width, height), d["several"], regions
        )

    def public(self, item: HotspotItem) -> dict[str, Json]:
        """Return question, picture and regions without saying which are right."""
        shown: dict[str, Json] = {"picture": item.picture, "alt": {**item.alt}, "size": [*item.size]}
        regions: list[Json] = [region.public() for region in item.regions]
        stem: Json = {**item.stem}
        return {"id": item.id, "kind": self.name, "stem": stem, **shown, "several": item.several, "regions": regions}

    def meaning(self, item: HotspotItem) -> Json:
        """Return the region ids, in no order, which of them are right, and whether several may be chosen."""
        ids: list[Json] = [*sorted(region.id for region in item.regions)]
        return {"regions": ids, "correct": [*item.right], "several": item.several}

    def frame(self, item: HotspotItem) -> Json:
        """Return the region ids, in no order, and whether several may be chosen."""
        return {"regions": [*sorted(region.id for region in item.regions)], "several": item.several}

    def key_words(self, item: HotspotItem) -> Text:
        """Return the right regions."""
        return joined(", ", *(region.label for region in item.regions if region.correct))

    def arranged(self, item: HotspotItem, seed: str) -> HotspotItem:
        """Return the item with the list of its regions in the order of `seed`; without one, as they are written."""
        if not seed:
            return item
        return replace(item, regions=shuffled(item.regions, seed, lambda region: region.id, item.id))

    def response(self, item: HotspotItem, value: Json) -> Json:
        """Return the id, or the ids in alphabetical order; None and an empty list take an answer back."""
        if value is None or value == []:
            return None
        chosen = _chosen(item, value)
        if chosen is None:
            raise BadResponse(item.id, N_("This is no place on this picture."), N_("Choose among the places shown."))
        return [*chosen] if item.several else chosen[0]

    def score(self, item: HotspotItem, value: Json) -> Score:
        """Give (right chosen - wrong chosen) / right ones, at least 0; feedback on what was chosen or missed."""
        key: Json = [*item.right] if item.several else item.right[0]
        chosen = _chosen(item, value)
        if not chosen:
            return Score(0.0, False, None, key)
        hits = sum(id in item.right for id in chosen)
        points = max(0.0, (hits - (len(chosen) - hits)) / len(item.right))
        notes = tuple(_note(each, each.id in chosen) for each in item.regions if each.correct or each.id in chosen)
        return Score(points, points == 1, [*chosen] if item.several else chosen[0], key, notes=notes)

    def categories(self, item: HotspotItem) -> tuple[Category, ...]:
        """Return one for each region."""
        return tuple(Category(region.id, region.label, region.correct) for region in item.regions)

    def said(self, item: HotspotItem, response: Json) -> tuple[str, ...]:
        """Return the regions chosen."""
        return tuple(_chosen(item, response) or ())


def _chosen(item: HotspotItem, value: Json) -> list[str] | None:
    """Return the ids, each once, sorted; None where `value` is not what the item asks for."""
    if isinstance(value, str) and not item.several:
        return [value] if item.region(value) else None
    if not isinstance(value, list) or not item.several:
        return None
    ids = [id for id in value if isinstance(id, str) and item.region(id)]
    return sorted(ids) if len(ids) == len(value) == len(set(ids)) else None


def _note(region: Region, chosen: bool) -> Note:
    verdict: Verdict = "missed" if not chosen else ("right" if region.correct else "wrong")
    return Note(region.id, verdict, region.label, region.feedback)


KIND = Hotspot()
