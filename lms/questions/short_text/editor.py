"""The editor of a short-text item: what is accepted in each language, how kindly, and typical mistakes."""

from __future__ import annotations

from typing import Any

from lms.questions.editing.boxes import Lines, Tick
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.option_parts import JudgedPart
from lms.questions.editing.parts import Entries, Inside, Part, Texts
from lms.questions.short_text.kind import ShortTextItem
from lms.questions.text import N_


class AcceptedPart(Part):
    """Answers that are right, one a line."""

    any = Lines(N_("In every language"), optional=True)
    en = Lines(N_("In English"), optional=True)
    da = Lines(N_("In Danish"), optional=True)
    sv = Lines(N_("In Swedish"), optional=True)


class NearPart(Part):
    """Answers that are wrong in a way that can be expected."""

    answers = Lines(N_("Answers, one a line"))
    feedback = Texts(N_("What they teach"))


class Editor(ItemEditor):
    """A few words with their spellings."""

    kind = "short-text"
    accepted = Inside(AcceptedPart, N_("Right answers, one a line"))
    accept_typos = Tick(N_("Take one wrong letter for right"))
    accept_accents = Tick(N_("Take e for é"), usual=True)
    feedback = Inside(JudgedPart, N_("Feedback"))
    near = Entries(NearPart, N_("Typical mistakes"), one=N_("Mistake"))

    @classmethod
    def table_of(cls, item: ShortTextItem) -> dict[str, Any]:
        """Return the answers."""
        return {
            "accepted": item.accepted,
            "accept_typos": item.accept_typos,
            "accept_accents": item.accept_accents,
            "feedback": {"correct": item.correct, "wrong": item.wrong},
            "near": [{"answers": each.answers, "feedback": each.feedback} for each in item.near],
        }
