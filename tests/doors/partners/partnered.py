"""A partner of a company: a door of this test's own, whose answers are written beforehand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.doors.partners import deliveries, log
from lms.doors.partners.deliveries import NAME, Wanted
from lms.doors.partners.models import OUT, WAITING, Delivery, PartnerState
from lms.doors.partners.registry import Door, Outcome, Parcel, PartnerDown, _doors, register
from lms.kernel.jobs import Work
from lms.people.models import Person
from tests.support.company import Company
from tests.support.working import do_jobs

Answers = Callable[[Parcel], Outcome]
DOOR = "told"
"""The door of what `told_by_a_partner` leaves behind; no process has it, so nothing is ever carried."""


class Partner:
    """One partner. `answers` says what becomes of a parcel; what came is in `had`, in order."""

    def __init__(self, company: Company, *, batch: int = 50) -> None:
        """Open a door nobody else has."""
        self.company, self.id, self.door = company, uuid4(), f"t{uuid4().hex[:8]}"
        self.installation = company.installation
        self.answers: Answers = lambda _parcel: Outcome.done(200)
        self.had: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        register(Door(self.door, "Test", "A test", "people.settings", lambda *_: (), self._carry, batch))

    def close(self) -> None:
        """Take the door away again."""
        del _doors[self.door]

    def want(self, key: str, payload: str = "said", sequence: int = 0, person: Person | None = None) -> int:
        """Have the partner told."""
        organisation = self.company.organisation.id
        wanted = Wanted(
            organisation, self.door, self.id, person.id if person else None, "word", key, payload, sequence
        )  # fmt: skip
        with self.installation.database.writing() as session:
            return deliveries.want(session, [wanted], self.installation.clock.now())

    def deliver(self) -> int:
        """Do the job of delivering, if it is due."""
        return do_jobs(self.installation, NAME)

    def rows(self) -> dict[str, Delivery]:
        """Return the deliveries by key."""
        with self.installation.database.reading() as session:
            return {each.key: each for each in session.scalars(select(Delivery).where(Delivery.partner_id == self.id))}

    def state(self) -> PartnerState | None:
        """Return how the partner stands."""
        with self.installation.database.reading() as session:
            return session.get(PartnerState, self.id)

    def _carry(self, _work: Work, partner: UUID, parcels: Sequence[Parcel]) -> Mapping[UUID, Outcome]:
        assert partner == self.id
        found: dict[UUID, Outcome] = {}
        for parcel in parcels:
            try:
                found[parcel.id] = self.answers(parcel)
            except PartnerDown as trouble:
                tried = {**found, parcel.id: Outcome.later(trouble.told)}
                raise PartnerDown(trouble.told, tried=tried) from trouble
            with self._lock:
                self.had.append((parcel.key, parcel.payload))
        return found


def told_by_a_partner(company: Company, person: Person, state: str = WAITING) -> UUID:
    """Leave an entry in the log about a person, a partner's state, and a delivery in `state`; return its id."""
    now, partner = company.installation.clock.now(), uuid4()
    organisation = company.organisation.id
    with company.installation.database.writing() as session:
        log.note(session, organisation, DOOR, OUT, "word", now, partner=partner, person=person.id)
        deliveries.want(session, [Wanted(organisation, DOOR, partner, person.id, "word", str(uuid4()), "said")], now)
        deliveries.mark_down(session, partner, organisation, DOOR, "Nobody answers.", now)
        delivery = session.scalars(select(Delivery).where(Delivery.partner_id == partner)).one()
        delivery.state = state
        return delivery.id
