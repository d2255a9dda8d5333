"""Regions of a picture: where they lie, what they are called, whether they are right, and what they teach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from lms.questions.hotspot.shapes import (
    Shape,
    fault_of,
    overlap,
    read_shape,
    shape_from_document,
)
from lms.questions.options import refuse_doubles
from lms.questions.tables import Fault, Table
from lms.questions.text import Json, Text
from lms.sentences import say

FEWEST, MOST = 2, 12


@dataclass(frozen=True, slots=True)
class Region:
    """One place on the picture: its id (stable for ever) and its label, by which it can be chosen without seeing it."""

    id: str
    label: Text
    shape: Shape
    correct: bool
    feedback: Text

    def document(self) -> dict[str, Json]:
        """Return the whole region as JSON."""
        return {**self.public(), "correct": self.correct, "feedback": {**self.feedback}}

    def public(self) -> dict[str, Json]:
        """Return the region without saying whether it is right."""
        return {"id": self.id, "label": {**self.label}, "shape": self.shape.document()}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Region":
        """Build the region from its document."""
        d = document
        return cls(d["id"], d["label"], shape_from_document(d["shape"]), d["correct"], d["feedback"])


def read_regions(top: Table, *, several: bool) -> tuple[Region, ...]:
    """Read `regions`; what is wrong is noted in the table. `several` may be right, or exactly one."""
    entries = top.tables("regions", least=FEWEST)
    regions = tuple(_region(entry) for entry in entries)
    right = sum(region.correct for region in regions)
    if len(regions) > MOST:
        top.fault(
            "regions",
            say("{count} regions are too many to look through.", count=len(regions)),
            say("Keep at most {most}.", most=MOST),
        )
    if regions and not right:
        top.fault("regions", say("No region is correct."), say("Add correct = true to the right one."))
    if regions and right == len(regions):
        top.fault("regions", say("Every region is correct."), say("Add one that tempts and is wrong."))
    if right > 1 and not several:
        top.fault(
            "regions",
            say("{right} regions are correct.", right=right),
            say("Add several = true to the item, or keep one."),
        )
    refuse_doubles(entries, [region.id for region in regions], say("region"))
    return regions


def faults_on(regions: Sequence[Region], aspect: float) -> list[Fault]:
    """Return what is wrong with where regions lie on a picture of that aspect: bounds, size, outlines, overlaps."""
    faults = [
        Fault(("regions", number), *found)
        for number, region in enumerate(regions)
        if (found := fault_of(region.shape, aspect)) is not None
    ]
    for (_, one), (number, other) in combinations(enumerate(regions), 2):
        if overlap(one.shape, other.shape, aspect):
            message = say('The regions "{one}" and "{other}" overlap.', one=one.id, other=other.id)
            faults.append(Fault(("regions", number), message, say("Draw them apart: a tap there would mean both.")))
    return faults


def _region(table: Table) -> Region:
    region = Region(
        table.name("id"),
        table.text("label", html=False),
        read_shape(table),
        table.flag("correct", default=False),
        table.text("feedback", html=False),
    )
    table.finish()
    return region
