"""What the pages show of one version of a quiz: its questions with their figures, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.learning.analysis.models import WHOLE, ItemRelease
from lms.learning.analysis.reading import OnShelf
from lms.packs.model import Quiz
from lms.questions.item_statistics import ItemFigures, analysed
from lms.questions.item_sums import ItemSums
from lms.questions.kinds import Category, Item, kind_of
from lms.questions.verdicts import GRAVITY, Finding, Verdict, findings_of, is_grave

_LAST = len(GRAVITY)


@dataclass(frozen=True)
class Earlier:
    """The same question in an earlier version."""

    number: str
    figures: ItemFigures


@dataclass(frozen=True)
class Question:
    """One question; `figures` None until five people were asked it. `stale`: from before a key was mended."""

    item: Item
    place: int
    figures: ItemFigures | None = None
    findings: tuple[Finding, ...] = ()
    earlier: Earlier | None = None
    stale: bool = False

    @property
    def categories(self) -> dict[str, Category]:
        """Return {key: what may be said}."""
        return {each.key: each for each in kind_of(self.item.kind).categories(self.item)}

    @property
    def to_look_at(self) -> bool:
        """Whether something grave was found."""
        return bool(self.findings) and is_grave(self.findings[0].verdict)

    @property
    def is_fine(self) -> bool:
        """Whether nothing was found, or nothing is known yet."""
        return not self.findings or self.findings[0].verdict is Verdict.FINE

    @property
    def rank(self) -> tuple[int, float, int]:
        """Return what sorts questions, the worst first: gravity, then how little they tell apart."""
        apart = self.figures.discrimination if self.figures else None
        gravity = GRAVITY[self.findings[0].verdict] if self.findings else _LAST
        return gravity, apart.value if apart else 1.0, self.place


@dataclass(frozen=True)
class QuizFigures:
    """One version of a quiz with what was released of it. `people` 0: nothing yet. `passed`: share at the first try."""

    shelved: OnShelf
    quiz: Quiz
    questions: tuple[Question, ...]
    people: int = 0
    passed: float | None = None
    at: datetime | None = None
    more: int | None = None
    versions: tuple[OnShelf, ...] = ()

    @property
    def to_look_at(self) -> int:
        """How many questions something grave was found in."""
        return sum(each.to_look_at for each in self.questions)

    @property
    def stale(self) -> bool:
        """Whether any figure is from before a key was mended."""
        return any(each.stale for each in self.questions)


def quiz_figures(
    session: Session,
    shelved: OnShelf,
    released: Sequence[ItemRelease],
    earlier: Sequence[tuple[OnShelf, Sequence[ItemRelease]]] = (),
    more: int | None = None,
    versions: tuple[OnShelf, ...] = (),
) -> QuizFigures:
    """Return the figures of a version; `earlier` versions with figures, newest first, are there to compare with.

    `more`: how many have yet to answer before the next figures, None where nobody has. `versions`: all there are.
    """
    quiz = shelf.quiz(session, shelved.row)
    rows = {row.item: row for row in released}
    figures = _figures(quiz, released)
    times = [each.seconds for each in figures.values() if each.seconds is not None]
    usual = median(times) if times else None
    before: dict[str, Earlier] = {}
    for older, older_rows in reversed(earlier):
        known = _figures(shelf.quiz(session, older.row), older_rows)
        before |= {id: Earlier(older.number, each) for id, each in known.items()}
    questions = [
        Question(item, place, figures[item.id], findings_of(figures[item.id], usual), before.get(item.id))
        if item.id in figures
        else Question(item, place, earlier=before.get(item.id))
        for place, item in enumerate(quiz.items, 1)
    ]
    marked = [_marked(each, rows.get(each.item.id)) for each in questions]
    whole = rows.get(WHOLE)
    return QuizFigures(
        shelved,
        quiz,
        tuple(sorted(marked, key=lambda each: each.rank)),
        people=whole.people if whole else 0,
        passed=whole.figures["passed"] / whole.people if whole else None,
        at=max((row.released_at for row in released), default=None),
        more=more,
        versions=versions,
    )


def _figures(quiz: Quiz, released: Sequence[ItemRelease]) -> dict[str, ItemFigures]:
    items = {item.id: item for item in quiz.items}
    return {
        row.item: analysed(items[row.item], ItemSums.from_document(row.figures))
        for row in released
        if row.item in items
    }


def _marked(question: Question, row: ItemRelease | None) -> Question:
    if row is None or not row.stale:
        return question
    return Question(question.item, question.place, question.figures, question.findings, question.earlier, stale=True)
