"""Reading curricula: the plan of one as it is given to people, and which curricula a module belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.curricula.models import Curriculum, CurriculumItem, CurriculumSection
from lms.assigning.curricula.plan import Item, Plan, Section


def plan_of(session: Session, curriculum_id: UUID) -> Plan:
    """Return the plan of a curriculum as it was last published; without sections where it never was."""
    return plans_of(session, [curriculum_id]).get(curriculum_id, Plan(()))


def plans_of(session: Session, curricula: Iterable[UUID]) -> dict[UUID, Plan]:
    """Return the plans of several curricula by id; two queries. A curriculum that was never published has no entry."""
    wanted = list(curricula)
    items: dict[UUID, list[Item]] = {}
    found = select(CurriculumItem).where(CurriculumItem.curriculum_id.in_(wanted)).order_by(CurriculumItem.position)
    for row in session.scalars(found):
        items.setdefault(row.section_id, []).append(item_of(row))
    sections: dict[UUID, list[Section]] = {}
    every: dict[UUID, int] = {}
    for section, days in session.execute(
        select(CurriculumSection, Curriculum.every_days)
        .join(Curriculum, Curriculum.id == CurriculumSection.curriculum_id)
        .where(CurriculumSection.curriculum_id.in_(wanted))
        .order_by(CurriculumSection.position)
    ):
        of = Section(tuple(items.get(section.id, ())), section.title, section.needed)
        sections.setdefault(section.curriculum_id, []).append(of)
        every[section.curriculum_id] = days
    return {curriculum: Plan(tuple(each), every[curriculum]) for curriculum, each in sections.items()}


def item_of(row: CurriculumItem) -> Item:
    """Return the value of a row."""
    after = tuple(UUID(module) for module in row.after)
    return Item(row.module_id, row.required, after, row.opens_on, row.opens_after_days)


def curricula_with(session: Session, module_id: UUID) -> list[UUID]:
    """Return the curricula that hold a module, of every organisation: the caller narrows them to a person's own."""
    return list(session.scalars(select(CurriculumItem.curriculum_id).where(CurriculumItem.module_id == module_id)))
