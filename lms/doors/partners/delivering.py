"""The job that tells partners what they are to know, partner beside partner, so that a slow one holds up no other.

Nothing is sent inside a transaction: parcels are claimed in one, carried by their door, and settled in another. A
partner that does not answer is left alone for half a minute; what it is to be told waits, for three days at most.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from flask_babel import lazy_gettext as _l

from lms.doors.partners import deliveries, log
from lms.doors.partners.deliveries import NAME
from lms.doors.partners.models import DROPPED, FAILED, OUT
from lms.doors.partners.registry import Door, Outcome, Parcel, PartnerDown, door_called, doors
from lms.kernel.jobs import JOB, Work, job
from lms.sentences import say

SECONDS: Final = 20.0
"""How long one run goes on before other work gets its turn."""
BESIDE: Final = 8
Taken = list[tuple[Parcel, int]]

events = structlog.get_logger(__name__)


@job(
    NAME,
    every=timedelta(minutes=1),
    lease=timedelta(minutes=5),
    allowed=JOB,
    label=_l("Tell partners what they are to know"),
)
def deliver(work: Work) -> None:
    """Carry what is due for every partner that answers."""
    until, done = monotonic() + SECONDS, set[UUID]()
    names = [door.name for door in doors() if door.carry is not None]
    while monotonic() < until:
        with work.reading() as session:
            due = [each for each in deliveries.partners_due(session, names, work.now()) if each[0] not in done]
        if not due:
            break
        with ThreadPoolExecutor(min(len(due), BESIDE)) as beside:
            done |= set(beside.map(lambda each: _serve(work, each[0], each[1], until), due))
    with work.last() as session:
        following = deliveries.next_due(session, names)
        if following is not None:
            deliveries.have_delivered(session, work.now(), max(following, work.now() + timedelta(seconds=1)))


@job("partners.forget", every=timedelta(days=1), allowed=JOB, label=_l("Forget what long went in and out of the doors"))
def forget(work: Work) -> None:
    """Delete what is older than it is kept, in portions."""
    for step in (log.forget, deliveries.forget):
        gone = 1
        while gone:
            with work.writing() as session:
                gone = step(session, work.now())


def _serve(work: Work, partner: UUID, name: str, until: float) -> UUID:
    """Carry one partner's parcels until none is due, it does not answer or time is up; return the partner."""
    door = door_called(name)
    while door is not None and monotonic() < until:
        with work.database.writing() as session:
            taken = deliveries.claim(session, partner, door.batch, work.now())
        if not taken or not _carry(work, door, partner, taken):
            break
    return partner


def _carry(work: Work, door: Door, partner: UUID, taken: Taken) -> bool:
    """Carry parcels and settle them; return whether it makes sense to go on with this partner now."""
    parcels = [parcel for parcel, _fence in taken]
    try:
        outcomes = door.carry(work, partner, parcels) if door.carry else {}
    except PartnerDown as trouble:
        _leave_alone(work, door, partner, taken, trouble)
        return False
    except Exception:  # a door's own fault must not stop the others; it is in the log, and this is tried again
        events.exception("a door could not carry", door=door.name, partner=str(partner))
        told = say("This could not be put together here. The installation's log says why.")
        outcomes = {parcel.id: Outcome.later(told) for parcel in parcels}
    with work.database.writing() as session:
        strangers = deliveries.settle(session, taken, outcomes, work.now())
        if any(each.state != DROPPED for each in outcomes.values()):
            deliveries.mark_answering(session, partner, parcels[0].organisation_id, door.name, work.now())
    if strangers:
        events.warning("another worker has what was carried; our marks are refused", count=strangers)
    return bool(outcomes)


def _leave_alone(work: Work, door: Door, partner: UUID, taken: Taken, trouble: PartnerDown) -> None:
    """Give back what was taken, move back what was tried, and note the trouble once a pause."""
    now, first = work.now(), taken[0][0]
    tried = trouble.tried or {first.id: Outcome.later(trouble.told, trouble.status)}
    with work.database.writing() as session:
        deliveries.settle(session, taken, tried, now)
        deliveries.mark_down(session, partner, first.organisation_id, door.name, trouble.told, now, trouble.pause)
        log.note(
            session, first.organisation_id, door.name, OUT, "delivery", now,
            outcome=FAILED, partner=partner, status=trouble.status, told=trouble.told,
        )  # fmt: skip
