"""Which items of a quiz come back after its module: those its author names, or one of each topic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.questions.kinds import Item, comes_back
from lms.questions.scoring import score_item
from lms.questions.tables import Table
from lms.questions.text import Json
from lms.sentences import say

MOST_NAMED = 20
"""Items of one quiz that an author may have come back."""
KEY = "recall"


@dataclass(frozen=True, slots=True)
class Recall:
    """What a quiz says of coming back: `on`, whether any of it does; `items`: {item id: whether it does} where said."""

    on: bool = True
    items: dict[str, bool] = field(default_factory=dict)

    @property
    def named(self) -> frozenset[str]:
        """Return the ids of the items that are to come back; empty where the choice is left to the product."""
        return frozenset(id for id, wanted in self.items.items() if wanted)

    def may(self, item: Item) -> bool:
        """Return whether the item may come back: it fits, and nothing in the file keeps it away."""
        return self.on and fits(item) and (item.id in self.named if self.named else self.items.get(item.id, True))

    def document(self) -> dict[str, Json]:
        """Return it as JSON."""
        return {"on": self.on, "items": {**self.items}}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Recall":
        """Build it from its document."""
        return cls(document["on"], dict(document["items"]))


def fits(item: Item) -> bool:
    """Return whether an item is answered in half a minute and is right or wrong."""
    return comes_back(item.kind) and score_item(item, None).counted


def read_recall(table: Table, entries: Sequence[Table], items: Iterable[Item]) -> Recall:
    """Read what a quiz file says of coming back; `entries` are the tables of its items.

    Faults: an item that does not fit is named, more than MOST_NAMED are, or any is though the quiz says `false`.
    """
    on = table.flag(KEY, default=True)
    said = {str(entry.values.get("id")): entry.flag(KEY, default=True) for entry in entries if entry.has(KEY)}
    recall = Recall(on, said)
    by_id = {item.id: item for item in items}
    for entry in entries:
        item = by_id.get(str(entry.values.get("id")))
        if item is not None and item.id in recall.named and not fits(item):
            message = say("This item cannot come back: it does not count, or takes longer than half a minute.")
            entry.fault(KEY, message, say("Remove recall, or name another item."))
    if recall.named and not on:
        table.fault(
            KEY, say("Nothing of this quiz comes back, yet items have recall = true."), say("Remove one of the two.")
        )
    if len(recall.named) > MOST_NAMED:
        message = say(
            "{count} items have recall = true; there may be {most}.",
            count=len(recall.named),
            most=MOST_NAMED,
        )
        table.fault("items", message, say("Keep those that matter most."))
    return recall
