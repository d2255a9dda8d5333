"""True, false, and why: reading, responding, scoring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.questions.kinds import BadResponse, Category, Item, Score
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import Json, Text
from lms.sentences import say

WORDS: dict[str, Text] = {
    "true": {"en": "True", "da": "Sandt", "sv": "Sant"},
    "false": {"en": "False", "da": "Falsk", "sv": "Falskt"},
}


@dataclass(frozen=True, slots=True)
class Statement(Item):
    """A statement, whether it holds, and why."""

    holds: bool
    why: Text

    @property
    def key(self) -> str:
        """The right answer."""
        return "true" if self.holds else "false"


class TrueFalseWhy:
    """The kind `true-false-why`: a response is "true" or "false"."""

    name = "true-false-why"

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> Statement:
        """Build the item; raise `ItemErrors`."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        if not top.has("holds"):
            top.fault(None, say("Nobody knows whether it is true."), say("Add holds = true or holds = false."))
        holds, why = top.flag("holds", default=False), top.text("why", html=False)
        top.finish()
        if top.faults:
            raise ItemErrors(top.faults)
        return Statement(id, self.name, stem, holds, why)

    def document(self, item: Statement) -> dict[str, Json]:
        """Return the whole item as JSON."""
        return {**self.public(item), "holds": item.holds, "why": {**item.why}}

    def from_document(self, document: Mapping[str, Any]) -> Statement:
        """Build the item from its document."""
        return Statement(document["id"], self.name, document["stem"], document["holds"], document["why"])

    def public(self, item: Statement) -> dict[str, Json]:
        """Return the statement."""
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}}

    def meaning(self, item: Statement) -> Json:
        """Return whether it holds."""
        return {"holds": item.holds}

    def arranged(self, item: Statement, seed: str) -> Statement:
        """Return the item: "true" always comes first."""
        return item

    def response(self, item: Statement, value: Json) -> Json:
        """Return the word; None takes an answer back."""
        if value is not None and value not in WORDS:
            raise BadResponse(item.id, "This is neither true nor false.", "Choose one of them.")
        return value

    def score(self, item: Statement, value: Json) -> Score:
        """Give one point for the right word, and say why in either case."""
        if value not in WORDS:
            return Score(0.0, False, None, item.key)
        return Score(float(value == item.key), value == item.key, value, item.key, (item.why,))

    def categories(self, item: Statement) -> tuple[Category, ...]:
        """Return true and false."""
        return tuple(Category(word, text, word == item.key) for word, text in WORDS.items())

    def said(self, item: Statement, response: Json) -> tuple[str, ...]:
        """Return the word."""
        return (str(response),) if response in WORDS else ()


KIND = TrueFalseWhy()
