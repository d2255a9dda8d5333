"""The job that counts what was submitted since it last ran. Submitting itself writes nothing for it.

Reading and scoring happen outside the write: the transaction that follows takes the attempts that are still there and
not counted yet, marks them, and adds what they say, all or nothing. A `kill -9` at any moment counts each once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.answers.logged import logged
from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.pace import Pace
from lms.learning.analysis import contributions, tallies
from lms.learning.analysis.contributions import Marking
from lms.learning.analysis.sums import Sums
from lms.learning.analysis.tallies import Version
from lms.learning.assessing.models import UNFOLDED as UNFOLDED_SITTINGS
from lms.learning.assessing.models import Sitting, SittingState
from lms.learning.models import UNFOLDED as UNFOLDED_ATTEMPTS
from lms.learning.models import Attempt, AttemptState
from lms.packs.identity import version_numbers
from lms.questions.entry_group import NotInstalled

log = structlog.get_logger(__name__)
PORTION = 100
"""Attempts read at once, and the most that one transaction counts."""
FIRST = 25
"""What the first transaction counts."""

Saying = Callable[[Session, Any, list[Any], Marking], dict[str, Sums]]
Writing = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True)
class Source:
    """Where people's answers come from: attempts at quizzes, sittings of self-assessments."""

    model: type[Attempt] | type[Sitting]
    unfolded: Any
    context: str
    done: Any
    at: Any
    says: Saying


@dataclass(frozen=True)
class Contribution:
    """What one attempt adds to which tallies; nothing where it is not the person's first."""

    identity: UUID
    version: Version
    sums: dict[str, Sums]


def _attempt_says(session: Session, row: Any, rows: list[Any], marking: Marking) -> dict[str, Sums]:
    quiz = shelf.quiz(session, row.quiz_version_id)
    if quiz.missing_kinds:
        raise NotInstalled(f"{', '.join(quiz.missing_kinds)} is not installed")
    return contributions.of_attempt(quiz, row, rows, marking)


def _sitting_says(session: Session, row: Any, rows: list[Any], _marking: Marking) -> dict[str, Sums]:
    return contributions.of_sitting(shelf.instrument(session, row.quiz_version_id), rows)


ATTEMPTS = Source(
    Attempt, UNFOLDED_ATTEMPTS, "attempt", AttemptState.SUBMITTED, Attempt.submitted_at, _attempt_says
)  # fmt: skip
SITTINGS = Source(Sitting, UNFOLDED_SITTINGS, "sitting", SittingState.CLOSED, Sitting.closed_at, _sitting_says)


@job("learning.folding", every=timedelta(minutes=2), allowed=JOB, label=_l("Count new answers for trainers"))
def count_answers(work: Work) -> None:
    """Count every attempt and sitting that was ended since the last time, in portions."""
    for source in (ATTEMPTS, SITTINGS):
        fold(source, work.reading, work.writing, work.now())


def fold(source: Source, reading: Writing, writing: Writing, now: datetime) -> int:
    """Count what is not counted yet; return how many attempts or sittings that were, the later ones included.

    A quiz whose kind of question is not installed is left for the day on which it is.
    """
    count, reader, pace = 0, Reader(source), Pace(FIRST, PORTION)
    while True:
        with reading() as session:
            rows = _waiting(session, source, reader.unreadable)
            found = list(reader.read(session, rows))
        if not rows:
            return count
        for version in dict.fromkeys(each.version for each in found):
            for portion in pace.portions([each for each in found if each.version == version]):
                with writing() as session, pace.timed(len(portion)):
                    count += take(session, source, version, portion, now)


def take(session: Session, source: Source, version: Version, found: Sequence[Contribution], now: datetime) -> int:
    """Mark these as counted and add what they say, but those that are gone or counted already; return how many."""
    model = source.model
    mine = model.id.in_([each.identity for each in found]), model.folded.is_(False)
    marked = update(model).where(*mine).values(folded=True).returning(model.id)
    taken = set(session.scalars(marked.execution_options(synchronize_session=False)))
    more = added(each.sums for each in found if each.identity in taken)
    if more:
        tallies.add(session, version, more, now)
    return len(taken)


def added(parts: Iterable[dict[str, Sums]]) -> dict[str, Sums]:
    """Return the sums of several people, item by item."""
    more: dict[str, Sums] = {}
    for part in parts:
        for item, sums in part.items():
            if item in more:
                more[item].merge(sums)
            else:
                more[item] = sums
    return more


class Reader:
    """Reads what attempts say, remembering what it has marked and which versions of a quiz it cannot read."""

    def __init__(self, source: Source) -> None:
        """Begin with nothing read."""
        self._source, self._marking = source, Marking()
        self.unreadable: set[UUID] = set()

    def read(self, session: Session, rows: list[Any]) -> Iterator[Contribution]:
        """Yield what each row adds; one of a version that cannot be read yields nothing."""
        source = self._source
        firsts = _firsts(session, source, {row.person_id for row, _quiz, _number in rows})
        logs = logged(session, [(row.person_id, f"{source.context}:{row.id}") for row, _quiz, _number in rows])
        for row, quiz, number in rows:
            sums: dict[str, Sums] = {}
            if row.id in firsts:
                try:
                    sums = source.says(session, row, logs[f"{source.context}:{row.id}"], self._marking)
                except NotInstalled as missing:
                    self.unreadable.add(row.quiz_version_id)
                    log.warning("answers cannot be counted", version=str(row.quiz_version_id), reason=str(missing))
                    continue
            yield Contribution(row.id, Version(row.organisation_id, quiz, number), sums)


def _waiting(session: Session, source: Source, unreadable: set[UUID]) -> list[Any]:
    model = source.model
    query = (
        select(model, QuizVersion.quiz_id, QuizVersion.number)
        .join(QuizVersion, QuizVersion.id == model.quiz_version_id)
        .where(source.unfolded)
        .order_by(source.at)
        .limit(PORTION)
    )
    if unreadable:
        query = query.where(model.quiz_version_id.not_in(unreadable))
    return list(session.execute(query))


def _firsts(session: Session, source: Source, people: set[UUID]) -> set[UUID]:
    """Return the ids of those attempts that are somebody's first at a quiz within a major."""
    model = source.model
    ended = (
        select(model.id, model.person_id, QuizVersion.quiz_id, QuizVersion.number)
        .join(QuizVersion, QuizVersion.id == model.quiz_version_id)
        .where(model.person_id.in_(people), model.state == source.done)
        .order_by(source.at, model.id)
    )
    firsts: dict[tuple[UUID, UUID, int], UUID] = {}
    for row in session.execute(ended):
        major, _minor = version_numbers(row.number) or (0, 0)
        firsts.setdefault((row.person_id, row.quiz_id, major), row.id)
    return set(firsts.values())
