"""What a result looks like outside: the score of a quiz, and that something is completed. Nothing else is ever read.

A quiz gives what its attempt comes to that counts by its own rule; a module the mean of its quizzes, 0 for one that is
still to be taken; what has no quiz gives 100 the moment it is completed, and nothing before. Of several cycles the best
one stands. A result that is gone here (tries are forgotten after two years) is no result: it takes nothing back there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.completions import completed_by
from lms.assigning.assignments.models import COMPLETED, Assigned
from lms.assigning.assignments.reading import seen
from lms.assigning.curricula.models import Curriculum
from lms.assigning.curricula.plan import progress
from lms.assigning.curricula.reading import plan_of
from lms.catalog import shelf
from lms.catalog.models import MODULE, Module, ModuleVersion, QuizVersion, in_reach
from lms.kernel.bulk import among
from lms.kernel.ids import read_id
from lms.learning.counting import counting
from lms.learning.models import Attempt, AttemptState, Enrolment, PageRead, State
from lms.learning.moving.moves import begun_before

MOST: Final = 100
"""The score of everything right, and of what is completed without a quiz."""
_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """How somebody did: `score` 0 to 100, None where there is nothing to say yet; `completed`."""

    score: float | None = None
    completed: bool = False


NOTHING: Final = Result()
DONE: Final = Result(float(MOST), completed=True)
Results = dict[UUID, Result]


def takes_score(target: str) -> bool:
    """Return whether a result comes of what a link leads to."""
    return target.partition(":")[0] in _KINDS


def results(session: Session, organisation_id: UUID, target: str, people: Collection[UUID]) -> Results:
    """Return {person: result} of what a link leads to; who has none yet, and a target that is gone, is left out.

    `target`: "module:SLUG", "page:SLUG/PAGE", "quiz:SLUG/PAGE/BLOCK" or "curriculum:ID"; at most six queries.
    """
    kind, _, place = target.partition(":")
    read = _KINDS.get(kind)
    found = {} if read is None or not people else read(session, organisation_id, place, people)
    return {person: result for person, result in found.items() if result.score is not None}


def body(result: Result, subject: str, stamp: int) -> dict[str, Any]:
    """Return a result as LTI Assignment and Grade Services 2.0 wants a score.

    `subject`: the person's number at the platform; `stamp`: seconds since 1970, each later one higher.
    """
    return {
        "timestamp": datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "scoreGiven": result.score,
        "scoreMaximum": MOST,
        "activityProgress": "Completed" if result.completed else "InProgress",
        "gradingProgress": "FullyGraded",
        "userId": subject,
    }


def _module(session: Session, organisation_id: UUID, slug: str, people: Collection[UUID]) -> Results:
    enrolments = _enrolments(session, organisation_id, slug, people)
    tries = _tries(session, [each.id for each in enrolments])
    asked = {major: _quizzes(session, enrolments[0].module_id, major) for major in {each.major for each in enrolments}}
    return _best((each.person_id, _of_module(session, each, asked[each.major], tries[each.id])) for each in enrolments)


def _of_module(session: Session, enrolment: Enrolment, quizzes: Sequence[str], tries: Mapping[Any, Any]) -> Result:
    completed = enrolment.state is State.COMPLETED
    if not quizzes:
        return DONE if completed else NOTHING
    shares: dict[str, float] = {}
    for (name, block), attempts in tries.items():
        counted = _counted(session, enrolment, block, attempts)
        if counted is not None and name in quizzes:
            shares[name] = max(counted.score or 0.0, shares.get(name, 0.0))
    return _scored(sum(shares.values()) / len(quizzes), completed) if shares else Result(None, completed)


def _quiz(session: Session, organisation_id: UUID, place: str, people: Collection[UUID]) -> Results:
    slug, _, rest = place.partition("/")
    wanted = rest.rpartition("/")[2]
    enrolments = _enrolments(session, organisation_id, slug, people)
    tries = _tries(session, [each.id for each in enrolments])
    found = []
    for each in enrolments:
        mine = [attempt for (_name, block), of in tries[each.id].items() if block == wanted for attempt in of]
        counted = _counted(session, each, wanted, sorted(mine, key=lambda attempt: attempt.number))
        if counted is not None:
            found.append((each.person_id, _scored(counted.score or 0.0, bool(counted.passed))))
    return _best(found)


def _page(session: Session, organisation_id: UUID, place: str, people: Collection[UUID]) -> Results:
    slug, _, page = place.partition("/")
    read = (
        select(PageRead.person_id)
        .join(Enrolment, Enrolment.id == PageRead.enrolment_id)
        .join(Module, Module.id == Enrolment.module_id)
        .where(among(session, PageRead.person_id, people), PageRead.page == page, *_is(organisation_id, slug))
    )
    return dict.fromkeys(session.scalars(read), DONE)


def _curriculum(session: Session, organisation_id: UUID, place: str, people: Collection[UUID]) -> Results:
    identity = read_id(place)
    own = (Curriculum.id == identity, Curriculum.organisation_id == organisation_id)
    if identity is None or session.scalar(select(Curriculum.id).where(*own)) is None:
        return {}
    done = select(Assigned.person_id).where(
        Assigned.curriculum_id == identity,
        Assigned.state == COMPLETED,
        among(session, Assigned.person_id, people),
        seen(),
    )
    plan = plan_of(session, identity)
    days = {person: _days(each) for person, each in completed_by(session, people, plan.modules).items()}
    finished = {person for person, each in days.items() if progress(plan, each).finished}
    return dict.fromkeys(finished | set(session.scalars(done)), DONE)


_KINDS: Final = {"module": _module, "quiz": _quiz, "page": _page, "curriculum": _curriculum}


def _days(completed: Mapping[UUID, datetime]) -> dict[UUID, date]:
    return {module: at.date() for module, at in completed.items()}


def _is(organisation_id: UUID, slug: str) -> tuple[Any, ...]:
    return in_reach(organisation_id), Module.slug == slug, Module.kind == MODULE


def _enrolments(session: Session, organisation_id: UUID, slug: str, people: Collection[UUID]) -> list[Enrolment]:
    mine = (
        select(Enrolment)
        .join(Module, Module.id == Enrolment.module_id)
        .where(among(session, Enrolment.person_id, people), *_is(organisation_id, slug))
    )
    return list(session.scalars(mine.order_by(Enrolment.id)))


def _tries(session: Session, enrolments: Collection[UUID]) -> dict[UUID, dict[tuple[str, str], list[Attempt]]]:
    """Return {enrolment: {(quiz, block): its submitted attempts, the oldest first}}."""
    found: dict[UUID, dict[tuple[str, str], list[Attempt]]] = defaultdict(dict)
    mine = (
        select(QuizVersion.name, Attempt)
        .join(Attempt, Attempt.quiz_version_id == QuizVersion.id)
        .where(among(session, Attempt.enrolment_id, enrolments), Attempt.state == AttemptState.SUBMITTED)
        .order_by(Attempt.number)
    )
    for name, attempt in session.execute(mine) if enrolments else ():
        found[attempt.enrolment_id].setdefault((name, attempt.block), []).append(attempt)
    return found


def _counted(session: Session, enrolment: Enrolment, block: str, attempts: Sequence[Attempt]) -> Attempt | None:
    """Return the attempt that counts, by the rule of the quiz as it was taken last, of the edition in hand."""
    here = [each for each in attempts if each.number > begun_before(enrolment, block)]
    return counting(here, shelf.quiz(session, here[-1].quiz_version_id).settings.counts) if here else None


def _quizzes(session: Session, module_id: UUID, major: Any) -> list[str]:
    """Return the names of the quizzes that a major of a module asks to pass."""
    newest = select(ModuleVersion).join(Module, shelf.newest(major)).where(Module.id == module_id)
    return list(session.scalars(newest).one().document["quizzes"])


def _scored(share: float, completed: bool) -> Result:
    return Result(round(MOST * min(max(share, 0.0), 1.0), _DECIMALS), completed)


def _best(each: Any) -> Results:
    """Return the best result of each person: by score, and among equals the completed one."""
    found: Results = {}
    for person, result in each:
        before = found.get(person, NOTHING)
        found[person] = max(before, result, key=lambda one: (one.score is not None, one.score or 0.0, one.completed))
    return found
