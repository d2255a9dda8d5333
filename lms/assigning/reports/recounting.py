"""Counting large organisations anew: after news at most every five minutes, at least every hour, and on request.

An edition is written in portions that nobody sees; one row makes it the one that is shown. A process that dies
between leaves the edition before it in place, and what it left is deleted with the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from lms.assigning.assignments.inviting import reachable
from lms.assigning.assignments.models import OPEN, Assigned, AssignmentRun
from lms.assigning.reports import days, editions
from lms.assigning.reports.counting import DEPARTMENT, MANAGER, Counted, People, count_curricula, count_module
from lms.assigning.reports.models import (
    COUNTING,
    CURRICULUM,
    MODULE,
    OLD,
    SHOWN,
    ReportEdition,
    ReportFigure,
    ReportTeam,
)
from lms.assigning.reports.rows import COUNTED
from lms.assigning.reports.standings import here
from lms.catalog import models as catalog
from lms.kernel import ledger, pace
from lms.kernel.bulk import insert_rows
from lms.kernel.ids import new_id
from lms.kernel.jobs import JOB, Work, job
from lms.learning.models import Enrolment
from lms.people.models import Organisation, Person

NAME: Final = "reports.count"
AGAIN: Final = "reports.count-again"
AT_LEAST: Final = timedelta(hours=1)
GIVEN_UP: Final = timedelta(hours=1)
"""After so long an edition that is still being counted belongs to a process that has died."""
LEASE: Final = timedelta(minutes=10)
PORTION: Final = 500


@job(NAME, every=timedelta(minutes=5), lease=LEASE, allowed=JOB, label=_l("Count for the reports what has changed"))
def count(work: Work) -> None:
    """Count every organisation in which something happened since it was last counted, and keep the day's totals."""
    with work.reading() as session:
        ours = list(session.scalars(select(Organisation.id).order_by(Organisation.id)))
    for organisation in ours:
        with work.reading() as session:
            small = editions.is_small(session, organisation)
            wanted = not small and _has_news(session, organisation, work.now())
        if small:
            days.keep_small(work, organisation)
        elif wanted:
            count_organisation(work, _begin(work, organisation))


@job(AGAIN, lease=LEASE, allowed=JOB, label=_l("Count for the reports again"))
def count_again(work: Work) -> None:
    """Count one organisation for whoever asked for it and waits."""
    edition = UUID(str(work.arguments["edition"]))
    with work.reading() as session:
        wanted = session.get(ReportEdition, edition)
        if wanted is None or wanted.state != COUNTING:
            return
    count_organisation(work, edition)


def ask_again(session: Session, organisation_id: UUID, now: datetime) -> ReportEdition:
    """Have an organisation counted, in the caller's transaction; return the edition that shows how far it is.

    While one is being counted, that one is returned.
    """
    going_on = editions.in_the_making(session, organisation_id)
    if going_on is not None and going_on.as_of > now - GIVEN_UP:
        return going_on
    edition = _edition(organisation_id, now)
    session.add(edition)
    session.flush()
    arguments = {"edition": str(edition.id)}
    ledger.enqueue(session, AGAIN, arguments, now=now, key=str(edition.id), organisation_id=organisation_id)
    return edition


def _edition(organisation_id: UUID, now: datetime) -> ReportEdition:
    return ReportEdition(id=new_id(), organisation_id=organisation_id, as_of=now, planned=1)


def _begin(work: Work, organisation_id: UUID) -> UUID:
    with work.writing() as session:
        edition = _edition(organisation_id, work.now())
        session.add(edition)
        session.flush()
        return edition.id


def _has_news(session: Session, organisation_id: UUID, now: datetime) -> bool:
    """Return whether anybody completed anything or an assignment ran or was undone since the last count, or it is old.

    What else changes (begun, withdrawn, exempted, moved) leaves no mark that could be asked for cheaply: it is counted
    with the hour.
    """
    shown = editions.shown_edition(session, organisation_id)
    if shown is None or shown.as_of <= now - AT_LEAST:
        return True
    completed = (Enrolment.organisation_id == organisation_id, Enrolment.completed_at > shown.as_of)
    since = or_(AssignmentRun.applied_at > shown.as_of, AssignmentRun.undone_at > shown.as_of)
    runs = (AssignmentRun.organisation_id == organisation_id, since)
    return bool(session.scalar(select(or_(exists().where(*completed), exists().where(*runs)))))


def count_organisation(work: Work, edition_id: UUID) -> None:
    """Count a whole organisation for an edition, show it, and delete those before it."""
    with work.writing() as session:
        edition = session.get_one(ReportEdition, edition_id)
        edition.as_of = now = work.now()
        organisation = edition.organisation_id
        modules = _modules(session, organisation)
        edition.planned, edition.done = 2 + len(modules), 0
    _forget_figures(work, edition_id)
    with work.reading() as session:
        people = editions.people_of(session, organisation, now)
        active, unreachable = _active(session, people), _unreachable(session, organisation)
    for model, rows in _counted(work, people, modules):
        _write(work, edition_id, organisation, model, rows)
    with work.writing() as session:
        _show(session, edition_id, active, unreachable)
    days.keep(work, people)
    _forget_old(work, organisation)


def _counted(
    work: Work, people: People, modules: Sequence[UUID]
) -> Iterator[tuple[type[ReportFigure | ReportTeam], list[tuple[Any, ...]]]]:
    """Yield what is counted, step by step: curricula by department and by line manager, then module by module."""
    with work.reading() as session:
        by_department = count_curricula(session, people, DEPARTMENT)
    yield ReportFigure, [(CURRICULUM, each.subject_id, each.by, *_values(each)) for each in by_department]
    with work.reading() as session:
        by_manager = count_curricula(session, people, MANAGER)
    yield ReportTeam, [(each.subject_id, each.by, *_values(each)) for each in by_manager if each.by is not None]
    for module in modules:
        with work.reading() as session:
            counted = count_module(session, people, module, DEPARTMENT)
        yield ReportFigure, [(MODULE, each.subject_id, each.by, *_values(each)) for each in counted]


def _values(counted: Counted) -> tuple[int, ...]:
    return tuple(getattr(counted.figures, name) for name in COUNTED)


def _write(
    work: Work,
    edition_id: UUID,
    organisation_id: UUID,
    model: type[ReportFigure | ReportTeam],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Write one step in portions; the last says that it is done."""
    keys = ("subject", "subject_id", "department_id") if model is ReportFigure else ("curriculum_id", "person_id")
    same = {"edition_id": edition_id, "organisation_id": organisation_id}
    rhythm = pace.of_rows()
    for portion in rhythm.portions(rows):
        with work.writing() as session, rhythm.timed(len(portion)):
            insert_rows(session, model, (*keys, *COUNTED), portion, same=same)
    with work.writing() as session:
        this = ReportEdition.id == edition_id
        session.execute(update(ReportEdition).where(this).values(done=ReportEdition.done + 1))


def _modules(session: Session, organisation_id: UUID) -> list[UUID]:
    ours = or_(catalog.Module.organisation_id.is_(None), catalog.Module.organisation_id == organisation_id)
    return list(session.scalars(select(catalog.Module.id).where(ours, catalog.Module.kind == catalog.MODULE)))


def _active(session: Session, people: People) -> int:
    return session.scalar(select(func.count()).select_from(Person).where(*people.them)) or 0


def _unreachable(session: Session, organisation_id: UUID) -> int:
    """Return how many active people have something open and no address that a mail reaches."""
    has_open = exists().where(Assigned.person_id == Person.id, Assigned.state == OPEN, here(organisation_id))
    them = (Person.organisation_id == organisation_id, Person.active, ~reachable(), has_open)
    return session.scalar(select(func.count()).select_from(Person).where(*them)) or 0


def _show(session: Session, edition_id: UUID, people: int, unreachable: int) -> None:
    edition = session.get_one(ReportEdition, edition_id)
    edition.state, edition.people, edition.unreachable = SHOWN, people, unreachable
    edition.done = edition.planned
    others = (ReportEdition.organisation_id == edition.organisation_id, ReportEdition.id != edition_id)
    before = or_(
        (ReportEdition.state == SHOWN) & (ReportEdition.as_of <= edition.as_of),
        (ReportEdition.state == COUNTING) & (ReportEdition.as_of < edition.as_of - GIVEN_UP),
    )
    session.execute(update(ReportEdition).where(*others, before).values(state=OLD))


def _forget_old(work: Work, organisation_id: UUID) -> None:
    """Delete editions that are no longer shown, their figures first, in portions."""
    with work.reading() as session:
        old = (ReportEdition.organisation_id == organisation_id, ReportEdition.state == OLD)
        gone = list(session.scalars(select(ReportEdition.id).where(*old)))
    for edition in gone:
        _forget_figures(work, edition)
        with work.writing() as session:
            session.execute(delete(ReportEdition).where(ReportEdition.id == edition))


def _forget_figures(work: Work, edition_id: UUID) -> None:
    for model in (ReportFigure, ReportTeam):
        while True:
            with work.writing() as session:
                some = select(model.id).where(model.edition_id == edition_id).limit(PORTION)
                found = session.scalars(delete(model).where(model.id.in_(some)).returning(model.id)).all()
            if not found:
                break
