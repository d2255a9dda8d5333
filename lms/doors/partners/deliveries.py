"""What partners are to be told: wanted in the transaction that knows it, claimed and settled by the job.

States: waiting → sending → done, refused by the partner for good, or failed after three days of tries. A claim takes a
lease and a new fencing number; who settles under an old one is refused. What is wanted anew with a higher sequence
replaces what waits; where the old one is just being sent, the new one goes right after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from lms.doors.partners.models import (
    DONE,
    DROPPED,
    FAILED,
    IS_SENDING,
    IS_WAITING,
    KEPT,
    REFUSED,
    SENDING,
    WAITING,
    Delivery,
    PartnerState,
)
from lms.doors.partners.registry import Outcome, Parcel
from lms.kernel import ledger
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.ledger import Job
from lms.kernel.model import Instant

NAME: Final = "partners.deliver"
LEASE: Final = timedelta(minutes=2)
FIRST_PAUSE: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(hours=1)
TRIED_FOR: Final = timedelta(hours=72)
QUIET: Final = timedelta(seconds=30)
"""How long a partner that does not answer is left alone before one more try."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something a partner is to be told; the fields are those of `Delivery`."""

    organisation_id: UUID
    door: str
    partner_id: UUID
    person_id: UUID | None
    kind: str
    key: str
    payload: str
    sequence: int = 0


def want(session: Session, wanted: Sequence[Wanted], now: datetime) -> int:
    """Have partners told, in the caller's transaction; return how many rows are new or replaced an earlier sequence.

    The same partner and key with the same or a lower sequence changes nothing.
    """
    if not wanted:
        return 0
    statement = insert(session, Delivery)
    new = statement.excluded
    fresh = {
        "sequence": new.sequence,
        "payload": new.payload,
        "kind": new.kind,
        "state": case((Delivery.state == SENDING, SENDING), else_=WAITING),
        "attempts": 0,
        "due": new.due,
        "first_at": new.first_at,
        "told": "",
        "status": None,
    }
    statement = statement.on_conflict_do_update(
        index_elements=["partner_id", "key"], set_=fresh, where=Delivery.sequence < new.sequence
    )
    options = {"preserve_rowcount": True}
    count = (
        session.connection()
        .execute(statement, [_row(each, now) for each in wanted], execution_options=options)
        .rowcount
    )
    have_delivered(session, now)
    return count


def have_delivered(session: Session, now: datetime, due: datetime | None = None) -> None:
    """Have the job run soon, or at `due`, unless it is to run by then anyway."""
    moment = due or now
    waiting = select(Job.id).where(Job.name == NAME, Job.state == ledger.WAITING, Job.due <= moment).limit(1)
    if session.scalar(waiting) is None:
        ledger.enqueue(session, NAME, now=now, due=moment)


def partners_due(session: Session, doors: Sequence[str], now: datetime) -> list[tuple[UUID, str]]:
    """Return (partner, door) of those with something due that may be asked now."""
    quiet = select(PartnerState.partner_id).where(PartnerState.quiet_until > now)
    found: dict[UUID, str] = {}
    for is_due in (_waits(now), _was_left(now)):  # each by its own index; both at once would read the whole table
        query = select(Delivery.partner_id, Delivery.door).where(is_due, Delivery.door.in_(doors))
        found |= {row[0]: row[1] for row in session.execute(query.where(Delivery.partner_id.not_in(quiet)).distinct())}
    return list(found.items())


def next_due(session: Session, doors: Sequence[str]) -> datetime | None:
    """Return when the next delivery is to be tried, or None where none waits; not within a partner's pause."""
    quiet = PartnerState.quiet_until > Delivery.due
    moment = case((quiet, PartnerState.quiet_until), else_=Delivery.due)
    query = select(func.min(moment, type_=Instant())).select_from(Delivery)
    query = query.outerjoin(PartnerState, PartnerState.partner_id == Delivery.partner_id)
    found: datetime | None = session.scalar(query.where(Delivery.state == WAITING, Delivery.door.in_(doors)))
    return found


def claim(session: Session, partner: UUID, most: int, now: datetime) -> list[tuple[Parcel, int]]:
    """Take up to `most` of what is due for a partner; return each with the fencing number it was taken under."""
    query = (
        select(Delivery)
        .where(Delivery.partner_id == partner, or_(_waits(now), _was_left(now)))
        .order_by(Delivery.due, Delivery.id)
    )
    found = list(session.scalars(query.limit(most).with_for_update(skip_locked=True)))
    for row in found:
        if row.attempts == 0:
            row.first_at = now  # three days from its own first try, however long the partner was out of reach
        row.state, row.fence, row.attempts, row.lease_until = SENDING, row.fence + 1, row.attempts + 1, now + LEASE
    session.flush()
    return [(_parcel(row), row.fence) for row in found]


def settle(
    session: Session, taken: Sequence[tuple[Parcel, int]], outcomes: Mapping[UUID, Outcome], now: datetime
) -> int:
    """Mark what became of claimed parcels; return how many marks were refused because somebody else has them by now."""
    return sum(not _settle(session, parcel, fence, outcomes.get(parcel.id), now) for parcel, fence in taken)


def mark_answering(session: Session, partner: UUID, organisation: UUID, door: str, now: datetime) -> None:
    """Note that a partner answers."""
    values = {"failing_since": None, "quiet_until": None, "last_ok_at": now, "told": ""}
    _mark(session, partner, organisation, door, values)


def mark_down(  # noqa: PLR0913 - a partner and its trouble
    session: Session,
    partner: UUID,
    organisation: UUID,
    door: str,
    told: str,
    now: datetime,
    pause: timedelta | None = None,
) -> datetime:
    """Note that a partner cannot be used now; return when it is tried again."""
    known = session.get(PartnerState, partner)
    since = known.failing_since if known is not None and known.failing_since is not None else now
    until = now + min(max(pause or QUIET, QUIET), LONGEST_PAUSE)
    _mark(session, partner, organisation, door, {"failing_since": since, "quiet_until": until, "told": told[:300]})
    return until


def try_again(session: Session, wanted: ColumnElement[bool], now: datetime) -> int:
    """Give up to 500 refused or failed deliveries that `wanted` picks three more days; return how many."""
    some = select(Delivery.id).where(wanted, Delivery.state.in_((REFUSED, FAILED))).limit(500)
    again = {"state": WAITING, "attempts": 0, "due": now, "first_at": now, "told": "", "status": None}
    statement = update(Delivery).where(Delivery.id.in_(some)).values(again).returning(Delivery.id)
    count = len(session.scalars(statement.execution_options(synchronize_session=False)).all())
    if count:
        have_delivered(session, now)
    return count


def take_back(session: Session, partner: UUID) -> None:
    """Have what is just on its way to a partner wait again; whoever carries it is refused when they settle."""
    going = update(Delivery).where(Delivery.partner_id == partner, Delivery.state == SENDING)
    waits = going.values(state=WAITING, fence=Delivery.fence + 1, lease_until=None)
    session.execute(waits.execution_options(synchronize_session=False))


def forget_partner(session: Session, partner: UUID) -> None:
    """Delete what a partner that is removed was still to be told, and how it stood."""
    session.execute(delete(Delivery).where(Delivery.partner_id == partner))
    session.execute(delete(PartnerState).where(PartnerState.partner_id == partner))


def forget(session: Session, now: datetime, *, most: int = 500) -> int:
    """Delete up to `most` settled deliveries that are older than they are kept; return how many went."""
    old = select(Delivery.id).where(Delivery.created_at < now - KEPT, Delivery.state.in_((DONE, REFUSED, FAILED)))
    gone = delete(Delivery).where(Delivery.id.in_(old.limit(most))).returning(Delivery.id)
    return len(session.scalars(gone).all())


def _settle(session: Session, parcel: Parcel, fence: int, outcome: Outcome | None, now: datetime) -> bool:
    mine = (Delivery.id == parcel.id, Delivery.fence == fence, Delivery.state == SENDING)
    if outcome is not None and outcome.state == DROPPED:
        return session.execute(delete(Delivery).where(*mine).returning(Delivery.id)).first() is not None
    is_same = Delivery.sequence == parcel.sequence
    values: dict[str, object] = {"lease_until": None}
    if outcome is None:  # it was not tried
        values |= {"state": WAITING, "attempts": Delivery.attempts - 1}
    elif outcome.state == DONE:
        values |= {
            "state": case((is_same, DONE), else_=WAITING),
            "payload": case((is_same, ""), else_=Delivery.payload),
            "status": outcome.status,
            "told": "",
            "sent_at": now,
        }
    elif outcome.state in (REFUSED, FAILED):
        ended = case((is_same, outcome.state), else_=WAITING)
        values |= {"state": ended, "status": outcome.status, "told": outcome.told[:300]}
    else:
        due = now + max(_pause(parcel.attempts), outcome.pause or timedelta())
        goes_on = WAITING if due - parcel.first_at < TRIED_FOR else FAILED
        values |= {
            "state": case((is_same, goes_on), else_=WAITING),
            "due": case((is_same, due), else_=Delivery.due),
            "status": outcome.status,
            "told": outcome.told[:300],
        }
    statement = update(Delivery).where(*mine).values(values).returning(Delivery.id)
    return session.execute(statement.execution_options(synchronize_session=False)).first() is not None


def _pause(attempts: int) -> timedelta:
    doubled: timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_PAUSE)


def _waits(now: datetime) -> ColumnElement[bool]:
    return and_(IS_WAITING, Delivery.due <= now)


def _was_left(now: datetime) -> ColumnElement[bool]:
    return and_(IS_SENDING, Delivery.lease_until < now)


def _row(each: Wanted, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "organisation_id": each.organisation_id,
        "door": each.door,
        "partner_id": each.partner_id,
        "person_id": each.person_id,
        "kind": each.kind,
        "key": each.key,
        "sequence": each.sequence,
        "payload": each.payload,
        "state": WAITING,
        "told": "",
        "attempts": 0,
        "fence": 0,
        "due": now,
        "first_at": now,
        "created_at": now,
    }


def _parcel(row: Delivery) -> Parcel:
    return Parcel(
        row.id, row.organisation_id, row.person_id, row.kind, row.key, row.sequence, row.payload, row.attempts,
        row.first_at,
    )  # fmt: skip


def _mark(session: Session, partner: UUID, organisation: UUID, door: str, values: Mapping[str, object]) -> None:
    row = {"partner_id": partner, "organisation_id": organisation, "door": door, "told": "", **values}
    statement = insert(session, PartnerState).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["partner_id"], set_=dict(values)))
