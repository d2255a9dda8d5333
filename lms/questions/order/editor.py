"""The editor of an order item: its parts, in the right order."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.boxes import Name
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.option_parts import JudgedPart
from lms.questions.editing.parts import Entries, Inside, Part, Texts
from lms.questions.order.kind import OrderItem
from lms.questions.text import N_


class PlacedPart(Part):
    """One thing to be placed."""

    id = Name(N_("Id"))
    text = Texts(N_("Words"))
    why = Texts(N_("Why it stands here"), optional=True)


class Editor(ItemEditor):
    """Parts to be put in order."""

    kind = "order"
    first = Texts(N_("Word for the upper end"), optional=True)
    last = Texts(N_("Word for the lower end"), optional=True)
    feedback = Inside(JudgedPart, N_("Feedback"))
    parts = Entries(PlacedPart, N_("Parts, in the right order"), one=N_("Part"))

    @classmethod
    def table_of(cls, item: OrderItem) -> dict[str, Any]:
        """Return the parts in the right order."""
        parts = map(item.part, item.right)
        return {
            "first": item.first,
            "last": item.last,
            "feedback": {"correct": item.correct, "wrong": item.wrong},
            "parts": [{"id": part.id, "text": part.text, "why": part.why} for part in parts],
        }
