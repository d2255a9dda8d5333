"""Doing a thing with many people: begun, carried on in portions, undone. Few at once, many in a job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, false, func, insert, select, true
from sqlalchemy.orm import Session

from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.reading import zone_of
from lms.assigning.roster import listing, module_states
from lms.assigning.roster.acts import KINDS, Doing
from lms.assigning.roster.asking import read_wanted
from lms.assigning.roster.listing import Asked
from lms.assigning.roster.models import DONE, UNDOING, UNDONE, WAITING, PeopleAct, PeopleActRow
from lms.kernel import audit, ledger
from lms.kernel.ids import new_id
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor, Role, scope_of
from lms.people import changes, still_may
from lms.people.changes import PeopleChanged
from lms.people.models import Person

AT_ONCE: Final = 200
"""Up to so many people are changed while one waits; it is also what a job changes in one transaction."""
NAMED: Final = 1_000
"""People that news names one by one."""
KEPT: Final = timedelta(days=30)


def whom(session: Session, actor: Actor, wanted: Mapping[str, Any], now: datetime) -> ColumnElement[bool]:
    """Return the condition over Person of those an act is for: ticked ones, or everybody a list shows."""
    if "ids" in wanted:
        ticked = [UUID(each) for each in wanted["ids"]]
        return scope_of(Person, actor) & Person.id.in_(ticked)
    asked = read_wanted(wanted["args"])
    module = next((each for each, _t in module_states.titles(session, actor) if each.slug == asked.module), None)
    if asked.module and module is None:
        return false()  # the module has left the shelf: without it the list would show everybody
    zone = zone_of(session, actor.organisation_id)
    today = local_day(now, None, zone)
    return Person.id.in_(listing.people(session, Asked(actor, asked, module, today, now, zone)))


def counts(session: Session, kind: str, doing: Doing, people: ColumnElement[bool]) -> tuple[int, int]:
    """Return how many people there are, and for how many of them it changes something."""
    changing = KINDS[kind].changes(session, doing)
    asked = select(func.count(), func.count().filter(changing)).select_from(Person).where(people)
    total, changed = session.execute(asked).one()
    return total, changed


def begin(
    session: Session, actor: Actor, kind: str, value: Mapping[str, Any], wanted: Mapping[str, Any], now: datetime
) -> PeopleAct:
    """Begin an act, and end it at once where it is for few; else a job does it, and the act says how far it is."""
    planned, _changing = counts(session, kind, Doing(actor, value, now), whom(session, actor, wanted, now))
    act = PeopleAct(
        id=new_id(),
        organisation_id=actor.organisation_id,
        by_id=actor.person_id,
        kind=kind,
        value=dict(value),
        wanted=dict(wanted),
        state=WAITING,
        planned=planned,
        done=0,
        changed=0,
        created_at=now,
    )
    session.add(act)
    session.flush()
    _go(session, act, actor, now)
    return act


def undo(session: Session, actor: Actor, act: PeopleAct, now: datetime) -> None:
    """Put back what an act changed, where nobody has changed it since. Does nothing while it runs or a second time."""
    session.refresh(act, with_for_update=True)  # of two who press at once, the second finds it begun
    if act.state == DONE:
        act.state, act.after, act.planned, act.done, act.by_id = UNDOING, None, act.changed, 0, actor.person_id
        _go(session, act, actor, now)


def _go(session: Session, act: PeopleAct, actor: Actor, now: datetime) -> None:
    if act.planned <= AT_ONCE:
        while carry_on(session, act, actor, now):
            pass
    else:
        arguments = {"act": str(act.id)}
        ledger.enqueue(
            session, "people.act", arguments, now=now, key=f"{act.id}:{act.state}", organisation_id=act.organisation_id
        )


def carry_on(session: Session, act: PeopleAct, actor: Actor, now: datetime) -> bool:
    """Do the next portion; return whether there may be another."""
    doing = Doing(actor, act.value, now)
    ids = _undone(session, act, doing) if act.state == UNDOING else _done(session, act, doing)
    if len(ids) == AT_ONCE:
        act.after, act.done = ids[-1], act.done + len(ids)
        return True
    act.done += len(ids)
    _end(session, act, UNDONE if act.state == UNDOING else DONE, now)
    return False


def _end(session: Session, act: PeopleAct, state: str, now: datetime) -> None:
    """End an act; where its people were too many to be named, tell whoever listens."""
    act.state, act.after, act.wanted, act.finished_at = state, None, {}, now
    if act.planned > NAMED and act.changed and KINDS[act.kind].fields:
        _announce(session, act, None, now)
    session.flush()


def _done(session: Session, act: PeopleAct, doing: Doing) -> Sequence[UUID]:
    """Do it to the next people; return who was looked at."""
    kind, people = KINDS[act.kind], whom(session, doing.actor, act.wanted, doing.now)
    next_ones = select(Person.id).where(people, Person.id > act.after if act.after else true()).order_by(Person.id)
    ids = list(session.scalars(next_ones.limit(AT_ONCE)))
    concerned = select(Person).where(Person.id.in_(ids), kind.changes(session, doing)).order_by(Person.id)
    before = kind.do(session, doing, session.scalars(concerned).all())
    rows = [{"act_id": act.id, "organisation_id": act.organisation_id, **row} for row in before]
    if rows:
        session.execute(insert(PeopleActRow), rows)
    act.changed += len(rows)
    _note(session, act, doing, [row["person_id"] for row in before])
    return ids


def _undone(session: Session, act: PeopleAct, doing: Doing) -> Sequence[UUID]:
    """Put the next people back; return who was looked at."""
    behind = PeopleActRow.person_id > act.after if act.after else true()
    mine = select(PeopleActRow).where(PeopleActRow.act_id == act.id, behind).order_by(PeopleActRow.person_id)
    rows = session.scalars(mine.limit(AT_ONCE)).all()
    _note(session, act, doing, KINDS[act.kind].undo(session, doing, rows))
    return [row.person_id for row in rows]


def _note(session: Session, act: PeopleAct, doing: Doing, ids: Sequence[UUID]) -> None:
    """Write down for each person what was changed, and tell whoever listens while they are few enough to name."""
    fields = ", ".join(sorted(KINDS[act.kind].fields))
    if not ids or not fields:
        return
    audit.note_many(session, doing.actor, "person.changed", doing.now, ids, detail=fields)
    if act.planned <= NAMED:
        _announce(session, act, tuple(ids), doing.now)


def _announce(session: Session, act: PeopleAct, ids: tuple[UUID, ...] | None, now: datetime) -> None:
    changes.announce(session, PeopleChanged(act.organisation_id, ids, KINDS[act.kind].fields, now))


@job("people.act", allowed=JOB, label=_l("Change many people at once"))
def carry_out(work: Work) -> None:
    """Carry an act on until it is done, a portion in each transaction; whoever ordered it must still be HR.

    Where they are not, it ends as it is: what it changed stays, and the rest of HR can undo it.
    """
    wanted, going = UUID(str(work.arguments["act"])), True
    while going:
        with work.writing() as session:
            act = session.get(PeopleAct, wanted, with_for_update=True)
            if act is None or act.state not in (WAITING, UNDOING):
                return
            actor = still_may.who(session, act.by_id, Role.HR)
            if actor is None:
                still_may.note_refused(session, act.organisation_id, act.by_id, "people.act", work.now())
                _end(session, act, DONE, work.now())
                return
            going = carry_on(session, act, actor, work.now())


@job("people.forget_acts", every=timedelta(days=1), allowed=JOB, label=_l("Forget what stood there before"))
def forget(work: Work) -> None:
    """Delete what stood there before acts that can no longer be undone, in portions."""
    old = select(PeopleAct.id).where(PeopleAct.created_at < work.now() - KEPT)
    while True:
        with work.writing() as session:
            some = select(PeopleActRow.person_id, PeopleActRow.act_id).where(PeopleActRow.act_id.in_(old)).limit(500)
            rows = session.execute(some).all()
            for act in {row.act_id for row in rows}:
                people = [row.person_id for row in rows if row.act_id == act]
                gone = delete(PeopleActRow).where(PeopleActRow.act_id == act, PeopleActRow.person_id.in_(people))
                session.execute(gone.execution_options(synchronize_session=False))
            if not rows:
                session.execute(delete(PeopleAct).where(PeopleAct.id.in_(old)))
                return
