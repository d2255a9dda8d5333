"""Editions: figures of a large organisation as they were counted last; those of a small one are counted as asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.reading import zone_of
from lms.assigning.reports.counting import DEPARTMENT, Counted, People, count_curricula, count_module
from lms.assigning.reports.models import COUNTING, CURRICULUM, MODULE, SHOWN, ReportEdition, ReportFigure, ReportTeam
from lms.assigning.reports.rows import COUNTED, Figures
from lms.catalog import models as catalog
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Person

SMALL: Final = 1_000
"""Active people of an organisation up to which its figures are counted while a page opens."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures of a whole organisation rest on: its stored edition, or counting now. `ready`: False while a large
    organisation has never been counted."""

    edition: ReportEdition | None
    as_of: datetime
    ready: bool = True


def basis_of(session: Session, actor: Actor, now: datetime) -> Basis:
    """Return what the figures of the actor's organisation rest on; one query, or two."""
    shown = shown_edition(session, actor.organisation_id)
    if shown is not None and shown.people > SMALL:
        return Basis(shown, shown.as_of)
    return Basis(None, now, ready=is_small(session, actor.organisation_id))


def shown_edition(session: Session, organisation_id: UUID) -> ReportEdition | None:
    """Return the latest whole edition of an organisation."""
    ours = select(ReportEdition).where(ReportEdition.organisation_id == organisation_id, ReportEdition.state == SHOWN)
    return session.scalars(ours.order_by(ReportEdition.as_of.desc()).limit(1)).first()


def in_the_making(session: Session, organisation_id: UUID) -> ReportEdition | None:
    """Return the edition that is being counted, if one is."""
    ours = select(ReportEdition).where(
        ReportEdition.organisation_id == organisation_id, ReportEdition.state == COUNTING
    )
    return session.scalars(ours.order_by(ReportEdition.as_of.desc()).limit(1)).first()


def is_small(session: Session, organisation_id: UUID) -> bool:
    """Return whether an organisation is counted while a page opens."""
    active = select(Person.id).where(Person.organisation_id == organisation_id, Person.active).limit(SMALL + 1)
    return (session.scalar(select(func.count()).select_from(active.subquery())) or 0) <= SMALL


def people_of(session: Session, organisation_id: UUID, now: datetime, *conditions: Any) -> People:
    """Return the active people of an organisation who meet `conditions`; one query, for its time zone."""
    return People(organisation_id, now, zone_of(session, organisation_id), conditions)


def of_curricula(session: Session, basis: Basis, people: People, only: Collection[UUID] | None = None) -> list[Counted]:
    """Return the figures of curricula by department; one query. Only those of a whole organisation are stored."""
    if basis.edition is None or people.conditions:
        return count_curricula(session, people, DEPARTMENT, only)
    return _stored(session, basis.edition, CURRICULUM, only)


def of_modules(session: Session, basis: Basis, people: People, only: Collection[UUID]) -> list[Counted]:
    """Return the figures of these modules by department; one query where they are stored, else one a module."""
    if basis.edition is None or people.conditions:
        return [each for module in only for each in count_module(session, people, module, DEPARTMENT)]
    return _stored(session, basis.edition, MODULE, only)


def together(
    session: Session, edition: ReportEdition, subject: str, departments: Collection[UUID] | None
) -> list[Counted]:
    """Return the stored figures of every curriculum or module, of these departments together or of all; one query."""
    sums = [func.sum(each) for each in figures_of(ReportFigure)]
    query = select(ReportFigure.subject_id, *sums).where(
        ReportFigure.edition_id == edition.id, ReportFigure.subject == subject
    )
    if departments is not None:
        query = query.where(ReportFigure.department_id.in_(departments))
    rows = session.execute(query.group_by(ReportFigure.subject_id))
    return [Counted(row[0], None, Figures(*(int(each) for each in row[1:]))) for row in rows]


def _stored(session: Session, edition: ReportEdition, subject: str, only: Collection[UUID] | None) -> list[Counted]:
    query = select(ReportFigure.subject_id, ReportFigure.department_id, *figures_of(ReportFigure)).where(
        ReportFigure.edition_id == edition.id, ReportFigure.subject == subject
    )
    if only is not None:
        query = query.where(ReportFigure.subject_id.in_(only))
    return [Counted(row[0], row[1], Figures(*row[2:])) for row in session.execute(query)]


def figures_of(model: type[ReportFigure | ReportTeam]) -> list[Any]:
    """Return the columns of a stored row in the order of `Figures`."""
    return [getattr(model, name) for name in COUNTED]


def modules_of(session: Session, actor: Actor) -> list[UUID]:
    """Return the modules on the actor's shelf, in its order."""
    ours = select(catalog.Module.id).where(scope_of(catalog.Module, actor), catalog.Module.kind == catalog.MODULE)
    return list(session.scalars(ours.order_by(catalog.Module.position, catalog.Module.id)))
