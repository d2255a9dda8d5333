"""Promises: one sentence to somebody by a day, asked back on that day. Sealed; what was reported is never rewritten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lms.answers.keys import seal_of
from lms.answers.models import PersonKey
from lms.answers.sealing import PersonSeal, Unreadable, unwrap
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.kernel.prepared import Prepared
from lms.practice.models import Outcome, Promise, PromiseReport, PromiseState

MOST_OPEN = 30
"""Promises that can be open at once: who has more keeps none."""
CLOSES = {
    Outcome.KEPT: PromiseState.KEPT,
    Outcome.PARTLY: PromiseState.PARTLY,
    Outcome.DROPPED: PromiseState.DROPPED,
}


class TooMany(ValueError):
    """There are MOST_OPEN open promises already."""


class NotNow(ValueError):
    """What was asked for does not fit where the promise stands: it is closed, or its day has come."""


@dataclass(frozen=True)
class Words:
    """What is promised, and to whom."""

    what: str
    whom: str


@dataclass(frozen=True)
class Report:
    """What was told when a promise was asked back on `due`."""

    outcome: Outcome
    due: date
    new_due: date | None
    why: str
    at: datetime


@dataclass(frozen=True)
class OwnPromise:
    """A promise its owner reads: the row, its words opened, and what was told so far, oldest first."""

    row: Promise
    words: Words
    reports: Sequence[Report] = field(default=())

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be kept."""
        return self.row.state is PromiseState.OPEN

    def asks(self, today: date) -> bool:
        """Return whether it is asked back now: its day has come and nobody has told how it went."""
        return self.is_open and self.row.due <= today

    def can_be_edited(self, today: date) -> bool:
        """Return whether its words and day may still change: until the day."""
        return self.is_open and self.row.due > today


def make(
    session: Session,
    actor: Actor,
    words: Words,
    due: date,
    secret: bytes,
    now: datetime,
    *,
    place: tuple[UUID, str] | None = None,
) -> UUID:
    """Make a promise and return its id. `place`: (module, block) where it was made. Raises TooMany."""
    still_open = select(func.count()).where(scope_of(Promise, actor), Promise.state == PromiseState.OPEN)
    if (session.scalar(still_open) or 0) >= MOST_OPEN:
        raise TooMany
    module, block = place or (None, None)
    made = Promise(
        id=new_id(),
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        module_id=module,
        block=block,
        due=due,
        made_at=now,
    )
    made.sealed = _sealed(seal_of(session, actor.person_id, secret, now), made.id, words)
    session.add(made)
    session.flush()
    return made.id


def edit(
    session: Session, actor: Actor, promise: OwnPromise, words: Words, due: date, secret: bytes, now: datetime
) -> None:
    """Change the words and the day. Until when it may: `OwnPromise.can_be_edited`."""
    promise.row.sealed = _sealed(seal_of(session, actor.person_id, secret, now), promise.row.id, words)
    promise.row.due = due


def report(
    session: Session,
    actor: Actor,
    promise: OwnPromise,
    outcome: Outcome,
    why: str,
    new_due: date | None,
    secret: bytes,
    now: datetime,
) -> None:
    """Tell how it went: all but `not-yet` close it, and `not-yet` moves it to a new day.

    The row is locked and read again first, so that two tabs tell it once: NotNow when it is closed meanwhile, or when
    its day has been moved on already.
    """
    due = promise.row.due
    again = select(Promise).where(Promise.id == promise.row.id).with_for_update()
    row = session.scalars(again.execution_options(populate_existing=True)).one()
    if row.state is not PromiseState.OPEN or row.due != due:
        raise NotNow
    told = PromiseReport(
        id=new_id(),
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        promise_id=row.id,
        outcome=outcome,
        due=row.due,
        new_due=new_due if outcome is Outcome.NOT_YET else None,
        at=now,
    )
    if why:
        told.sealed = seal_of(session, actor.person_id, secret, now).seal(why, _report_field(told.id))
    session.add(told)
    if outcome in CLOSES:
        row.state, row.closed_at = CLOSES[outcome], now
    elif new_due is not None:
        row.due = new_due
    session.flush()


def own_promise(session: Session, actor: Actor, identity: UUID, secret: bytes) -> OwnPromise:
    """Return one promise of the actor's with what was told of it. NotFound when it is not there or not theirs."""
    rows = _ONE.run(session, actor, promise=identity).all()
    if not rows:
        raise NotFound
    promise, wrapped = rows[0]
    seal = unwrap(secret, actor.person_id, wrapped)
    told = select(PromiseReport).where(scope_of(PromiseReport, actor), PromiseReport.promise_id == promise.id)
    reports = session.scalars(told.order_by(PromiseReport.at, PromiseReport.id))
    return OwnPromise(promise, opened(promise, seal), [_report(each, seal) for each in reports])


def opened(promise: Promise, seal: PersonSeal | None) -> Words:
    """Return the words of a row."""
    if seal is None:
        raise Unreadable("a promise has lost its person's key")
    return Words(**json.loads(seal.open(promise.sealed, _field(promise.id))))


def opened_why(told: PromiseReport, seal: PersonSeal | None) -> str:
    """Return why, as it was told; empty where nothing was."""
    if told.sealed is None:
        return ""
    if seal is None:
        raise Unreadable("a promise has lost its person's key")
    return seal.open(told.sealed, _report_field(told.id))


def _report(told: PromiseReport, seal: PersonSeal) -> Report:
    return Report(told.outcome, told.due, told.new_due, opened_why(told, seal), told.at)


def _sealed(seal: PersonSeal, promise: UUID, words: Words) -> bytes:
    return seal.seal(json.dumps({"what": words.what, "whom": words.whom}, ensure_ascii=False), _field(promise))


def _field(promise: UUID) -> str:
    return f"promise/{promise}"


def _report_field(told: UUID) -> str:
    return f"promise-report/{told}"


def _query(actor: Actor) -> Any:
    return (
        select(Promise, PersonKey.wrapped)
        .outerjoin(PersonKey, PersonKey.person_id == Promise.person_id)
        .where(scope_of(Promise, actor))
        .order_by(Promise.due, Promise.id)
    )


_ONE = Prepared(lambda actor: _query(actor).where(Promise.id == bindparam("promise")))
