"""The editor of a ranking item: options with their ranks, or without any."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.boxes import Figure, Name
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.option_parts import AnyPart
from lms.questions.editing.parts import Entries, Inside, Part, Texts
from lms.questions.ranking.kind import RankingItem
from lms.questions.text import N_


class RankedPart(Part):
    """An option with its rank."""

    id = Name(N_("Id"))
    rank = Figure(
        N_("Rank"), whole=True, optional=True, description=N_("1 weighs most. The same number twice is a tie.")
    )
    text = Texts(N_("Words"))
    why = Texts(N_("Why it weighs so"), optional=True)


class Editor(ItemEditor):
    """Options to be ranked."""

    kind = "ranking"
    first = Texts(N_("Word for the upper end"), optional=True)
    last = Texts(N_("Word for the lower end"), optional=True)
    feedback = Inside(AnyPart, N_("Feedback"))
    options = Entries(RankedPart, N_("Options; without any rank the question does not count"), one=N_("Option"))

    def settle(self) -> None:
        """Ask for the feedback that goes with an item that counts, or does not."""
        self.feedback.form.judge(any(each.form.rank.data not in (None, "") for each in self.options))
        super().settle()

    @classmethod
    def table_of(cls, item: RankingItem) -> dict[str, Any]:
        """Return the options as they are written."""
        options = map(item.part, item.written)
        return {
            "first": item.first,
            "last": item.last,
            "feedback": item.feedback,
            "options": [{"id": each.id, "rank": each.rank, "text": each.text, "why": each.why} for each in options],
        }
