"""The kind that stands in for one whose package is not installed, or cannot be loaded.

A quiz that was published with it still opens: its question is kept whole, says what it needs, takes no answer, and
counts for nothing. What was answered and scored before stays as it was. Nothing can be published with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Never

from lms.questions.kinds import BadResponse, Category, Item, Score
from lms.questions.tables import Fault, ItemErrors
from lms.questions.text import N_, Json
from lms.sentences import say


@dataclass(frozen=True, slots=True)
class AbsentItem(Item):
    """A question nobody here can ask. `kept`: its document, as its own kind wrote it."""

    kept: Mapping[str, Any]


class AbsentKind:
    """A kind that is not there, under the name it is missed by."""

    comes_back = False

    def __init__(self, name: str) -> None:
        """Keep the name."""
        self.name = name

    def parse(self, _table: Mapping[str, object], _languages: Sequence[str]) -> Never:
        """Refuse: raise `ItemErrors` that says which package is missing."""
        raise ItemErrors([missing(self.name)])

    def document(self, item: AbsentItem) -> dict[str, Json]:
        """Return what its own kind wrote."""
        return {**item.kept}

    def from_document(self, document: Mapping[str, Any]) -> AbsentItem:
        """Keep the document; the question's words are read where every kind has them."""
        stem = document.get("stem")
        words = stem if isinstance(stem, Mapping) and "en" in stem else {"en": document["id"]}
        return AbsentItem(document["id"], self.name, dict(words), document)

    def public(self, item: AbsentItem) -> dict[str, Json]:
        """Return the question's words."""
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}}

    def meaning(self, item: AbsentItem) -> Json:
        """Return all of it: nobody can tell its meaning from its wording."""
        return {**item.kept}

    def arranged(self, item: AbsentItem, _seed: str) -> AbsentItem:
        """Return the item."""
        return item

    def response(self, item: AbsentItem, _value: Json) -> Never:
        """Refuse every answer, so that the one that is kept stays."""
        raise BadResponse(
            item.id,
            N_("This question takes no answer now: a package it needs is not installed."),
            N_("What you answered before is kept. Tell your administrator."),
        )

    def score(self, _item: AbsentItem, value: Json) -> Score:
        """Score nothing: the item does not count."""
        return Score(0.0, False, value, None, counted=False)

    def categories(self, _item: AbsentItem) -> tuple[Category, ...]:
        """Return none."""
        return ()

    def said(self, _item: AbsentItem, _response: Json) -> tuple[str, ...]:
        """Return none."""
        return ()


def missing(name: str) -> Fault:
    """Return what is wrong with a question of a kind that is not installed, and what to do."""
    return Fault(
        ("kind",),
        say('The question kind "{kind}" is not installed.', kind=name),
        say("Have your administrator install the package that brings it, or use another kind."),
    )
