"""Reading what has been released, for those who may see it: nothing here looks at an attempt or at live sums."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from lms.catalog.models import ModuleVersion, QuizVersion
from lms.kernel.permissions import Actor, Role, Rows, scope_of
from lms.learning.analysis.models import WHOLE, ItemRelease, ItemTally
from lms.learning.analysis.releasing import still_needed
from lms.packs.identity import version_numbers

KINDS = ("quiz", "self-assessment")


@dataclass(frozen=True)
class OnShelf:
    """One version of a quiz or self-assessment: any row that carries it, and how it is known."""

    row: UUID
    quiz: UUID
    name: str
    number: str
    kind: str

    @property
    def age(self) -> tuple[int, int]:
        """Return what sorts versions from old to new."""
        return version_numbers(self.number) or (0, 0)


def on_shelf(
    session: Session, actor: Actor, name: str | None = None, kinds: Collection[str] = KINDS
) -> dict[UUID, list[OnShelf]]:
    """Return {quiz: its versions, newest first} of all an actor may see, or of the one last published under a name.

    Of two that have the name the organisation's own stands before the library's.
    """
    kind = QuizVersion.document["kind"].as_string()
    query = (
        select(QuizVersion.id, QuizVersion.quiz_id, QuizVersion.name, QuizVersion.number, kind)
        .join(ModuleVersion, ModuleVersion.id == QuizVersion.version_id)
        .where(scope_of(QuizVersion, actor), kind.in_(kinds))
        .order_by(ModuleVersion.published_at.desc(), QuizVersion.name)
    )
    if name is not None:
        shared = case((QuizVersion.organisation_id.is_(None), 1), else_=0)
        query = query.where(QuizVersion.name == name).order_by(None).order_by(shared, ModuleVersion.published_at.desc())
    found: dict[UUID, dict[str, OnShelf]] = {}
    for row in session.execute(query):
        found.setdefault(row.quiz_id, {}).setdefault(row.number, OnShelf(*row))
    every = {quiz: sorted(each.values(), key=lambda one: one.age, reverse=True) for quiz, each in found.items()}
    return dict(list(every.items())[:1]) if name is not None else every


def released(session: Session, actor: Actor, quizzes: Collection[UUID]) -> dict[tuple[UUID, str], list[ItemRelease]]:
    """Return {(quiz, version): what of it has been released}; one query."""
    found: dict[tuple[UUID, str], list[ItemRelease]] = {}
    for row in Rows(session, actor, ItemRelease).where(ItemRelease.quiz_id.in_(quizzes)).all():
        found.setdefault((row.quiz_id, row.number), []).append(row)
    return found


def more_needed(session: Session, actor: Actor, quizzes: Collection[UUID]) -> dict[tuple[UUID, str], int]:
    """Return {(quiz, version): how many more people have to answer before the next figures}, where anybody has.

    The one thing that is told of the live tallies is how many people are in them.
    """
    if Role.TRAINER not in actor.roles:
        return {}
    query = select(ItemTally.quiz_id, ItemTally.number, ItemTally.people, ItemTally.fresh).where(
        ItemTally.organisation_id == actor.organisation_id, ItemTally.quiz_id.in_(quizzes), ItemTally.item == WHOLE
    )
    rows = session.execute(query)
    return {(row.quiz_id, row.number): still_needed(row.people, row.people - row.fresh) for row in rows}
