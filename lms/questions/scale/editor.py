"""The editor of a scale item: its points, the words at some of them, and which are right, if any."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.boxes import Figure, Lines, Tick, number_or_words, plain
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.option_parts import AnyPart
from lms.questions.editing.parts import Entries, Inside, Part, Texts
from lms.questions.scale.kind import ScaleItem
from lms.questions.text import N_


class AnchorPart(Part):
    """The words at one point."""

    at = Figure(N_("At point"), whole=True)
    text = Texts(N_("Words"))


class Editor(ItemEditor):
    """A scale with its anchors."""

    kind = "scale"
    points = Figure(N_("Points of the scale"), whole=True)
    cannot_judge = Tick(N_("Offer “cannot judge”"))
    accepted = Lines(
        N_("Points that are right"),
        each=number_or_words,
        shown=plain,
        optional=True,
        description=N_("One a line. Empty: the question is asked and does not count."),
    )
    feedback = Inside(AnyPart, N_("Feedback"))
    anchors = Entries(AnchorPart, N_("Words at points; the first and the last at least"), one=N_("Point"))

    def settle(self) -> None:
        """Ask for the feedback that goes with an item that counts, or does not."""
        self.feedback.form.judge(bool(self.accepted.data))
        super().settle()

    @classmethod
    def table_of(cls, item: ScaleItem) -> dict[str, Any]:
        """Return the scale."""
        return {
            "points": item.points,
            "cannot_judge": item.cannot_judge,
            "accepted": item.accepted,
            "feedback": item.feedback,
            "anchors": [{"at": at, "text": text} for at, text in item.anchors.items()],
        }
