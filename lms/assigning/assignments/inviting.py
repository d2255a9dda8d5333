"""The first mails of a run: held for an hour, so that undoing leaves no trace, then written once for each person.

They are written in portions, and begun anew after a crash: a mail of a row is written once ever, so nobody is missing
and nobody has two. When one is sent its row is looked at once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.invitation import WORDS, Given, Invitation
from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.assigning.curricula.models import Curriculum
from lms.assigning.curricula.plan import Minutes, hours
from lms.assigning.curricula.reading import plan_of
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel import delivering, ledger, outbox
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.outbox import AWAY, DONE, LEFT, NO_ADDRESS, WITHDRAWN, Letter, Mail, Verdict
from lms.kernel.pace import of_rows
from lms.people.models import Account, Organisation, Person

NAME: Final = "assignments.invite"
KIND: Final = "invitation"


def arrange(session: Session, run: AssignmentRun, now: datetime) -> None:
    """Have a run's first mails sent when they are due, in the caller's transaction; doing it twice is once."""
    ledger.enqueue(
        session,
        NAME,
        {"run": str(run.id)},
        now=now,
        due=run.mails_at,
        key=str(run.id),
        organisation_id=run.organisation_id,
    )


def reachable() -> ColumnElement[bool]:
    """Return the condition that a mail reaches the `Person` of a query: who has an address can be invited by it."""
    return Person.email != ""


@job(NAME, lease=timedelta(minutes=5), allowed=JOB, label=_l("Tell people what they have been given"))
def invite(work: Work) -> None:
    """Write a run's first mails for whoever has it open; none where it was undone."""
    with work.reading() as session:
        run = session.get(AssignmentRun, UUID(str(work.arguments["run"])))
        if run is None or not _stands(run):
            return
        invitation = _invitation(session, run, work.post.base_url)
        wanted = select(Assigned.id).join(Person, Person.id == Assigned.person_id).where(_invited(run))
        ids = sorted(session.scalars(wanted))
    pace = of_rows()
    for portion in pace.portions(ids):
        with work.reading() as session:
            letters = _letters(session, run, portion, invitation, work.now())
        with work.writing() as session, pace.timed(len(portion)):
            if not _stands(session.get_one(AssignmentRun, run.id, with_for_update=True)):
                return
            outbox.plan(session, letters, work.post.host, work.now())
    with work.last() as session:
        held = session.get_one(AssignmentRun, run.id, with_for_update=True)
        held.mails = session.scalar(select(func.count()).where(Mail.about == run.id)) or 0
        delivering.have_delivered(session, work)


def _stands(run: AssignmentRun) -> bool:
    return run.state == APPLIED and run.undone_at is None


def _invited(run: AssignmentRun) -> ColumnElement[bool]:
    return and_(Assigned.run_id == run.id, Assigned.state == OPEN, Person.active, reachable())


def _invitation(session: Session, run: AssignmentRun, base_url: str) -> Invitation:
    """Return what all mails of a run share."""
    curriculum = select(Curriculum).join(Assigned, Assigned.curriculum_id == Curriculum.id)
    given = session.scalars(curriculum.where(Assigned.run_id == run.id).limit(1)).first()
    company = session.get_one(Organisation, run.organisation_id).name
    if given is None:
        return Invitation({}, company, 0, "")
    plan = plan_of(session, given.id)
    modules = (
        select(Module.id, ModuleVersion.document)
        .join(ModuleVersion, newest())
        .where(Module.id.in_([item.module for item in plan.items]))
    )
    minutes = {
        module: Minutes(document["minutes"], document.get("work_minutes") or 0)
        for module, document in session.execute(modules)
    }
    return Invitation(given.title, company, hours(plan, minutes).most, f"{base_url}/learn")


def _letters(
    session: Session, run: AssignmentRun, ids: Sequence[UUID], invitation: Invitation, now: datetime
) -> list[Letter]:
    """Return the mails for these rows, each in its reader's language; one query."""
    rows = session.execute(
        select(
            Assigned.id,
            Assigned.person_id,
            Assigned.due,
            Assigned.missing,
            Assigned.available_from,
            Assigned.cycle,
            Person.name,
            Person.email,
            Person.time_zone,
            func.coalesce(Account.language, Person.language, Organisation.language).label("language"),
            Organisation.time_zone.label("company_zone"),
        )
        .join(Person, Person.id == Assigned.person_id)
        .join(Organisation, Organisation.id == Assigned.organisation_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Assigned.id.in_(ids), _invited(run))
        .order_by(Assigned.id)
    )
    return [_letter(run, row, invitation, now) for row in rows]


def _letter(run: AssignmentRun, row: Any, invitation: Invitation, now: datetime) -> Letter:
    language = row.language if row.language in WORDS else "en"
    today = local_day(now, row.time_zone, row.company_zone)
    opens = row.available_from if row.available_from and row.available_from > today else None
    given = Given(row.name, row.due, bool(row.missing), opens, row.cycle > 1)
    subject, body = invitation.write(language, given)
    return Letter(run.organisation_id, row.person_id, KIND, str(row.id), run.id, row.email, subject, body, language)


@outbox.still_wanted(KIND)
def verdicts(session: Session, mails: Sequence[Mail], now: datetime) -> Mapping[UUID, Verdict]:
    """Return what is to become of first mails now; of a row that is gone, nothing is said. One query."""
    of = {UUID(mail.key): mail.id for mail in mails}
    rows = session.execute(
        select(Assigned, AssignmentRun, Person, Organisation.time_zone)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .join(Person, Person.id == Assigned.person_id)
        .join(Organisation, Organisation.id == Assigned.organisation_id)
        .where(Assigned.id.in_(of))
    )
    return {
        of[row.id]: _verdict(row, run, person, local_day(now, person.time_zone, zone))
        for row, run, person, zone in rows
    }


def _verdict(row: Assigned, run: AssignmentRun, person: Person, today: date) -> Verdict:
    if not person.active:
        return Verdict(why=LEFT)
    if row.state == COMPLETED:
        return Verdict(why=DONE)
    if row.state != OPEN or not _stands(run):
        return Verdict(why=WITHDRAWN)
    if not person.email:
        return Verdict(why=NO_ADDRESS)
    away = person.away_from and person.away_until and person.away_from <= today <= person.away_until
    return Verdict(why=AWAY) if away else Verdict(to=person.email)
