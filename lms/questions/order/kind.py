"""Order: reading, responding, scoring by pairs in the right order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from lms.questions.kinds import BadResponse, Category, Item, Score
from lms.questions.options import refuse_doubles
from lms.questions.shuffling import shuffled
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import N_, Json, Text, joined
from lms.questions.wording import IN_PLACE
from lms.sentences import say

FEWEST, MOST = 3, 8


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to be placed: its id (stable for ever), its text, and perhaps why it stands where it does."""

    id: str
    text: Text
    why: Text


@dataclass(frozen=True, slots=True)
class OrderItem(Item):
    """Parts to be put in order. `right` are the ids in the right order, `parts` stand as they are shown.

    `first` and `last` are words for both ends, such as "cheapest"; empty where there are none.
    """

    parts: tuple[Part, ...]
    right: tuple[str, ...]
    first: Text
    last: Text
    correct: Text
    wrong: Text

    def part(self, id: str) -> Part:
        """Return the part with that id; raise `StopIteration` where there is none."""
        return next(part for part in self.parts if part.id == id)


class Order:
    """The kind `order`: a response is the list of all part ids, each once, in the order given to them."""

    name = "order"

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> OrderItem:
        """Build the item from parts written in the right order; raise `ItemErrors`."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        entries = top.tables("parts", least=FEWEST)
        parts = tuple(_part(entry) for entry in entries)
        if len(parts) > MOST:
            top.fault(
                "parts",
                say("{count} parts are too many to hold in mind.", count=len(parts)),
                say("Keep at most {most}.", most=MOST),
            )
        refuse_doubles(entries, [part.id for part in parts], say("part"))
        first, last = (top.text(end, required=False, html=False) for end in ("first", "last"))
        feedback = top.table("feedback")
        correct, wrong = feedback.text("correct", html=False), feedback.text("wrong", html=False)
        feedback.finish()
        top.finish()
        if top.faults:
            raise ItemErrors(top.faults)
        return OrderItem(id, self.name, stem, parts, tuple(part.id for part in parts), first, last, correct, wrong)

    def document(self, item: OrderItem) -> dict[str, Json]:
        """Return the whole item as JSON, its parts in the right order."""
        parts: list[Json] = [
            {"id": part.id, "text": {**part.text}, "why": {**part.why}} for part in map(item.part, item.right)
        ]
        return {**self.public(item), "parts": parts, "correct": {**item.correct}, "wrong": {**item.wrong}}

    def from_document(self, document: Mapping[str, Any]) -> OrderItem:
        """Build the item from its document."""
        d = document
        parts = tuple(Part(part["id"], part["text"], part["why"]) for part in d["parts"])
        right = tuple(part.id for part in parts)
        return OrderItem(d["id"], self.name, d["stem"], parts, right, d["first"], d["last"], d["correct"], d["wrong"])

    def public(self, item: OrderItem) -> dict[str, Json]:
        """Return the question and its parts in an order that is never the right one."""
        parts: list[Json] = [
            {"id": part.id, "text": {**part.text}} for part in _never_right(item, shuffled_parts(item, ""))
        ]
        ends: dict[str, Json] = {"first": {**item.first}, "last": {**item.last}}
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, **ends, "parts": parts}

    def meaning(self, item: OrderItem) -> Json:
        """Return the right order."""
        return {"right": [*item.right]}

    def frame(self, item: OrderItem) -> Json:
        """Return the part ids, in no order."""
        return {"parts": [*sorted(item.right)]}

    def key_words(self, item: OrderItem) -> Text:
        """Return the right order."""
        return joined(" → ", *(item.part(id).text for id in item.right))

    def arranged(self, item: OrderItem, seed: str) -> OrderItem:
        """Return the item with its parts shuffled, also without a seed, and never in the right order."""
        return replace(item, parts=_never_right(item, shuffled_parts(item, seed)))

    def response(self, item: OrderItem, value: Json) -> Json:
        """Return the ids as they were placed; None takes an answer back."""
        if value is None or value == []:
            return None
        placed = _placed(item, value)
        if placed is None:
            raise BadResponse(item.id, N_("This is not the whole order."), N_("Give each line a place of its own."))
        return [*placed]

    def score(self, item: OrderItem, value: Json) -> Score:
        """Give the share of pairs that stand in the right order (the concordant pairs of Kendall 1938)."""
        key: Json = [*item.right]
        placed = _placed(item, value)
        if placed is None:
            return Score(0.0, False, None, key)
        place = {id: number for number, id in enumerate(placed)}
        pairs = [place[before] < place[after] for before, after in combinations(item.right, 2)]
        points = sum(pairs) / len(pairs)
        return Score(points, all(pairs), [*placed], key, (item.correct if all(pairs) else item.wrong,))

    def categories(self, item: OrderItem) -> tuple[Category, ...]:
        """Return one for each part: that it stands in its right place."""
        return tuple(Category(id, joined(": ", item.part(id).text, IN_PLACE), True) for id in item.right)

    def said(self, item: OrderItem, response: Json) -> tuple[str, ...]:
        """Return the parts that stand in their right place."""
        placed = _placed(item, response) or ()
        return tuple(id for id, right in zip(placed, item.right, strict=False) if id == right)


def shuffled_parts(item: OrderItem, seed: str) -> tuple[Part, ...]:
    """Return the parts in the order of `seed`."""
    return shuffled(item.parts, seed, lambda part: part.id, item.id)


def _never_right(item: OrderItem, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts, turned round once where chance has put them in the right order: that would give it away."""
    return parts if tuple(part.id for part in parts) != item.right else (*parts[1:], parts[0])


def _placed(item: OrderItem, value: Json) -> list[str] | None:
    """Return the ids; None where `value` does not name each part once."""
    if not isinstance(value, list) or len(value) != len(item.right):
        return None
    ids = [id for id in value if isinstance(id, str)]
    return ids if sorted(ids) == sorted(item.right) else None


def _part(table: Table) -> Part:
    why = table.text("why", required=False, html=False)
    part = Part(table.name("id"), table.text("text", html=False), why)
    table.finish()
    return part


KIND = Order()
