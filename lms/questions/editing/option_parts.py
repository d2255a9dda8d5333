"""Parts that several kinds share: an option to choose, and what is said after an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lms.questions.editing.boxes import Name, Tick
from lms.questions.editing.parts import Part, Texts
from lms.questions.options import Option
from lms.questions.text import N_


class OptionPart(Part):
    """An option: its words, whether it is right, and what choosing it teaches."""

    id = Name(N_("Id"))
    correct = Tick(N_("This one is right"))
    text = Texts(N_("Words"))
    feedback = Texts(N_("What it teaches"))


class JudgedPart(Part):
    """What is said after a right answer and after a wrong one."""

    correct = Texts(N_("After a right answer"))
    wrong = Texts(N_("After a wrong answer"))


class AnyPart(JudgedPart):
    """The same for a kind whose items may also be asked without being right or wrong."""

    any = Texts(N_("After any answer"))

    def judge(self, counted: bool) -> None:
        """Ask for what is said after right and wrong answers, or for what is said after any."""
        self.keep(*(("correct", "wrong") if counted else ("any",)), of=("correct", "wrong", "any"))


def option_tables(options: Sequence[Option]) -> list[dict[str, Any]]:
    """Return options as tables of the file."""
    return [option.document() for option in options]
