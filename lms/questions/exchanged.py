"""Questions on their way between formats: what GIFT, QTI, Moodle XML and CSV can say, in one language and plain words.

A reader of a format makes a `Question`, a writer takes one; the `exchange.py` beside each kind turns its own items into
questions and back. So a kind knows no format, and a format no kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, TypeAlias

from lms.questions.kinds import Item, folder_of, kind_names

RIGHT = 0.999
"""From this share of the points on an answer is right: three thirds, written with five decimals, are one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing to choose, write or place. `share` of the points it brings: 1 right, 0 wrong, below 0 it costs."""

    id: str
    text: str
    share: float = 0.0
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Answers to choose from: one of them, or `several`. `most` may be chosen, None where nothing is said."""

    answers: tuple[Answer, ...]
    several: bool = False
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """An answer in a few words: what is accepted, and what is expected and wrong."""

    answers: tuple[Answer, ...]
    case_counts: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is expected, with an absolute tolerance, the share of the points it brings, and its feedback."""

    value: float
    tolerance: float
    share: float = 1.0
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """An answer in digits: what is accepted, and what is expected and wrong."""

    answers: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts, written in the right order."""

    parts: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows to which columns belong: `right` holds {row id: ids of the columns that are accepted}."""

    rows: tuple[Answer, ...]
    columns: tuple[Answer, ...]
    right: dict[str, tuple[str, ...]]

    @property
    def one_to_one(self) -> bool:
        """Whether each row has one column, and none has two rows."""
        used = [column for row in self.rows for column in self.right.get(row.id, ())]
        return len(used) == len(self.rows) == len(set(used))


@dataclass(frozen=True, slots=True)
class Area:
    """A place on a picture: `shape` is "rectangle" (x, y, width, height), "circle" (x, y, radius) or "polygon".

    `numbers` are shares of the picture's width and height, a radius of its width.
    """

    answer: Answer
    shape: str
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Spots:
    """Places to choose on a picture, one or `several`: its file's name, its words, its pixels and its bytes."""

    picture: str
    alt: str
    size: tuple[int, int]
    areas: tuple[Area, ...]
    several: bool
    content: bytes = b""


Shape: TypeAlias = Choices | Words | Numbers | Sequence | Pairs | Spots
"""What is asked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question between two formats.

    `id` and `title` are the source's. `right` and `wrong` are shown after such an answer, `general` after any. `kind`
    and `own` are what only this product's files say: the kind that wrote it, and settings no other program knows.
    """

    id: str
    title: str
    stem: str
    shape: Shape
    right: str = ""
    wrong: str = ""
    general: str = ""
    topic: str = ""
    kind: str = ""
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many answers, parts, rows and columns it has."""
        lists = (getattr(self.shape, name, ()) for name in ("answers", "parts", "rows", "columns", "areas"))
        return sum(map(len, lists))

    def said(self, own: str, *, right: bool) -> str:
        """Return the feedback of an answer: its own, or what the question says after right, wrong or any."""
        return own or (self.right if right else self.wrong) or self.general


class Unmapped(ValueError):
    """A question that a kind cannot hold, or an item that a format cannot: why."""


Tell: TypeAlias = Callable[[str, str], None]
"""`tell(reason, done)`: what could not be mapped as it stands, and what was done instead."""

Say: TypeAlias = Callable[[str], dict[str, str]]
"""`write(words)`: a text of a quiz file in the language that is imported."""


class Exchange(Protocol):
    """What `exchange.py` beside a kind offers as `EXCHANGE`. Everything is pure."""

    def takes(self, question: Question) -> bool:
        """Whether this is the kind for a question that no kind of ours wrote."""

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return the item's table without id, kind, topic and stem; raise `Unmapped`. A text may be empty: to write."""

    def question(self, item: Any, language: str, tell: Tell) -> Question:
        """Return the item as a question in `language`; raise `Unmapped`."""


def question_of(item: Item, stem: str, shape: Shape, **more: Any) -> Question:
    """Return a question with the item's id as its title and its kind."""
    return Question(item.id, item.id, stem, shape, kind=item.kind, **more)


@cache
def exchange_of(kind: str) -> Exchange | None:
    """Return what exchanges items of a kind; None where it has no `exchange.py`, or is not installed."""
    name = f"{folder_of(kind)}.exchange"
    if find_spec(name) is None:
        return None
    exchange: Exchange = import_module(name).EXCHANGE
    return exchange


def kind_for(question: Question) -> tuple[str, Exchange] | None:
    """Return the kind that holds a question, and its exchange: the one that wrote it, or the first that takes it."""
    if question.kind in kind_names():
        own = exchange_of(question.kind)
        if own is not None:
            return question.kind, own
    known = ((name, exchange_of(name)) for name in kind_names())
    return next(((name, each) for name, each in known if each is not None and each.takes(question)), None)
