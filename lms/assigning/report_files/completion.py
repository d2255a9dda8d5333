"""The completion list: one row for each person and curriculum, or each person and module, with where they stand.

Nothing of answers, tries or own numbers is read. Who has a module is decided as the reports count it: whoever has a
curriculum that holds it, or has begun it by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from lms.assigning.report_files import people
from lms.assigning.report_files.heads import state_of_curriculum
from lms.assigning.report_files.held import Days, Held, Stored, held, stored
from lms.assigning.report_files.modules import Asks, Inside, module_cells
from lms.assigning.report_files.people import One, Place, Whom
from lms.assigning.report_files.sheets import Cells, Lines
from lms.kernel.bulk import among
from lms.kernel.database import Database
from lms.kernel.zones import zone_of
from lms.learning.models import Enrolment

CURRICULA, MODULES = "curricula", "modules"


@dataclass(frozen=True, slots=True)
class Subject:
    """A curriculum or a module as it stands in the list; `code` of a module is its slug.

    `inside`: of a module, {curriculum: whether it is required there}.
    """

    id: UUID
    title: str
    code: str = ""
    inside: Mapping[UUID, bool] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list that is asked for. `of`: CURRICULA or MODULES; `subjects`: those listed, in their order.

    `zone`: the organisation's. `now`: the moment from which days are counted.
    """

    of: str
    whom: Whom
    subjects: Sequence[Subject]
    zone: str
    now: datetime


def pages(database: Database, wanted: Wanted, size: int = people.PIECE) -> Iterator[list[Lines]]:
    """Yield the list in pages, each read in a short transaction of its own that is over before the page is yielded."""
    read = _of_modules if wanted.of == MODULES else _of_curricula
    days = Days(wanted.now, wanted.zone)
    after: Place | None = None
    while True:
        with database.reading() as session:
            found = people.page(session, wanted.whom, after, size)
            lines = read(session, wanted, found, days) if found else []
        if lines:
            yield lines
        if len(found) < size:
            return
        after = (found[-1].cells[0], found[-1].id)


def _of_curricula(session: Session, wanted: Wanted, found: Sequence[One], days: Days) -> list[Lines]:
    """Return each curriculum that each of these has; one query."""
    has, key = held(session, found, days), stored(session)
    titles = [(key(each.id), each.title) for each in wanted.subjects]
    lines = []
    for one in found:
        mine = has.get(key(one.id), {})
        rows = [_curriculum_cells(mine[subject], title) for subject, title in titles if subject in mine]
        lines.append(Lines(one.cells, rows))
    return lines


def _curriculum_cells(of: Held, title: str) -> Cells:
    state = state_of_curriculum(of.state, of.done)
    days = (of.given or "", of.due or "", of.days_late, of.completed or "")
    return (title, of.cycle, state, of.done, of.total, *days)


def _of_modules(session: Session, wanted: Wanted, found: Sequence[One], days: Days) -> list[Lines]:
    """Return each module that each of these has; two queries."""
    has, key = held(session, found, days), stored(session)
    begun = _begun(session, found)
    subjects = _as_stored(wanted.subjects, key)
    zone = zone_of(wanted.zone)
    lines = []
    for one in found:
        mine = key(one.id)
        asked = has.get(mine, {})
        asks: dict[int, Asks] = {}  # of each set of curricula, asked once: most modules stand in the same
        rows = []
        for id, names, inside in subjects:
            known = asks.get(inside.number)
            if known is None:
                known = asks[inside.number] = inside.asks(asked)
            row = module_cells(names, known, begun.get((mine, id)), zone)
            if row is not None:
                rows.append(row)
        lines.append(Lines(one.cells, rows))
    return lines


def _as_stored(subjects: Sequence[Subject], key: Stored) -> list[tuple[Any, tuple[str, str], Inside]]:
    """Return the modules with ids as the driver gives them; those in the same curricula share one `Inside`."""
    known: dict[frozenset[tuple[UUID, bool]], Inside] = {}
    found = []
    for each in subjects:
        curricula = frozenset((each.inside or {}).items())
        if curricula not in known:
            known[curricula] = Inside(len(known), {key(id): required for id, required in curricula})
        found.append((key(each.id), (each.code, each.title), known[curricula]))
    return found


def _begun(session: Session, found: Sequence[One]) -> dict[tuple[Any, Any], Any]:
    """Return {(person, module): their newest enrolment}; one query."""
    rows = session.execute(
        select(
            cast(Enrolment.person_id, String),
            cast(Enrolment.module_id, String),
            cast(Enrolment.state, String),
            Enrolment.pages_read,
            Enrolment.pages_required,
            Enrolment.quiz_passed,
            Enrolment.completed_at,
        )
        .where(among(session, Enrolment.person_id, [each.id for each in found]))
        .order_by(Enrolment.person_id, Enrolment.module_id, Enrolment.cycle)
    )
    return {(row[0], row[1]): row for row in rows}
