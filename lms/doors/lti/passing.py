"""Passing results on: which ones differ from what the platforms were told last. Never part of anybody's save.

Every half minute a job looks at whoever launched an activity that takes a score and did something since, and every
six hours at all of them: a regraded quiz changes results without anybody doing anything. What differs is wanted, one
delivery for each link and person; a newer one replaces what still waits.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import Assigned
from lms.doors.lti import grades
from lms.doors.lti.grades import Result
from lms.doors.lti.models import LtiDeployment, LtiLearner, LtiLink, LtiPlatform, LtiVisit
from lms.doors.lti.service_calls import LINE_ITEM, SCORE
from lms.doors.lti.service_models import LtiResult, LtiWatch
from lms.doors.partners import deliveries
from lms.doors.partners.deliveries import Wanted
from lms.doors.partners.models import FAILED, SENDING, WAITING, Delivery
from lms.kernel.bulk import among
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.jobs import JOB, Work, job
from lms.learning.models import Attempt, Enrolment, PageRead
from lms.people.models import Person

DOOR, KIND = "lti", "score"
EVERY: Final = timedelta(seconds=30)
OVERLAP: Final = timedelta(minutes=10)
"""How far a look goes back behind the one before: what was begun then may have been committed only since."""
ALL_EVERY: Final = timedelta(hours=6)
PORTION: Final = 300


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody whose result behind one link may be passed on."""

    id: UUID
    organisation_id: UUID
    platform_id: UUID
    link_id: UUID
    target: str
    person_id: UUID
    subject: str


@job("lti.results", every=EVERY, allowed=JOB, label=_l("Pass results on to learning platforms"))
def look(work: Work) -> None:
    """Want what differs from what platforms were told last."""
    with work.reading() as session:
        if session.scalar(select(LtiLearner.id).limit(1)) is None:
            return
        watch = session.get(LtiWatch, 1)
    now = work.now()
    is_full = watch is None or not watch.looked_at <= now < watch.full_at + ALL_EVERY
    since = None if watch is None or is_full else watch.looked_at - OVERLAP
    after: UUID | None = None
    while True:
        with work.reading() as session:
            portion = learners(session, since, after)
            found = _differing(session, portion)
        if found:
            with work.writing() as session:
                pass_on(session, found, now)
        if len(portion) < PORTION:
            break
        after = portion[-1].id
    with work.last() as session:
        _note(session, now, now if is_full or watch is None else watch.full_at)


def learners(session: Session, since: datetime | None, after: UUID | None) -> list[Learner]:
    """Return up to `PORTION` of those whose result may be passed on, by id, `after` one of them.

    `since`: only who did something then or later, or whose platform is to be told anew. Whoever has left, and what a
    platform that is switched off asked for, is not among them.
    """
    query = (
        select(
            LtiLearner.id,
            LtiLearner.organisation_id,
            LtiDeployment.platform_id,
            LtiLearner.link_id,
            LtiLink.target,
            LtiLearner.person_id,
            LtiLearner.subject,
        )
        .join(LtiLink, LtiLink.id == LtiLearner.link_id)
        .join(LtiDeployment, LtiDeployment.id == LtiLink.deployment_id)
        .join(LtiPlatform, LtiPlatform.id == LtiDeployment.platform_id)
        .join(Person, Person.id == LtiLearner.person_id)
        .where(LtiPlatform.active, Person.active, takes_scores())
        .order_by(LtiLearner.id)
        .limit(PORTION)
    )
    if since is not None:
        query = query.where(_changed(since))
    if after is not None:
        query = query.where(LtiLearner.id > after)
    return [Learner(*row) for row in session.execute(query)]


def takes_scores() -> ColumnElement[bool]:
    """Return the condition of a link whose platform takes scores: it said where, or lets us make a column, and may."""
    makes = and_(LtiLink.line_items_url.is_not(None), _grants(LINE_ITEM))
    return and_(or_(LtiLink.line_item_url.is_not(None), makes), _grants(SCORE))


def _grants(scope: str) -> ColumnElement[bool]:
    return (" " + LtiLink.scopes + " ").contains(f" {scope} ", autoescape=True)


def pass_on(session: Session, asked: Mapping[Learner, Result], now: datetime) -> int:
    """Want results told that differ from what was told last, in the caller's transaction; return how many."""
    known = _told(session, list(asked), held=True)
    stamp, rows, wanted = int(now.timestamp()), [], []
    for learner, result in asked.items():
        before = known.get((learner.link_id, learner.person_id))
        if not _differs(before, result):
            continue
        sequence = stamp if before is None else max(stamp, before.sequence + 1)
        renewed = before.renewed if before is not None and before.score is None else 0
        rows.append(_row(learner, result, sequence, now) | {"renewed": renewed})
        wanted.append(_wanted(learner, result, sequence))
    if rows:
        statement = insert(session, LtiResult)
        new = statement.excluded
        fresh = {name: new[name] for name in ("score", "completed", "sequence", "renewed", "wanted_at")}
        key = [LtiResult.link_id, LtiResult.person_id]
        session.connection().execute(
            statement.on_conflict_do_update(index_elements=key, set_=fresh, where=LtiResult.sequence < new.sequence),
            rows,
        )
    return deliveries.want(session, wanted, now)


def want_anew(session: Session, platform: UUID) -> None:
    """Take back what a platform was not told yet, in the caller's transaction; the job wants it while that one is on.

    So nothing is given up for having been tried too long at a platform that was switched off meanwhile.
    """
    mine = (Delivery.partner_id == platform, Delivery.door == DOOR, Delivery.state.in_((WAITING, SENDING, FAILED)))
    taken = session.scalars(delete(Delivery).where(*mine).returning(Delivery.key)).all()
    people = defaultdict(set)
    for link, _, person in (key.partition(":") for key in taken):
        people[UUID(link)].add(UUID(person))
    for link_id, each in people.items():
        whose = (LtiResult.link_id == link_id, among(session, LtiResult.person_id, each))
        statement = update(LtiResult).where(*whose).values(score=None, renewed=0)
        session.execute(statement.execution_options(synchronize_session=False))


def key_of(link: UUID, person: UUID) -> str:
    """Return what a delivery is about: whose result behind which link."""
    return f"{link}:{person}"


def _differing(session: Session, portion: Sequence[Learner]) -> dict[Learner, Result]:
    """Return the results that differ from what was told last."""
    by_target: dict[tuple[UUID, str], list[Learner]] = defaultdict(list)
    for learner in portion:
        if grades.takes_score(learner.target):
            by_target[learner.organisation_id, learner.target].append(learner)
    known = _told(session, portion, held=False)
    found: dict[Learner, Result] = {}
    for (organisation, target), each in by_target.items():
        results = grades.results(session, organisation, target, {learner.person_id for learner in each})
        for learner in each:
            result = results.get(learner.person_id)
            if result is not None and _differs(known.get((learner.link_id, learner.person_id)), result):
                found[learner] = result
    return found


def _differs(before: LtiResult | None, result: Result) -> bool:
    return before is None or (before.score, before.completed) != (result.score, result.completed)


def _told(session: Session, portion: Sequence[Learner], *, held: bool) -> dict[tuple[UUID, UUID], LtiResult]:
    """Return {(link, person): what was told last}; `held`: nobody else changes it until the commit."""
    people = {learner.person_id for learner in portion}
    links = {learner.link_id for learner in portion}
    mine: Select[Any] = select(LtiResult).where(
        among(session, LtiResult.person_id, people), among(session, LtiResult.link_id, links)
    )
    rows = session.scalars(mine.order_by(LtiResult.id).with_for_update() if held else mine)
    return {(row.link_id, row.person_id): row for row in rows}


def _changed(since: datetime) -> ColumnElement[bool]:
    """Return the condition that somebody did something since that can change a result, or is to be told of anew."""
    person, organisation = LtiLearner.person_id, LtiLearner.organisation_id
    tried = select(Attempt.person_id).where(Attempt.organisation_id == organisation, Attempt.submitted_at >= since)
    done = select(Enrolment.person_id).where(Enrolment.organisation_id == organisation, Enrolment.completed_at >= since)
    given = select(Assigned.person_id).where(Assigned.organisation_id == organisation, Assigned.completed_at >= since)
    return or_(
        LtiLearner.first_at >= since,
        exists(tried.where(Attempt.person_id == person)),
        exists(done.where(Enrolment.person_id == person)),
        exists(given.where(Assigned.person_id == person)),
        and_(
            LtiLink.target.startswith("page:"),
            exists().where(PageRead.person_id == person, PageRead.read_at >= since),
        ),
        exists().where(
            LtiVisit.context_id == LtiLink.context_id, LtiVisit.person_id == person, LtiVisit.last_at >= since
        ),
        exists().where(
            LtiResult.link_id == LtiLearner.link_id, LtiResult.person_id == person, LtiResult.score.is_(None)
        ),
    )


def _row(learner: Learner, result: Result, sequence: int, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": learner.organisation_id,
        "link_id": learner.link_id,
        "person_id": learner.person_id,
        "score": result.score,
        "completed": result.completed,
        "sequence": sequence,
        "wanted_at": now,
    }


def _wanted(learner: Learner, result: Result, sequence: int) -> Wanted:
    payload = {"link": str(learner.link_id), **grades.body(result, learner.subject, sequence)}
    return Wanted(
        learner.organisation_id,
        DOOR,
        learner.platform_id,
        learner.person_id,
        KIND,
        key_of(learner.link_id, learner.person_id),
        json.dumps(payload),
        sequence,
    )


def _note(session: Session, now: datetime, full_at: datetime) -> None:
    statement = insert(session, LtiWatch).values(id=1, looked_at=now, full_at=full_at)
    values = {"looked_at": now, "full_at": full_at}
    session.execute(statement.on_conflict_do_update(index_elements=[LtiWatch.id], set_=values))
