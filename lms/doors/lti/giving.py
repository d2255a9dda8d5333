"""A curriculum that an activity of a course opens: whoever comes as a learner is given it, once, without a mail.

HR sees one assignment for each course and curriculum, with the course and its platform as those it is for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.assigning.assignments import arriving
from lms.assigning.assignments.arriving import Place
from lms.assigning.assignments.audience import Part, kind
from lms.assigning.assignments.drafting import LONGEST_NAME
from lms.assigning.curricula.choosing import can_be_given
from lms.assigning.curricula.models import Curriculum
from lms.doors.lti.arriving import Arrived
from lms.doors.lti.claims import Launch
from lms.doors.lti.models import LtiContext, LtiPlatform, LtiVisit
from lms.kernel.audit import AuditEntry
from lms.kernel.database import Database
from lms.kernel.ids import read_id
from lms.people.models import Organisation, Person

COURSE: Final = "course"
TARGET: Final = "curriculum"


def give(database: Database, launch: Launch, arrived: Arrived, target: str, now: datetime) -> bool:
    """Give the curriculum a target names to whoever arrived as a learner; return whether they may have it by now.

    Nothing is given where the curriculum is not the organisation's, not published or retired, where HR has ended or
    undone it for this course, and where the person is exempt or had it withdrawn.
    """
    if not launch.is_learner:
        return False
    with database.writing() as session:
        found = curriculum_of(session, arrived.person.organisation_id, target)
        if found is None:
            return False
        place = _place(session, arrived.context, found)
        if arriving.give(session, place, arrived.person.id, now):
            about = {"organisation_id": place.organisation_id, "subject_id": arrived.person.id, "detail": place.name}
            session.add(AuditEntry(**about, action="lti.curriculum-given", at=now))
        return True  # if not now, then by another launch of theirs at the same moment, or it stays closed to them


def curriculum_of(session: Session, organisation_id: UUID, target: str) -> Curriculum | None:
    """Return the curriculum that a target names where it can be given to people, else None."""
    what, _colon, identity = target.partition(":")
    id = read_id(identity) if what == TARGET else None
    mine = (Curriculum.id == id, Curriculum.organisation_id == organisation_id, can_be_given())
    return session.scalars(select(Curriculum).where(*mine)).first() if id is not None else None


def _place(session: Session, course: LtiContext, found: Curriculum) -> Place:
    """Return the place; the assignment's number follows from both, so that two who come at once find the same."""
    language = session.scalar(select(Organisation.language).where(Organisation.id == course.organisation_id)) or ""
    title = found.title.get(language) or next(iter(found.title.values()), "")
    platform = session.scalar(select(LtiPlatform.name).where(LtiPlatform.id == course.platform_id)) or ""
    name = f"{title} · {course.title or course.label or platform}"[:LONGEST_NAME]
    part = Part(COURSE, course.id)
    return Place(uuid5(course.id, found.id.hex), course.organisation_id, found.id, part, name)


def _called(session: Session, organisation_id: UUID, courses: Collection[UUID]) -> Mapping[UUID, str]:
    """Return what HR reads for courses as those something is for; one query."""
    query = select(LtiContext.id, LtiContext.title, LtiContext.label, LtiPlatform.name).join(
        LtiPlatform, LtiPlatform.id == LtiContext.platform_id
    )
    mine = (LtiContext.organisation_id == organisation_id, LtiContext.id.in_(courses))
    return {
        id: _("who comes from “%(course)s” on %(platform)s", course=title or label, platform=platform)
        if title or label
        else _("who comes from %(platform)s", platform=platform)
        for id, title, label, platform in session.execute(query.where(*mine))
    }


@kind(COURSE, called=_called)
def course(organisation_id: UUID, id: UUID | None, _today: date) -> ColumnElement[bool]:
    """Return the condition for those who have come from a course and do not teach it."""
    mine = (LtiVisit.context_id == id, LtiVisit.organisation_id == organisation_id, ~LtiVisit.is_instructor)
    return Person.id.in_(select(LtiVisit.person_id).where(*mine))
