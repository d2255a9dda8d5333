"""Options to choose from: what single choice and multiple choice share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.questions.kinds import Category
from lms.questions.tables import Table
from lms.questions.text import Json, Text
from lms.sentences import say

MOST = 10


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its id (stable for ever), its text, whether it is right, and what choosing it teaches."""

    id: str
    text: Text
    correct: bool
    feedback: Text

    def document(self) -> dict[str, Json]:
        """Return the whole option as JSON."""
        return {**self.public(), "correct": self.correct, "feedback": {**self.feedback}}

    def public(self) -> dict[str, Json]:
        """Return the option without saying whether it is right."""
        return {"id": self.id, "text": {**self.text}}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Option":
        """Build the option from its document."""
        return cls(document["id"], document["text"], document["correct"], document["feedback"])


def categories_of(options: Sequence[Option]) -> tuple[Category, ...]:
    """Return one category for each option."""
    return tuple(Category(option.id, option.text, option.correct) for option in options)


def read_options(top: Table, fewest: int) -> list[Option]:
    """Read `options`, each with an id of its own; what is wrong is noted in the table."""
    entries = top.tables("options", least=fewest)
    options = [_option(entry) for entry in entries]
    if len(options) > MOST:
        top.fault(
            "options",
            say("{count} options are too many to weigh.", count=len(options)),
            say("Keep at most {most}.", most=MOST),
        )
    if options and not any(option.correct for option in options):
        top.fault("options", say("No option is correct."), say("Add correct = true to the right one."))
    refuse_doubles(entries, [option.id for option in options], say("option"))
    return options


def refuse_doubles(entries: Sequence[Table], ids: Sequence[str], what: str) -> None:
    """Note each id that an earlier entry has already; `what` is the word for an entry."""
    seen: set[str] = set()
    for entry, id in zip(entries, ids, strict=True):
        if id and id in seen:
            entry.fault(
                "id",
                say('The {what} id "{id}" is used twice.', what=what, id=id),
                say("Give each {what} its own id.", what=what),
            )
        seen.add(id)


def _option(table: Table) -> Option:
    option = Option(
        table.name("id"),
        table.text("text", html=False),
        table.flag("correct", default=False),
        table.text("feedback", html=False),
    )
    table.finish()
    return option
