"""The editor of a single-choice item: options, one of them right."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.option_parts import OptionPart, option_tables
from lms.questions.editing.parts import Entries
from lms.questions.single_choice.kind import SingleChoiceItem
from lms.questions.text import N_


class Editor(ItemEditor):
    """Options to choose one of."""

    kind = "single-choice"
    options = Entries(OptionPart, N_("Options"), one=N_("Option"))

    @classmethod
    def table_of(cls, item: SingleChoiceItem) -> dict[str, Any]:
        """Return the options."""
        return {"options": option_tables(item.options)}
