"""The editor: whether it holds, and why."""

from typing import Any

from lms.questions.editing.boxes import Tick
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.parts import Texts
from true_false_why.kind import Statement


class Editor(ItemEditor):
    """A statement with its reason."""

    kind = "true-false-why"
    holds = Tick("It is true", usual=None)
    why = Texts("Why")

    @classmethod
    def table_of(cls, item: Statement) -> dict[str, Any]:
        """Return what the file says of it."""
        return {"holds": item.holds, "why": item.why}
