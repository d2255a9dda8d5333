"""Days away that are over are forgotten: why somebody was away is kept nowhere, and that they were not for long."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from lms.kernel.jobs import JOB, Work, job
from lms.people import changes
from lms.people.changes import PeopleChanged
from lms.people.models import Person

KEPT: Final = timedelta(days=3)
"""After the last day away: what pauses due dates has counted the days by then, in every time zone."""
PORTION: Final = 500
FIELDS: Final = frozenset({"away_from", "away_until"})


@job("people.back", every=timedelta(days=1), allowed=JOB, label=_l("Forget days away that are over"))
def forget(work: Work) -> None:
    """Empty the days of whoever has been back for three days, in portions, and tell whoever listens."""
    before = work.now().date() - KEPT
    while True:
        with work.writing() as session:
            back = select(Person.id, Person.organisation_id).where(Person.away_until < before).limit(PORTION)
            people: dict[UUID, list[UUID]] = {}
            for row in session.execute(back):
                people.setdefault(row.organisation_id, []).append(row.id)
            for organisation, ids in people.items():
                gone = update(Person).where(Person.id.in_(ids)).values(away_from=None, away_until=None)
                session.execute(gone.execution_options(synchronize_session=False))
                changes.announce(session, PeopleChanged(organisation, tuple(ids), FIELDS, work.now()))
        if not people:
            return
