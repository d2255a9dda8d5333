"""The editor of a hotspot item: its picture, and the regions on it."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.boxes import Figure, Line, Lines, Name, Pick, Tick, number_or_words, plain
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.parts import Entries, Part, Texts
from lms.questions.hotspot.kind import HotspotItem
from lms.questions.text import N_

SHAPES = (("rectangle", N_("rectangle")), ("circle", N_("circle")), ("polygon", N_("polygon")))
NUMBERS = {"rectangle": ("x", "y", "width", "height"), "circle": ("x", "y", "radius"), "polygon": ("points",)}


class PictureName(Line):
    """The name of a picture; where it is known which there are, they are offered."""

    look = "picture"


class RegionPart(Part):
    """A place on the picture; its numbers are shares of the picture, from 0 to 1."""

    id = Name(N_("Id"))
    correct = Tick(N_("This one is right"))
    label = Texts(N_("Words"))
    shape = Pick(N_("Shape"), choices=SHAPES, description=N_("All numbers are shares of the picture, from 0 to 1."))
    x = Figure(N_("From the left (of a circle: its middle)"))
    y = Figure(N_("From above (of a circle: its middle)"))
    width = Figure(N_("Width"))
    height = Figure(N_("Height"))
    radius = Figure(N_("Radius, as a share of the width"))
    points = Lines(
        N_("Corners, one a line: from the left, from above"),
        each=lambda line: [number_or_words(each) for each in line.replace(";", " ").split()],
        shown=lambda corner: " ".join(map(plain, corner)),
        description=N_("For example: 0.25 0.4"),
    )
    feedback = Texts(N_("What it teaches"))

    def settle(self) -> None:
        """Ask for the numbers of the shape."""
        every = {name for names in NUMBERS.values() for name in names}
        self.keep(*NUMBERS.get(self.shape.data, ()), of=every)
        super().settle()


class Editor(ItemEditor):
    """Regions of a picture."""

    kind = "hotspot"
    picture = PictureName(N_("Picture"), description=N_("The name of a file in quizzes/media."))
    alt = Texts(N_("What the picture shows, in words"))
    several = Tick(N_("Several may be chosen"))
    regions = Entries(RegionPart, N_("Places"), one=N_("Place"))

    @classmethod
    def table_of(cls, item: HotspotItem) -> dict[str, Any]:
        """Return the picture and its regions."""
        regions = [{**region.document(), **region.shape.document()} for region in item.regions]
        return {"picture": item.picture, "alt": item.alt, "several": item.several, "regions": regions}
