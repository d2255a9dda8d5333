"""The tables of curricula: the curriculum, its sections, the modules in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, Date, ForeignKey, Integer, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope


class Curriculum(Base):
    """Modules in an order, for people who are to take them.

    `title`, `summary`: {language: words}, at least in the organisation's language. `every_days`: the suggested rhythm,
    days from one module to the next. `retired`: no longer assigned; who has it keeps it. `revision` rises with each
    change, so that two people who change one curriculum do not overwrite each other.

    `draft`: the working copy while it is being changed (`document.Document` as JSON), None where nothing waits to be
    published; `before`: the working copy as it stood before the last act, to take that back. The rows of sections and
    items are what was last published. `removed_at`: deleted, and still to be brought back. `begun_from`: the uuid of
    the library's curriculum it was begun from, whose guide and letters go with it.
    """

    __tablename__ = "curriculum"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    title: Mapped[dict[str, str]] = column(JSON)
    summary: Mapped[dict[str, str]] = column(JSON, default=dict)
    every_days: Mapped[int] = column(Integer, default=14)
    published: Mapped[bool] = column(Boolean, default=False, server_default=false())
    retired: Mapped[bool] = column(Boolean, default=False, server_default=false())
    revision: Mapped[int] = column(Integer, default=1, server_default="1")
    draft: Mapped[dict[str, Any] | None] = column(JSON(none_as_null=True))
    before: Mapped[dict[str, Any] | None] = column(JSON(none_as_null=True))
    changed_by: Mapped[UUID | None] = column(
        ForeignKey("person.id"), privacy="personal", retention="while employed", erase="null"
    )
    changed_at: Mapped[datetime | None] = column(Instant)
    removed_at: Mapped[datetime | None] = column(Instant)
    begun_from: Mapped[UUID | None] = column()
    created_at: Mapped[datetime] = column(Instant)


class CurriculumSection(Base):
    """Modules that stand together. `needed`: so many of its required modules are enough; None means all of them."""

    __tablename__ = "curriculum_section"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    curriculum_id: Mapped[UUID] = column(ForeignKey("curriculum.id"), index=True)
    position: Mapped[int] = column(Integer)
    title: Mapped[dict[str, str]] = column(JSON, default=dict)
    needed: Mapped[int | None] = column(Integer)


class CurriculumItem(Base):
    """One module of a curriculum. `after`: ids of modules that come first. `opens_on`: not before this day."""

    __tablename__ = "curriculum_item"
    __table_args__ = (UniqueConstraint("curriculum_id", "module_id"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    curriculum_id: Mapped[UUID] = column(ForeignKey("curriculum.id"))
    section_id: Mapped[UUID] = column(ForeignKey("curriculum_section.id"))
    module_id: Mapped[UUID] = column(ForeignKey("module.id"), index=True)
    position: Mapped[int] = column(Integer)
    required: Mapped[bool] = column(Boolean, default=True, server_default=true())
    after: Mapped[list[Any]] = column(JSON, default=list)
    opens_on: Mapped[date | None] = column(Date)
    opens_after_days: Mapped[int | None] = column(Integer)


@scope(Curriculum)
def curriculum_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's: whoever takes one reads its name and what belongs to it."""
    return Curriculum.organisation_id == actor.organisation_id


@scope(CurriculumSection)
def section_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's."""
    return CurriculumSection.organisation_id == actor.organisation_id


@scope(CurriculumItem)
def item_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's."""
    return CurriculumItem.organisation_id == actor.organisation_id
