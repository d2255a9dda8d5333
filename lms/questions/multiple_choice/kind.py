"""Multiple choice: reading, responding, scoring with partial credit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lms.questions.kinds import BadResponse, Category, Item, Note, Score, Verdict
from lms.questions.options import Option, categories_of, read_options
from lms.questions.shuffling import shuffled
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import N_, Json, Text, joined
from lms.sentences import say

FEWEST = 3

CHOOSE_FEWER = {
    1: N_("Choose 1 option."),
    2: N_("Choose 2 options."),
    3: N_("Choose 3 options."),
    4: N_("Choose 4 options."),
}
"""What to do for each number of right options that a question may tell."""


@dataclass(frozen=True, slots=True)
class MultipleChoiceItem(Item):
    """A question with options; `choose` is how many to choose where the reader is told, None for "all that apply"."""

    options: tuple[Option, ...]
    choose: int | None

    @property
    def right(self) -> tuple[str, ...]:
        """The ids of the options that are correct."""
        return tuple(option.id for option in self.options if option.correct)


class MultipleChoice:
    """The kind `multiple-choice`: a response is the list of the ids chosen."""

    name = "multiple-choice"

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> MultipleChoiceItem:
        """Build the item; raise `ItemErrors` unless some options are right, some wrong, and each has feedback."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        choose = top.whole("choose", 1, max(CHOOSE_FEWER)) if top.has("choose") else None
        options = read_options(top, FEWEST)
        top.finish()
        _check(top, options, choose)
        if top.faults:
            raise ItemErrors(top.faults)
        return MultipleChoiceItem(id, self.name, stem, tuple(options), choose)

    def document(self, item: MultipleChoiceItem) -> dict[str, Json]:
        """Return the whole item as JSON."""
        options: list[Json] = [option.document() for option in item.options]
        return {**self.public(item), "options": options}

    def from_document(self, document: Mapping[str, Any]) -> MultipleChoiceItem:
        """Build the item from its document."""
        d = document
        options = tuple(map(Option.from_document, d["options"]))
        return MultipleChoiceItem(d["id"], self.name, d["stem"], options, d["choose"])

    def public(self, item: MultipleChoiceItem) -> dict[str, Json]:
        """Return question, options and how many to choose, without saying which are right."""
        options: list[Json] = [option.public() for option in item.options]
        stem: Json = {**item.stem}
        return {"id": item.id, "kind": self.name, "stem": stem, "choose": item.choose, "options": options}

    def meaning(self, item: MultipleChoiceItem) -> Json:
        """Return the option ids, in no order, which of them are right, and how many to choose."""
        ids: list[Json] = [*sorted(option.id for option in item.options)]
        return {"options": ids, "correct": [*sorted(item.right)], "choose": item.choose}

    def frame(self, item: MultipleChoiceItem) -> Json:
        """Return the option ids, in no order, and how many to choose."""
        return {"options": [*sorted(option.id for option in item.options)], "choose": item.choose}

    def key_words(self, item: MultipleChoiceItem) -> Text:
        """Return the right options."""
        return joined(", ", *(option.text for option in item.options if option.correct))

    def arranged(self, item: MultipleChoiceItem, seed: str) -> MultipleChoiceItem:
        """Return the item with its options in the order of `seed`; without one, as they are written."""
        if not seed:
            return item
        return replace(item, options=shuffled(item.options, seed, lambda option: option.id, item.id))

    def response(self, item: MultipleChoiceItem, value: Json) -> Json:
        """Return the ids in alphabetical order; None and an empty list take an answer back."""
        if value is None or value == []:
            return None
        chosen = _chosen(item, value)
        if chosen is None:
            raise BadResponse(item.id, N_("This is none of the options."), N_("Choose among the options shown."))
        if item.choose is not None and len(chosen) > item.choose:
            raise BadResponse(item.id, N_("These are too many."), CHOOSE_FEWER[item.choose])
        return [*chosen]

    def score(self, item: MultipleChoiceItem, value: Json) -> Score:
        """Give (right chosen - wrong chosen) / right ones, at least 0; feedback on what was chosen or missed."""
        key: Json = [*sorted(item.right)]
        chosen = _chosen(item, value)
        if not chosen:
            return Score(0.0, False, None, key)
        hits = sum(id in item.right for id in chosen)
        points = max(0.0, (hits - (len(chosen) - hits)) / len(item.right))
        notes = tuple(_note(o, o.id in chosen) for o in item.options if o.correct or o.id in chosen)
        return Score(points, points == 1, [*chosen], key, notes=notes)

    def categories(self, item: MultipleChoiceItem) -> tuple[Category, ...]:
        """Return one for each option."""
        return categories_of(item.options)

    def said(self, item: MultipleChoiceItem, response: Json) -> tuple[str, ...]:
        """Return the options chosen."""
        return tuple(_chosen(item, response) or ())


def _chosen(item: MultipleChoiceItem, value: Json) -> list[str] | None:
    """Return the ids, each once, sorted; None where `value` is no list of options of the item."""
    if not isinstance(value, list):
        return None
    known = {option.id for option in item.options}
    ids = [id for id in value if isinstance(id, str) and id in known]
    return sorted(ids) if len(ids) == len(value) == len(set(ids)) else None


def _note(option: Option, chosen: bool) -> Note:
    verdict: Verdict = "missed" if not chosen else ("right" if option.correct else "wrong")
    return Note(option.id, verdict, option.text, option.feedback)


def _check(top: Table, options: Sequence[Option], choose: int | None) -> None:
    right = sum(option.correct for option in options)
    if options and right == len(options):
        top.fault("options", say("Every option is correct."), say("Add one that tempts and is wrong."))
    if choose is not None and right and choose != right:
        top.fault(
            "choose",
            say("choose is {choose}, but {right} options are correct.", choose=choose, right=right),
            say("Write choose = {right}.", right=right),
        )


KIND = MultipleChoice()
