"""The questions that people stumble on, beside the page that teaches them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import ModuleVersion, QuizVersion
from lms.kernel.permissions import Actor, scope_of
from lms.learning.analysis.reading import OnShelf, released
from lms.packs.model import Quiz
from lms.studio.analysis.figures import Question, quiz_figures


@dataclass(frozen=True)
class Taught:
    """One question with a verdict, and the name its quiz goes by."""

    quiz: str
    question: Question


def taught_by_page(
    session: Session, actor: Actor, version: ModuleVersion
) -> tuple[dict[str, tuple[Taught, ...]], tuple[Taught, ...]]:
    """Return {page: its questions with something to look at, the worst first}, and those that no page teaches."""
    by_page: dict[str, list[Taught]] = defaultdict(list)
    pages = {page["name"] for page in version.document["pages"]}
    for quiz, taught in _looked_at(session, actor, version):
        page = quiz.pool.page(taught.question.item.id)
        by_page[page if page in pages else ""].append(taught)
    ordered = {page: tuple(sorted(each, key=lambda one: one.question.rank)) for page, each in by_page.items()}
    return ordered, ordered.pop("", ())


def _looked_at(session: Session, actor: Actor, version: ModuleVersion) -> Iterator[tuple[Quiz, Taught]]:
    kind = QuizVersion.document["kind"].as_string()
    rows = select(QuizVersion.id, QuizVersion.quiz_id, QuizVersion.name, QuizVersion.number, kind).where(
        scope_of(QuizVersion, actor), QuizVersion.version_id == version.id, kind == "quiz"
    )
    shelved = [OnShelf(*row) for row in session.execute(rows)]
    told = released(session, actor, [each.quiz for each in shelved])
    for each in shelved:
        if (each.quiz, each.number) in told:
            figures = quiz_figures(session, each, told[each.quiz, each.number])
            for question in figures.questions:
                if not question.is_fine:
                    yield figures.quiz, Taught(each.name, question)
