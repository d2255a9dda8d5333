"""Carrying an assignment out: rows staged in portions under a run that nobody sees, made visible by one row.

What a portion writes commits together with how far the run is, so a `kill -9` between any two instructions leaves a run
that goes on where it was. Reading is done before each portion's transaction, which holds the database only to write.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments import clearing, counting, inviting
from lms.assigning.assignments.models import (
    ACTIVE,
    APPLIED,
    DRAFT,
    ENDED,
    FAILED,
    STAGING,
    UNDONE,
    Assignment,
    AssignmentRun,
)
from lms.assigning.assignments.refusals import Refused
from lms.assigning.assignments.staging import Row, Staging, rows_for, write
from lms.assigning.assignments.standing import who
from lms.assigning.assignments.terms import Terms, terms_of
from lms.assigning.curricula.models import Curriculum
from lms.kernel import audit, ledger, pace
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.ledger import Job
from lms.kernel.permissions import Actor, Role
from lms.people import still_may
from lms.people.models import Person

NAME: Final = "assignments.run"
BY_HAND, BY_RULE, AGAIN = "assigned", "rule", "again"
MAILS_AFTER: Final = timedelta(hours=1)

READ: Final = 2_000
"""People who are read at once, without a lock; how many of them a transaction writes, its pace says."""

RowsOf = Callable[[Session, Staging, Sequence[UUID]], list[Row]]


def begin(session: Session, actor: Actor, assignment: Assignment, now: datetime) -> AssignmentRun:
    """Have an assignment carried out by a job, in the caller's transaction; return the run that shows how far it is.

    While one is being carried out, that one is returned; one whose job failed for good is gone on with.
    Raises Refused ("assignment" ended, "curriculum" not published, "audience" matches nobody).
    """
    session.refresh(assignment, with_for_update=True)  # of two who begin at once, the second finds the first one's run
    under_way = staging_run(session, assignment.id, BY_HAND)
    if under_way is not None:
        _go_on(session, under_way, now)
        return under_way
    _check(session, assignment, now)
    run = open_run(session, assignment, BY_HAND, now, by_id=actor.person_id)
    assignment.state = ACTIVE
    ledger.enqueue(
        session, NAME, {"run": str(run.id)}, now=now, key=str(run.id), organisation_id=assignment.organisation_id
    )
    audit.note(session, actor, "assignment.given", now, detail=assignment.name)
    return run


def _go_on(session: Session, run: AssignmentRun, now: datetime) -> None:
    ledger.try_again(session, (Job.name == NAME) & (Job.key == str(run.id)), now)


def _check(session: Session, assignment: Assignment, now: datetime) -> None:
    if assignment.state == ENDED:
        raise Refused("assignment", _l("This assignment has ended. Make a new one."))
    can_be_given = (Curriculum.id == assignment.curriculum_id, Curriculum.published, ~Curriculum.retired)
    if session.scalar(select(Curriculum.id).where(*can_be_given)) is None:
        raise Refused("curriculum", _l("This curriculum is not published, so it cannot be given to anybody yet."))
    if session.scalar(select(Person.id).where(who(terms_of(session, assignment), now), Person.active).limit(1)) is None:
        raise Refused("audience", _l("Nobody is in this audience. Choose other people, groups or departments."))


def open_run(
    session: Session, assignment: Assignment, cause: str, now: datetime, *, by_id: UUID | None = None
) -> AssignmentRun:
    """Return a new run of an assignment that is staging, or the one that somebody else began at the same moment."""
    row = {
        "id": new_id(),
        "organisation_id": assignment.organisation_id,
        "assignment_id": assignment.id,
        "state": STAGING,
        "cause": cause,
        "planned": 0,
        "done": 0,
        "given": 0,
        "mails": 0,
        "by_id": by_id,
        "created_at": now,
    }
    session.execute(insert(session, AssignmentRun).values(row).on_conflict_do_nothing())
    found = staging_run(session, assignment.id, cause)
    if found is None:
        raise LookupError("a run was begun and finished at the same moment")
    return found


def staging_run(session: Session, assignment_id: UUID, cause: str) -> AssignmentRun | None:
    """Return the run of an assignment and a cause that is staging; there is at most one."""
    mine = (AssignmentRun.assignment_id == assignment_id, AssignmentRun.cause == cause)
    return session.scalars(select(AssignmentRun).where(*mine, AssignmentRun.state == STAGING)).first()


def latest(session: Session, assignment_id: UUID) -> AssignmentRun | None:
    """Return the latest run of an assignment, None where it was never carried out."""
    mine = select(AssignmentRun).where(AssignmentRun.assignment_id == assignment_id)
    return session.scalars(mine.order_by(AssignmentRun.created_at.desc(), AssignmentRun.id.desc()).limit(1)).first()


def has_failed(session: Session, run: AssignmentRun) -> bool:
    """Return whether its job failed on its last try, so that it stands still until somebody begins it again."""
    return run.state == FAILED or (run.state == STAGING and ledger.is_parked(session, NAME, str(run.id)))


@job(NAME, lease=timedelta(minutes=5), allowed=JOB, label=_l("Give a curriculum to its people"))
def carry_out(work: Work) -> None:
    """Stage what is left of a run, then make it seen."""
    run_id = UUID(str(work.arguments["run"]))
    with work.reading() as session:
        run = session.get(AssignmentRun, run_id)
        if run is None or run.state != STAGING:
            return
        assignment = session.get_one(Assignment, run.assignment_id)
        terms, may_begin = terms_of(session, assignment), run.after is not None or _may_order(session, run, assignment)
    if not may_begin:
        with work.last() as session:
            _let_be(session, run_id, work.now())
        return
    clearing.clear_undone(work, terms.curriculum_id)
    stage(work, run_id, terms)
    with work.last() as session:
        activate(session, run_id, work.now())


def _may_order(session: Session, run: AssignmentRun, assignment: Assignment) -> bool:
    """Return whether whoever ordered a run may still do so: HR, or the line manager of everybody it names."""
    if run.by_id is None or still_may.who(session, run.by_id, Role.HR) is not None:
        return True
    manager = still_may.who(session, run.by_id) if assignment.by_manager else None
    if manager is None:
        return False
    meant = select(Person.id).where(who(terms_of(session, assignment), run.created_at), Person.active)
    strangers = meant.where(Person.manager_id.is_distinct_from(manager.person_id))
    return session.scalar(strangers.limit(1)) is None


def _let_be(session: Session, run_id: UUID, now: datetime) -> None:
    """Leave a run whose orderer may no longer order it as if it had never been begun; somebody else can give it."""
    run = session.get_one(AssignmentRun, run_id, with_for_update=True)
    assignment = session.get_one(Assignment, run.assignment_id, with_for_update=True)
    still_may.note_refused(session, run.organisation_id, run.by_id, assignment.name, now)
    run.state, run.undone_at = UNDONE, now
    applied = (AssignmentRun.state == APPLIED, AssignmentRun.cause == BY_HAND)
    given = select(AssignmentRun.id).where(AssignmentRun.assignment_id == assignment.id, *applied)
    if assignment.state == ACTIVE and session.scalar(given.limit(1)) is None:
        assignment.state = DRAFT


def stage(work: Work, run_id: UUID, terms: Terms) -> None:
    """Stage a run's rows for its audience in portions, from where it was left."""
    with work.reading() as session:
        run = session.get_one(AssignmentRun, run_id)
        query = select(Person.id).where(who(terms, run.created_at), Person.active)
        left = list(
            session.scalars((query if run.after is None else query.where(Person.id > run.after)).order_by(Person.id))
        )
    stage_people(work, Staging(terms, run_id, run.created_at, terms.plan.total), left, before=run.done)


def stage_people(
    work: Work, staging: Staging, people: Sequence[UUID], *, before: int = 0, rows_of: RowsOf = rows_for
) -> None:
    """Stage rows for these people, in the order of their ids; `before`: how many of the run's were looked at already.

    `rows_of` says which rows a portion gets.
    """
    rhythm, looked_at = pace.of_rows(takes_turns=work.takes_turns), before
    for begin_at in range(0, len(people), READ):
        block = people[begin_at : begin_at + READ]
        with work.reading() as session:
            rows = {row.person_id: row for row in rows_of(session, staging, block)}
        for portion in rhythm.portions(block):
            looked_at += len(portion)
            with work.writing() as session, rhythm.timed(len(portion)):
                run = _hold(session, staging.run_id)
                if run is None:
                    return
                mine = [rows[id] for id in portion if id in rows]
                run.given += write(session, staging, [row for row in mine if row.completed_at is None])
                if finished := [row for row in mine if row.completed_at is not None]:
                    write(session, staging, finished)  # they had finished it before: no news to them
                run.done, run.after = looked_at, portion[-1]
                run.planned = before + len(people)


def _hold(session: Session, run_id: UUID) -> AssignmentRun | None:
    """Return the run under a lock while it is staging; None where it was undone meanwhile."""
    run = session.get(AssignmentRun, run_id, with_for_update=True)
    return run if run is not None and run.state == STAGING else None


def activate(session: Session, run_id: UUID, now: datetime) -> bool:
    """Make what a run staged seen by everybody, by this one row; its first mails are held for an hour.

    Return whether it was still staging.
    """
    run = _hold(session, run_id)
    if run is None:
        return False
    counting.count_again(session, run, now)
    run.state, run.applied_at, run.mails_at, run.done = APPLIED, now, now + MAILS_AFTER, run.planned
    inviting.arrange(session, run, now)
    if run.cause == BY_HAND:
        _open_cycles(session, run, now)
    return True


def give(work: Work, terms: Terms, people: Sequence[UUID], cause: str, *, rows_of: RowsOf = rows_for) -> None:
    """Carry an assignment out for these people alone, in a run of its own; one that a crash left is gone on with.

    Nothing is given once it was ended or taken back. Where another worker made the same run seen before all were
    staged, the rest get theirs in the next one.
    """
    while True:
        with work.writing() as session:
            held = session.get_one(Assignment, terms.assignment_id, with_for_update=True)
            if held.state != ACTIVE or not (held.standing or cause != BY_RULE):
                return
            run = open_run(session, held, cause, work.now())
        stage_people(
            work, Staging(terms, run.id, work.now(), terms.plan.total), people, before=run.done, rows_of=rows_of
        )
        with work.writing() as session:
            if activate(session, run.id, work.now()):
                return


def _open_cycles(session: Session, run: AssignmentRun, now: datetime) -> None:
    """Have the next cycle opened at once for who completed it so long ago, as the dry run said."""
    assignment = session.get_one(Assignment, run.assignment_id)
    if assignment.again is None:
        return
    of = {"organisation": str(run.organisation_id), "assignment": str(run.assignment_id), "nightly": True}
    ledger.enqueue(session, "assignments.refresh", of, now=now, organisation_id=run.organisation_id)
