"""The jobs of what works: counting what people did with pages since the last time, and forgetting old visits.

A portion is read, counted and marked in one transaction: a `kill -9` at any moment counts everybody once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.catalog.models import ModuleVersion
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.months import months_later
from lms.learning.models import Enrolment, PageRead
from lms.learning.usefulness import tallies
from lms.learning.usefulness.models import MONTHS_KEPT, PageUseful, PageVisit
from lms.learning.usefulness.parts import SETTLES, Seen, counts_as
from lms.learning.usefulness.tallies import Key, More
from lms.packs.identity import version_numbers

PORTION = 50
"""Visits that one transaction counts: well below 100 ms."""
FORGOTTEN_AT_ONCE = 500


@job("learning.usefulness", every=timedelta(minutes=10), allowed=JOB, label=_l("Count what works on pages"))
def count_visits(work: Work) -> None:
    """Count every visit that is due, in portions."""
    now = work.now()
    while True:
        with work.writing() as session:
            if not fold(session, now):
                return


@job("learning.usefulness.forget", every=timedelta(days=1), allowed=JOB, label=_l("Forget old visits of pages"))
def forget(work: Work) -> None:
    """Delete what is known of visits, and what was said, of pages nobody has had open for 24 months; counts stay."""
    now = work.now()
    before = datetime.combine(months_later(now.date(), -MONTHS_KEPT), now.timetz())
    while True:
        with work.writing() as session:
            if not _forget_some(session, before):
                return


def fold(session: Session, now: datetime) -> int:
    """Count one portion of the visits that are due; return how many they were."""
    due = select(PageVisit).where(PageVisit.look_at <= now).order_by(PageVisit.look_at).limit(PORTION)
    visits = list(session.scalars(due.with_for_update(skip_locked=True)))
    if visits:
        about = _About(session, visits)
        more: dict[Key, More] = defaultdict(More)
        for visit in visits:
            _count(visit, about, more, now)
        tallies.add(session, more, now)
    return len(visits)


def _count(visit: PageVisit, about: _About, more: dict[Key, More], now: datetime) -> None:
    found = counts_as(about.seen(visit), now)
    module = about.module(visit)
    for part, value in found.items():
        if visit.counted.get(part) != value:
            key = Key(visit.organisation_id, module, visit.number, visit.page, part)
            more[key].change(visit.counted.get(part), value)
    visit.counted = {**visit.counted, **found}
    settles = visit.opened_at + SETTLES
    visit.look_at = settles if settles > now else None


class _About:
    """What else is known of the enrolments of some visits; five queries for a portion."""

    def __init__(self, session: Session, visits: Sequence[PageVisit]) -> None:
        mine = {visit.enrolment_id for visit in visits}
        enrolled = session.execute(select(Enrolment.id, Enrolment.module_id).where(Enrolment.id.in_(mine)))
        self._modules: dict[UUID, UUID] = {row.id: row.module_id for row in enrolled}
        self._opened, self._read = _pages(session, PageVisit, mine), _pages(session, PageRead, mine)
        said = select(PageUseful.enrolment_id, PageUseful.page, PageUseful.answer)
        rows = session.execute(said.where(PageUseful.enrolment_id.in_(mine)))
        self._said = {(row.enrolment_id, row.page): row.answer for row in rows}
        self._order = _orders(session, {(self.module(visit), visit.number) for visit in visits})

    def module(self, visit: PageVisit) -> UUID:
        """Return the module that a visit belongs to."""
        return self._modules[visit.enrolment_id]

    def seen(self, visit: PageVisit) -> Seen:
        """Return a visit as the parts know it. Going on: a later page was opened, or this one read to its end."""
        place = self._order.get((self.module(visit), visit.number), {})
        own = place.get(visit.page, len(place))
        later = any(place.get(page, -1) > own for page in self._opened[visit.enrolment_id])
        on = later or visit.page in self._read[visit.enrolment_id]
        return Seen(visit.opened_at, on, visit.seconds, self._said.get((visit.enrolment_id, visit.page)))


def _pages(session: Session, model: Any, enrolments: set[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for row in session.execute(select(model.enrolment_id, model.page).where(model.enrolment_id.in_(enrolments))):
        found[row.enrolment_id].add(row.page)
    return found


def _orders(session: Session, versions: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], dict[str, int]]:
    """Return {(module, number): {page: its place}}."""
    found: dict[tuple[UUID, str], dict[str, int]] = {}
    columns = select(ModuleVersion.document)
    for module, number in versions:
        major, minor = version_numbers(number) or (0, 0)
        this = ModuleVersion.module_id == module, ModuleVersion.major == major, ModuleVersion.minor == minor
        document = session.scalar(columns.where(*this))
        pages = document["pages"] if document else []
        found[module, number] = {page["name"]: place for place, page in enumerate(pages)}
    return found


def _forget_some(session: Session, before: datetime) -> bool:
    """Forget one portion; return whether there was any."""
    some = 0
    for model, at in ((PageVisit, PageVisit.seen_at), (PageUseful, PageUseful.said_at)):
        key = select(model.enrolment_id, model.page).where(at < before).limit(FORGOTTEN_AT_ONCE)
        for enrolment, page in session.execute(key).all():
            this = model.enrolment_id == enrolment, model.page == page
            session.execute(delete(model).where(*this).execution_options(synchronize_session=False))
            some += 1
    return some > 0
