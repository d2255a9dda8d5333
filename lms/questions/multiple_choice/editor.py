"""The editor of a multiple-choice item: options, some of them right, and whether the reader is told how many."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.boxes import Figure
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.option_parts import OptionPart, option_tables
from lms.questions.editing.parts import Entries
from lms.questions.multiple_choice.kind import MultipleChoiceItem
from lms.questions.text import N_


class Editor(ItemEditor):
    """Options to choose any of."""

    kind = "multiple-choice"
    choose = Figure(
        N_("How many to choose"), whole=True, optional=True, description=N_("Empty: the reader is not told.")
    )
    options = Entries(OptionPart, N_("Options"), one=N_("Option"))

    @classmethod
    def table_of(cls, item: MultipleChoiceItem) -> dict[str, Any]:
        """Return the options, and how many to choose."""
        return {"choose": item.choose, "options": option_tables(item.options)}
