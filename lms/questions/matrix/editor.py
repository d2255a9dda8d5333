"""The editor of a matrix item: columns, and rows with the columns that are right in each."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.boxes import Name, Picks
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.parts import Entries, Part, Texts
from lms.questions.matrix.kind import MatrixItem
from lms.questions.text import N_


class ColumnPart(Part):
    """A column."""

    id = Name(N_("Id"))
    text = Texts(N_("Words"))


class RowPart(Part):
    """A row: what is right in it, and what it teaches."""

    id = Name(N_("Id"))
    correct = Picks(N_("Right columns"), description=N_("None in any row: the question is asked and does not count."))
    text = Texts(N_("Words"))
    feedback = Texts(N_("What it teaches"))


class Editor(ItemEditor):
    """A table to be filled in."""

    kind = "matrix"
    columns = Entries(ColumnPart, N_("Columns"), one=N_("Column"))
    rows = Entries(RowPart, N_("Rows"), one=N_("Row"))

    def settle(self) -> None:
        """Offer in each row the columns there are."""
        columns = [
            (each.form.id.data, each.form.text.words.get("en", "")) for each in self.columns if each.form.id.data
        ]
        for row in self.rows:
            row.form.correct.offer([(id, words or id) for id, words in columns])
        super().settle()

    @classmethod
    def table_of(cls, item: MatrixItem) -> dict[str, Any]:
        """Return columns and rows."""
        return {
            "columns": [{"id": each.id, "text": each.text} for each in item.columns],
            "rows": [
                {"id": row.id, "text": row.text, "correct": row.correct, "feedback": row.feedback} for row in item.rows
            ],
        }
