"""Where a key was mended: the newest minor of a quiz in a module's major, and the older ones that had it wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from lms.catalog import shelf
from lms.catalog.models import ModuleVersion, QuizVersion
from lms.kernel.permissions import Actor, scope_of
from lms.learning.models import Attempt, AttemptState
from lms.packs.mending import keys_changed
from lms.packs.model import Quiz


@dataclass(frozen=True)
class Mend:
    """The quiz version whose key holds now, and {older version: the items whose key it had wrong}, none empty."""

    row: UUID
    name: str
    number: str
    older: dict[UUID, tuple[str, ...]]

    @property
    def rows(self) -> tuple[UUID, ...]:
        """Return every version it is about, the newest first."""
        return (self.row, *self.older)

    def items_of(self, attempt: Attempt) -> tuple[str, ...]:
        """Return the items an attempt asked and was scored on by a key that has been mended since."""
        changed = self.older.get(attempt.quiz_version_id, ())
        return tuple(id for id in changed if attempt.drawn is None or id in attempt.drawn)


def mends(session: Session, actor: Actor, name: str | None = None) -> list[Mend]:
    """Return every mend an actor may see, or those of the quizzes of one name."""
    mine = scope_of(QuizVersion, actor)
    return _mends(session, mine if name is None else mine & (QuizVersion.name == name))


def mends_in(session: Session, version: UUID) -> list[Mend]:
    """Return the mends that a module version brought, as long as it is the newest minor."""
    carried = select(QuizVersion.id, QuizVersion.quiz_id).where(QuizVersion.version_id == version)
    rows = {row.id: row.quiz_id for row in session.execute(carried)}
    return [each for each in _mends(session, QuizVersion.quiz_id.in_(set(rows.values()))) if each.row in rows]


def mend_of(session: Session, quiz_version: UUID) -> Mend | None:
    """Return the mend of a quiz version to whom it is known to be theirs; None where that is not the newest minor."""
    identity = select(QuizVersion.quiz_id).where(QuizVersion.id == quiz_version).scalar_subquery()
    found = _mends(session, QuizVersion.quiz_id == identity)
    return next((each for each in found if each.row == quiz_version), None)


def _mends(session: Session, wanted: ColumnElement[bool]) -> list[Mend]:
    flagged = select(ModuleVersion.module_id).where(ModuleVersion.document["mended"].as_string().is_not(None))
    query = (
        select(QuizVersion.id, QuizVersion.quiz_id, QuizVersion.name, QuizVersion.number)
        .add_columns(ModuleVersion.module_id, ModuleVersion.major)
        .join(ModuleVersion, ModuleVersion.id == QuizVersion.version_id)
        .where(wanted, ModuleVersion.module_id.in_(flagged), QuizVersion.document["kind"].as_string() == "quiz")
        .order_by(QuizVersion.name, ModuleVersion.module_id, ModuleVersion.major, ModuleVersion.minor)
    )
    lines: dict[tuple[UUID, int, UUID], list[Any]] = {}
    for row in session.execute(query):
        lines.setdefault((row.module_id, row.major, row.quiz_id), []).append(row)
    return [mend for rows in lines.values() if (mend := _mend(session, rows))]


def _mend(session: Session, rows: list[Any]) -> Mend | None:
    """Return the mend of one quiz in one major, its versions given from old to new; None where no key was mended."""
    newest = shelf.quiz(session, rows[-1].id)
    if not newest.mended:
        return None
    changed = {row.id: keys_changed(shelf.quiz(session, row.id), newest) for row in rows[:-1]}
    older = {id: items for id, items in changed.items() if items}
    return Mend(rows[-1].id, rows[-1].name, rows[-1].number, older) if older else None


def standing_on(
    session: Session, organisation: UUID, version: UUID, after: UUID | None, most: int
) -> Sequence[Attempt]:
    """Return the next submitted attempts of an organisation by the key of a version, in the order of their ids."""
    query = (
        select(Attempt)
        .where(Attempt.organisation_id == organisation, Attempt.quiz_version_id == version)
        .where(Attempt.state == AttemptState.SUBMITTED)
        .order_by(Attempt.id)
        .limit(most)
    )
    return session.scalars(query if after is None else query.where(Attempt.id > after)).all()


def how_many(session: Session, organisation: UUID, mend: Mend) -> int:
    """Return how many submitted attempts stand on the older versions, whatever they ask."""
    older = Attempt.quiz_version_id.in_(mend.older), Attempt.state == AttemptState.SUBMITTED
    return session.scalar(select(func.count()).where(Attempt.organisation_id == organisation, *older)) or 0


def newest_key(session: Session, attempt: Attempt) -> tuple[UUID, Quiz]:
    """Return the version by whose key an attempt is scored now: its own, unless a key it asks for was mended since."""
    own = shelf.quiz(session, attempt.quiz_version_id)
    began, here, there, newer = aliased(QuizVersion), aliased(ModuleVersion), aliased(ModuleVersion), QuizVersion
    found = session.scalar(
        select(newer.id)
        .join(there, there.id == newer.version_id)
        .join(here, (here.module_id == there.module_id) & (here.major == there.major))
        .join(began, (began.version_id == here.id) & (began.quiz_id == newer.quiz_id))
        .where(began.id == attempt.quiz_version_id)
        .order_by(there.minor.desc())
        .limit(1)
    )
    if found is None or found == attempt.quiz_version_id:
        return attempt.quiz_version_id, own
    quiz = shelf.quiz(session, found)
    asked = keys_changed(own, quiz)
    mended = any(attempt.drawn is None or id in attempt.drawn for id in asked)
    return (found, quiz) if mended else (attempt.quiz_version_id, own)
