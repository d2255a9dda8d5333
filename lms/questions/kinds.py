"""The door through which question kinds come in.

A kind is a folder with `kind.py` and `field.py`, announced under the entry point group `lms.kinds` with the name an
author writes (`kind = "single-choice"`) and the object in `kind.py`. Our own kinds are announced the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, Literal, Protocol, TypeVar

from lms.questions.entry_group import EntryGroup
from lms.questions.text import Json, Text

GROUP = "lms.kinds"

_kinds = EntryGroup(
    GROUP,
    {
        "single-choice": "lms.questions.single_choice.kind:KIND",
        "number": "lms.questions.number.kind:KIND",
        "multiple-choice": "lms.questions.multiple_choice.kind:KIND",
        "order": "lms.questions.order.kind:KIND",
        "scale": "lms.questions.scale.kind:KIND",
        "matrix": "lms.questions.matrix.kind:KIND",
        "short-text": "lms.questions.short_text.kind:KIND",
    },
)


class BadResponse(ValueError):
    """A response this item cannot take: which field, why, and what to do. `reason` and `remedy` are translatable."""

    def __init__(self, field: str, reason: str, remedy: str) -> None:
        self.field = field
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{field}: {reason} {remedy}")


@dataclass(frozen=True, slots=True)
class Item:
    """What every item has: its id (stable for ever), its kind and the question itself."""

    id: str
    kind: str
    stem: Text


Verdict = Literal["right", "wrong", "missed"]


@dataclass(frozen=True, slots=True)
class Note:
    """What one part of a response (an option, a row) teaches: the part's id and words, how it did, the feedback."""

    part: str
    verdict: Verdict
    text: Text
    feedback: Text


@dataclass(frozen=True, slots=True)
class Score:
    """How a response did.

    `points` lies between 0 and 1; `feedback` teaches and may be empty, and so may the `notes` on single parts;
    `chosen` is the response that was scored (None: unanswered); `key` is the right answer, a response itself, for pages
    that may show it; `counted` is False for an item that is asked without being scored.
    """

    points: float
    correct: bool
    chosen: Json
    key: Json
    feedback: tuple[Text, ...] = field(default=())
    notes: tuple[Note, ...] = field(default=())
    counted: bool = True


I = TypeVar("I", bound=Item)  # noqa: E741 -- the letter the protocol's readers expect for "item"


class Kind(Protocol[I]):
    """What a question kind can do. Everything is pure; nothing here knows forms, people or attempts."""

    name: str

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> I:
        """Build the item from a table of a quiz file; raise `ItemErrors` with all that is wrong."""

    def document(self, item: I) -> dict[str, Json]:
        """Return the whole item, key included, as JSON."""

    def from_document(self, document: Mapping[str, Any]) -> I:
        """Build the item from its document without checking it again."""

    def public(self, item: I) -> dict[str, Json]:
        """Return what a learner may see before answering: nothing of key or feedback."""

    def meaning(self, item: I) -> Json:
        """Return what may not change within a major version: key, options, scale; no wording."""

    def arranged(self, item: I, seed: str) -> I:
        """Return the item with its options in the order of one attempt; `seed` is "" for the order of the author."""

    def response(self, item: I, value: Json) -> Json:
        """Return the response as it is stored, None for "no answer"; raise `BadResponse`."""

    def score(self, item: I, value: Json) -> Score:
        """Score a response. Never raises: a value that is no response counts as unanswered."""


FieldMaker = Callable[..., Any]
"""`field(item, language, label, gettext)` of a kind's `field.py`: an unbound WTForms field."""


def kind_names() -> tuple[str, ...]:
    """Return the names of all kinds that are installed, sorted."""
    return _kinds.names()


def kind_of(name: str) -> Kind[Any]:
    """Return the kind of that name; raise `NotInstalled`."""
    kind: Kind[Any] = _kinds.load(name)
    return kind


@cache
def field_of(name: str) -> FieldMaker:
    """Return the form-field maker of a kind: `field` in the `field.py` beside its `kind.py`."""
    folder = _kinds.point(name).module.rpartition(".")[0]
    maker: FieldMaker = import_module(f"{folder}.field").field
    return maker


def item_from_document(document: Mapping[str, Any]) -> Item:
    """Build an item of any kind from its document."""
    item: Item = kind_of(document["kind"]).from_document(document)
    return item
