"""The editor of a number item: the answer, how near is near enough, and typical mistakes."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.boxes import Figure, Pick
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.option_parts import JudgedPart
from lms.questions.editing.parts import Entries, Inside, Part, Texts
from lms.questions.number.kind import NumberItem
from lms.questions.text import N_

UNITS = (
    ("number", N_("a plain number")),
    ("money", N_("money")),
    ("percent", N_("a share: 0.2 is one fifth")),
    ("count", N_("a count")),
    ("years", N_("years")),
    ("months", N_("months")),
    ("ratio", N_("a ratio")),
)

INSTEAD = N_("Instead of the box above; of the number itself.")


class NearPart(Part):
    """A typical mistake."""

    value = Figure(N_("Value"))
    tolerance = Figure(N_("More or less"), default=0.0)
    tolerance_percent = Figure(N_("More or less, in per cent"), optional=True, description=INSTEAD)
    feedback = Texts(N_("What it teaches"))


class Editor(ItemEditor):
    """A number with its tolerance."""

    kind = "number"
    unit = Pick(N_("Unit"), choices=UNITS, usual="number")
    answer = Figure(N_("Right answer"))
    tolerance = Figure(
        N_("More or less"), default=0.0, description=N_("In the unit of the answer: 50 takes 1150 to 1250 for 1200.")
    )
    tolerance_percent = Figure(N_("More or less, in per cent"), optional=True, description=INSTEAD)
    feedback = Inside(JudgedPart, N_("Feedback"))
    near = Entries(NearPart, N_("Typical mistakes"), one=N_("Mistake"))

    @classmethod
    def table_of(cls, item: NumberItem) -> dict[str, Any]:
        """Return the numbers; a tolerance in per cent is written as what it comes to."""
        return {
            "unit": item.unit,
            "answer": item.answer,
            "tolerance": item.tolerance,
            "feedback": {"correct": item.correct, "wrong": item.wrong},
            "near": [
                {"value": each.value, "tolerance": each.tolerance, "feedback": each.feedback} for each in item.near
            ],
        }
