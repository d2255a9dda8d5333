"""What a line manager finds beside the modules their people have open: the page for them, and the card for the team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.assigning.curricula.models import Curriculum, CurriculumItem, CurriculumSection
from lms.assigning.team.reports import reporting
from lms.catalog import shelf
from lms.catalog.models import Module, ModuleVersion
from lms.kernel.permissions import Actor, scope_of
from lms.learning.in_hand import Companion
from lms.people.models import Person

FOLLOWED_UP: Final = timedelta(days=90)
"""So long after a curriculum was finished there is still something to talk about."""


@dataclass(frozen=True)
class Beside:
    """A module with the pages beside it, the line manager's first."""

    slug: str
    title: dict[str, str]
    companions: Sequence[Companion]


def beside_what_they_have(session: Session, actor: Actor, now: datetime, person: UUID | None = None) -> list[Beside]:
    """Return the modules with companions in what the actor's reports, or one of them, have open or finished lately.

    In the order of the curricula, each module once; modules taken off the shelf are left out. One query. Which of the
    modules somebody has begun is not looked at.
    """
    lately = and_(Assigned.state == COMPLETED, Assigned.completed_at >= now - FOLLOWED_UP)
    item, section = CurriculumItem, CurriculumSection
    given = (
        select(Assigned.curriculum_id)
        .join(AssignmentRun, and_(AssignmentRun.id == Assigned.run_id, AssignmentRun.state == APPLIED))
        .join(Person, Person.id == Assigned.person_id)
        .where(*reporting(actor), or_(Assigned.state == OPEN, lately))
    )
    if person is not None:
        given = given.where(Person.id == person)
    about = ModuleVersion.document
    rows = session.execute(
        select(Module.slug, about["title"], about["companions"])
        .join(ModuleVersion, shelf.newest())
        .join(item, item.module_id == Module.id)
        .join(section, section.id == item.section_id)
        .join(Curriculum, Curriculum.id == item.curriculum_id)
        .where(scope_of(Module, actor), Module.withdrawn_at.is_(None), item.curriculum_id.in_(given))
        .order_by(Curriculum.created_at, Curriculum.id, section.position, item.position)
    )
    found = {slug: Beside(slug, title, _managers_first(listed)) for slug, title, listed in rows if listed}
    return list(found.values())


def _managers_first(listed: Sequence[Mapping[str, Any]]) -> list[Companion]:
    companions = [Companion(**each) for each in listed]
    return sorted(companions, key=lambda each: each.beside)
