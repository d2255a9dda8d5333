"""The first mails of a run: held for an hour, so that undoing leaves no trace, then written once for each person.

They are written in portions, and begun anew after a crash: a mail of a row is written once ever, so nobody is missing
and nobody has two. When one is sent its row is looked at once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.invitation import Given, Invitation
from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.assigning.curricula.models import Curriculum
from lms.assigning.curricula.plan import Minutes, hours
from lms.assigning.curricula.reading import plan_of
from lms.assigning.reminding.contexts import Context, context_of
from lms.assigning.reminding.footing import footing
from lms.assigning.reminding.words import LANGUAGES
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel import addresses, delivering, ledger, outbox
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.outbox import DONE, LEFT, WITHDRAWN, Letter, Mail, Verdict
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
    return addresses.reachable(Person.email)


@job(NAME, lease=timedelta(minutes=5), allowed=JOB, label=_l("Tell people what they have been given"))
def invite(work: Work) -> None:
    """Write a run's first mails for whoever has it open; none where it was undone."""
    with work.reading() as session:
        run = session.get(AssignmentRun, UUID(str(work.arguments["run"])))
        if run is None or not _stands(run):
            return
        context = context_of(session, run.organisation_id, work.post)
        invitation = _invitation(session, run, work.post.base_url)
        wanted = select(Assigned.id).join(Person, Person.id == Assigned.person_id).where(_invited(run))
        ids = sorted(session.scalars(wanted))
    pace = of_rows()
    for portion in pace.portions(ids):
        with work.reading() as session:
            letters = _letters(session, run, context, portion, invitation, work.now())
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
    session: Session,
    run: AssignmentRun,
    context: Context,
    ids: Sequence[UUID],
    invitation: Invitation,
    now: datetime,
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
        )
        .join(Person, Person.id == Assigned.person_id)
        .join(Organisation, Organisation.id == Assigned.organisation_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Assigned.id.in_(ids), _invited(run))
        .order_by(Assigned.id)
    )
    return [_letter(run, context, row, invitation, now) for row in rows]


def _letter(run: AssignmentRun, context: Context, row: Any, invitation: Invitation, now: datetime) -> Letter:
    language = row.language if row.language in LANGUAGES else "en"
    calendar = context.calendar(row.time_zone)
    opens = row.available_from if row.available_from and row.available_from > calendar.today(now) else None
    given = Given(row.name, row.due, bool(row.missing), opens, row.cycle > 1)
    said = invitation.write(language, given, context.words[KIND, language])
    due = calendar.next_allowed(now)
    return Letter(run.organisation_id, row.person_id, KIND, str(row.id), run.id, row.email, *said, language, due)


@outbox.still_wanted(KIND)
def verdicts(session: Session, mails: Sequence[Mail], now: datetime) -> Mapping[UUID, Verdict]:
    """Return what is to become of first mails now; of a row that is gone, nothing is said. One query, and the footing.

    Whoever is away gets theirs when they are back; at night and on days off it waits.
    """
    of = {UUID(mail.key): mail for mail in mails}
    rows = session.execute(
        select(Assigned.id, Assigned.state, AssignmentRun, Person.active)
        .join(AssignmentRun, AssignmentRun.id == Assigned.run_id)
        .join(Person, Person.id == Assigned.person_id)
        .where(Assigned.id.in_(of))
    ).all()
    reasons = {of[row.id].id: _why_not(row.state, row.AssignmentRun, row.active) for row in rows}
    wanted = [mail for mail in mails if reasons.get(mail.id) == ""]
    return {id: Verdict(why=why) for id, why in reasons.items() if why} | footing(session, wanted, now)


def _why_not(state: str, run: AssignmentRun, active: bool) -> str:
    if not active:
        return LEFT
    if state == COMPLETED:
        return DONE
    return "" if state == OPEN and _stands(run) else WITHDRAWN
