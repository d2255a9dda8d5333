"""Single choice: reading, responding, scoring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.questions.kinds import BadResponse, Item, Score
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import N_, Json, Text

FEWEST, MOST = 2, 10


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its id (stable for ever), its text, whether it is right, and what choosing it teaches."""

    id: str
    text: Text
    correct: bool
    feedback: Text


@dataclass(frozen=True, slots=True)
class SingleChoiceItem(Item):
    """A question with options."""

    options: tuple[Option, ...]

    def option(self, id: str) -> Option | None:
        """Return the option with that id."""
        return next((option for option in self.options if option.id == id), None)

    @property
    def right(self) -> Option:
        """The option that is correct."""
        return next(option for option in self.options if option.correct)


class SingleChoice:
    """The kind `single-choice`: a response is the id of one option."""

    name = "single-choice"

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> SingleChoiceItem:
        """Build the item; raise `ItemErrors` unless exactly one option is correct and each has feedback."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        options = [_option(entry) for entry in top.tables("options", least=FEWEST)]
        top.finish()
        _check(top, options)
        if top.faults:
            raise ItemErrors(top.faults)
        return SingleChoiceItem(id, self.name, stem, tuple(options))

    def document(self, item: SingleChoiceItem) -> dict[str, Json]:
        """Return the whole item as JSON."""
        options: list[Json] = [
            {"id": o.id, "text": {**o.text}, "correct": o.correct, "feedback": {**o.feedback}} for o in item.options
        ]
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, "options": options}

    def from_document(self, document: Mapping[str, Any]) -> SingleChoiceItem:
        """Build the item from its document."""
        options = tuple(Option(o["id"], o["text"], o["correct"], o["feedback"]) for o in document["options"])
        return SingleChoiceItem(document["id"], self.name, document["stem"], options)

    def public(self, item: SingleChoiceItem) -> dict[str, Json]:
        """Return question and options without saying which is right."""
        options: list[Json] = [{"id": option.id, "text": {**option.text}} for option in item.options]
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, "options": options}

    def meaning(self, item: SingleChoiceItem) -> Json:
        """Return the option ids, in no order, and which of them is right."""
        return {"options": [*sorted(option.id for option in item.options)], "correct": item.right.id}

    def response(self, item: SingleChoiceItem, value: Json) -> Json:
        """Return the option id; None takes an answer back."""
        if value is None:
            return None
        if not isinstance(value, str) or item.option(value) is None:
            raise BadResponse(item.id, N_("This is none of the options."), N_("Choose one of the options shown."))
        return value

    def score(self, item: SingleChoiceItem, value: Json) -> Score:
        """Give one point for the right option, and the feedback of the option chosen."""
        chosen = item.option(value) if isinstance(value, str) else None
        if chosen is None:
            return Score(0.0, False, None, item.right.id)
        return Score(float(chosen.correct), chosen.correct, chosen.id, item.right.id, (chosen.feedback,))


def _option(table: Table) -> Option:
    option = Option(
        table.name("id"),
        table.text("text", html=False),
        table.flag("correct", default=False),
        table.text("feedback", html=False),
    )
    table.finish()
    return option


def _check(top: Table, options: Sequence[Option]) -> None:
    if len(options) > MOST:
        top.fault("options", f"{len(options)} options are too many to weigh.", f"Keep at most {MOST}.")
    right = [index for index, option in enumerate(options) if option.correct]
    if options and not right:
        top.fault("options", "No option is correct.", "Add correct = true to the right one.")
    entries = top.tables("options")
    for index in right[1:]:
        entries[index].fault("correct", "A second option is marked correct.", "Keep correct = true on one option only.")
    seen: set[str] = set()
    for index, option in enumerate(options):
        if option.id and option.id in seen:
            entries[index].fault("id", f'The option id "{option.id}" is used twice.', "Give each option its own id.")
        seen.add(option.id)


KIND = SingleChoice()
