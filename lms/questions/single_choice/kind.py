"""Single choice: reading, responding, scoring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lms.questions.kinds import BadResponse, Category, Item, Score
from lms.questions.options import Option, categories_of, read_options
from lms.questions.shuffling import shuffled
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import N_, Json, Text
from lms.sentences import say

FEWEST = 2


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
        options = read_options(top, FEWEST)
        top.finish()
        _refuse_a_second_right_one(top, options)
        if top.faults:
            raise ItemErrors(top.faults)
        return SingleChoiceItem(id, self.name, stem, tuple(options))

    def document(self, item: SingleChoiceItem) -> dict[str, Json]:
        """Return the whole item as JSON."""
        options: list[Json] = [option.document() for option in item.options]
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, "options": options}

    def from_document(self, document: Mapping[str, Any]) -> SingleChoiceItem:
        """Build the item from its document."""
        options = tuple(map(Option.from_document, document["options"]))
        return SingleChoiceItem(document["id"], self.name, document["stem"], options)

    def public(self, item: SingleChoiceItem) -> dict[str, Json]:
        """Return question and options without saying which is right."""
        options: list[Json] = [option.public() for option in item.options]
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, "options": options}

    def meaning(self, item: SingleChoiceItem) -> Json:
        """Return the option ids, in no order, and which of them is right."""
        return {"options": [*sorted(option.id for option in item.options)], "correct": item.right.id}

    def frame(self, item: SingleChoiceItem) -> Json:
        """Return the option ids, in no order."""
        return {"options": [*sorted(option.id for option in item.options)]}

    def key_words(self, item: SingleChoiceItem) -> Text:
        """Return the right option."""
        return item.right.text

    def arranged(self, item: SingleChoiceItem, seed: str) -> SingleChoiceItem:
        """Return the item with its options in the order of `seed`; without one, as they are written."""
        if not seed:
            return item
        return replace(item, options=shuffled(item.options, seed, lambda option: option.id, item.id))

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

    def categories(self, item: SingleChoiceItem) -> tuple[Category, ...]:
        """Return one for each option."""
        return categories_of(item.options)

    def said(self, item: SingleChoiceItem, response: Json) -> tuple[str, ...]:
        """Return the option chosen."""
        chosen = item.option(response) if isinstance(response, str) else None
        return (chosen.id,) if chosen else ()


def _refuse_a_second_right_one(top: Table, options: Sequence[Option]) -> None:
    entries = top.tables("options")
    right = [index for index, option in enumerate(options) if option.correct]
    for index in right[1:]:
        entries[index].fault(
            "correct", say("A second option is marked correct."), say("Keep correct = true on one option only.")
        )


KIND = SingleChoice()
