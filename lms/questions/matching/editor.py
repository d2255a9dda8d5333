"""The editor of a matching item: pairs, and answers that fit nothing."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.boxes import Name
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.parts import Entries, Inside, Part, Texts
from lms.questions.matching.kind import MatchingItem
from lms.questions.text import N_


class AnswerPart(Part):
    """What stands on the right."""

    id = Name(N_("Id"), among="answers", description=N_("Another one than that of its pair: readers can see it."))
    text = Texts(N_("Words"))


class PairPart(Part):
    """What belongs together."""

    id = Name(N_("Id"), among="answers")
    left = Texts(N_("On the left"))
    right = Inside(AnswerPart, N_("What fits it"))
    feedback = Texts(N_("What it teaches"))


class Editor(ItemEditor):
    """Pairs to be found."""

    kind = "matching"
    pairs = Entries(PairPart, N_("Pairs"), one=N_("Pair"))
    extras = Entries(AnswerPart, N_("Answers that fit nothing"), one=N_("Answer"))

    @classmethod
    def table_of(cls, item: MatchingItem) -> dict[str, Any]:
        """Return pairs and the answers left over; the item may be `arranged`."""
        used = [pair.right for pair in item.pairs]
        return {
            "pairs": [
                {
                    "id": pair.id,
                    "left": pair.left,
                    "right": {"id": pair.right, "text": item.words(pair.right)},
                    "feedback": pair.feedback,
                }
                for pair in item.pairs
            ],
            "extras": [answer.document() for answer in item.answers if answer.id not in used],
        }
