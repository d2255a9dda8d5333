"""The door through which question kinds come in.

A kind is a folder with `kind.py` and `field.py`, announced under the entry point group `lms.kinds` with the name an
author writes (`kind = "single-choice"`) and the object in `kind.py`. Our own kinds are announced the same way. Beside
them may lie `editor.py` (the form an author edits it in), `exchange.py` (other formats) and `item.html` (its page).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

from lms.questions.entry_group import EntryGroup, NotInstalled
from lms.questions.text import Json, Text

GROUP = "lms.kinds"
ABSENT = "lms.questions.absent"
"""The package of the kind that stands in for one that is not installed."""

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
        "matching": "lms.questions.matching.kind:KIND",
        "ranking": "lms.questions.ranking.kind:KIND",
        "hotspot": "lms.questions.hotspot.kind:KIND",
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


@dataclass(frozen=True, slots=True)
class Category:
    """One thing a response can have said, for counting what people answered.

    `key` is unique within the item and stable as long as its meaning is; `text` are words for it, in every language of
    the item; `right` is whether saying it is right. Of an item that does not count nothing is right.
    """

    key: str
    text: Text
    right: bool


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

    def categories(self, item: I) -> tuple[Category, ...]:
        """Return what a response can have said, in the order of the item (which may be `arranged`)."""

    def said(self, item: I, response: Json) -> tuple[str, ...]:
        """Return the keys of the categories a stored response falls in, each once; none for no answer.

        Never raises, and never returns anything a person wrote: a value that is no response has said nothing.
        """


@runtime_checkable
class Pictured(Protocol):
    """What a kind can do besides where its items show pictures, which lie in `quizzes/media/`."""

    def pictures(self, item: Any) -> Mapping[str, Text]:
        """Return {file name: what the picture shows in words}."""

    def fitted(self, item: Any, sizes: Mapping[str, tuple[int, int]]) -> Item:
        """Return the item now that its pictures are read ({file name: pixels across, pixels down}).

        Raise `ItemErrors` where the item does not go with them.
        """


@runtime_checkable
class Mendable(Protocol):
    """What a kind can do besides where the wrong key of an item may be mended without asking another question."""

    def frame(self, item: Any) -> Json:
        """Return what stays when a key is mended: options, scale, unit, whether it counts; nothing of the key."""

    def key_words(self, item: Any) -> Text:
        """Return the key in words, in every language of the item; for those who may see it."""


FieldMaker = Callable[..., Any]
"""`field(item, language, label, gettext)` of a kind's `field.py`: an unbound WTForms field."""


def kind_names() -> tuple[str, ...]:
    """Return the names of all kinds that are installed, sorted."""
    return _kinds.names()


def kind_of(name: str) -> Kind[Any]:
    """Return the kind of that name; where it is not installed, the one that keeps its questions (`absent`)."""
    kind: Kind[Any]
    try:
        kind = _kinds.load(name)
    except (NotInstalled, ImportError):
        from lms.questions.absent.kind import AbsentKind  # it is made of what stands above

        kind = AbsentKind(name)
    return kind


def why_not(name: str) -> str:
    """Return why a kind cannot be used, in one line; "" where it can."""
    try:
        _kinds.load(name)
    except (NotInstalled, ImportError) as problem:
        return str(problem)
    return ""


@cache
def field_of(name: str) -> FieldMaker:
    """Return the form-field maker of a kind: `field` in the `field.py` beside its `kind.py`."""
    maker: FieldMaker = import_module(f"{folder_of(name)}.field").field
    return maker


def comes_back(name: str) -> bool:
    """Return whether items of that kind may be asked again weeks later, in half a minute, unless its `KIND` says no."""
    return bool(getattr(kind_of(name), "comes_back", True))


@cache
def editor_of(name: str) -> type[Any] | None:
    """Return the editor of a kind: `Editor` in the `editor.py` beside its `kind.py`; None where it has none."""
    module = f"{folder_of(name)}.editor"
    if find_spec(module) is None:
        return None
    editor: type[Any] = import_module(module).Editor
    return editor


def folder_of(name: str) -> str:
    """Return the package a kind lives in, where its other files lie; that of `absent` where it is not installed."""
    return ABSENT if why_not(name) else _kinds.point(name).module.rpartition(".")[0]


def item_from_document(document: Mapping[str, Any]) -> Item:
    """Build an item of any kind from its document."""
    item: Item = kind_of(document["kind"]).from_document(document)
    return item
