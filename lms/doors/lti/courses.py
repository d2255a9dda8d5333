"""What an instructor sees of a course there: who came from it, and how far they are in what they opened. Nothing typed,
no answer, no number of tries, nothing of anybody's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalog.models import MODULE, Module, in_reach
from lms.doors.lti.models import LtiContext, LtiLearner, LtiLink, LtiVisit
from lms.learning.models import Enrolment, State
from lms.people.models import Person

MOST: Final = 2_000
MODULES: Final = ("module", "page", "quiz")


@dataclass(frozen=True, slots=True)
class Learner:
    """One who came. `read` of `pages`: None where not begun yet; `completed_at`: when they completed the module."""

    name: str
    last_at: datetime
    read: int | None
    pages: int
    is_completed: bool
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of the course, and those who opened it as learners, by name."""

    link: LtiLink
    learners: Sequence[Learner]

    @property
    def completed(self) -> int:
        """Return how many have completed it."""
        return sum(each.is_completed for each in self.learners)


def activities_of(session: Session, context: LtiContext) -> list[Activity]:
    """Return the activities of a course whose instructor asks, each with at most `MOST` learners; two queries each."""
    links = session.scalars(select(LtiLink).where(LtiLink.context_id == context.id).order_by(LtiLink.title, LtiLink.id))
    return [Activity(link, _learners(session, context, link)) for link in links]


def _learners(session: Session, context: LtiContext, link: LtiLink) -> list[Learner]:
    kind, _colon, place = link.target.partition(":")
    slug = place.partition("/")[0] if kind in MODULES else ""
    module = select(Module.id).where(in_reach(context.organisation_id), Module.slug == slug, Module.kind == MODULE)
    newest = (
        select(func.max(Enrolment.cycle))
        .where(Enrolment.person_id == Person.id, Enrolment.module_id.in_(module))
        .correlate(Person)
        .scalar_subquery()
    )
    theirs = (Enrolment.person_id == Person.id) & Enrolment.module_id.in_(module) & (Enrolment.cycle == newest)
    query = (
        select(Person.name, LtiVisit.last_at, Enrolment)
        .join(LtiLearner, LtiLearner.person_id == Person.id)
        .join(LtiVisit, (LtiVisit.person_id == Person.id) & (LtiVisit.context_id == context.id))
        .outerjoin(Enrolment, theirs)
        .where(LtiLearner.link_id == link.id, Person.active, ~LtiVisit.is_instructor)
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    return [_learner(*row) for row in session.execute(query)]


def _learner(name: str, last_at: datetime, enrolment: Enrolment | None) -> Learner:
    if enrolment is None or enrolment.state is State.NOT_STARTED:
        return Learner(name, last_at, None, 0, is_completed=False, completed_at=None)
    done = enrolment.state is State.COMPLETED
    return Learner(name, last_at, enrolment.pages_read, enrolment.pages_required, done, enrolment.completed_at)
