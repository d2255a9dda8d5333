"""The job that tells what groups answered, once a quarter, and never again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from lms.assigning.group_results import counting
from lms.assigning.group_results.models import GroupCell, GroupCut, GroupRule, GroupSnapshot
from lms.assigning.group_results.quarters import Quarter
from lms.assigning.group_results.rounding import told_mean
from lms.assigning.group_results.suppression import FEWEST, NOBODY, Place, Tally, released
from lms.kernel.database import insert as insert_new
from lms.kernel.ids import new_id
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.zones import zone_of
from lms.people.departments import Node, named_tree
from lms.people.models import Organisation

log = structlog.get_logger(__name__)
Opening = Callable[[], AbstractContextManager[Session]]
NAME: Final = "group_results.publish"
BACK: Final = 4
"""How many quarters are told later on, where nobody was there to do it on the day."""
OLDEST: Final = timedelta(days=366)
"""What was closed longer ago than this before the end of a quarter has waited too long and is told no more."""
SETTLED: Final = timedelta(hours=1)
"""How long after the end of a quarter a save that was under way is certainly there."""


@job(NAME, every=timedelta(hours=6), allowed=JOB, label=_l("Publish what groups answered in the last quarter"))
def publish(work: Work) -> None:
    """Publish every quarter of every organisation that is over and not done."""
    publish_due(work.reading, work.writing, work.now())


def publish_due(reading: Opening, writing: Opening, now: datetime) -> None:
    """Read each waiting quarter without writing, then store it, a snapshot in each transaction and the mark last."""
    with reading() as session:
        waiting = quarters_waiting(session, now)
    for organisation_id, quarter in waiting:
        with reading() as session:
            drawn = draw(session, organisation_id, quarter, now)
        for each in drawn:
            with writing() as session:
                keep(session, each)
        with writing() as session:
            finish(session, organisation_id, quarter, now)
        log.info("group results published", quarter=str(quarter), snapshots=len(drawn))


def quarters_waiting(session: Session, now: datetime) -> list[tuple[UUID, Quarter]]:
    """Return (organisation, quarter) of what is over and not done, the oldest first; one query.

    At most BACK quarters of each organisation, and none that was over before it was founded.
    """
    done = func.max(GroupCut.quarter)
    organisations = (
        select(Organisation.id, Organisation.time_zone, Organisation.created_at, done)
        .outerjoin(GroupCut, GroupCut.organisation_id == Organisation.id)
        .group_by(Organisation.id, Organisation.time_zone, Organisation.created_at)
        .order_by(Organisation.id)
    )
    found: list[tuple[UUID, Quarter]] = []
    for identity, zone_name, founded, last in session.execute(organisations):
        zone = zone_of(zone_name)
        quarter = Quarter.of((now - SETTLED).astimezone(zone).date())
        over: list[Quarter] = []
        while len(over) < BACK:
            quarter = quarter.before
            over.insert(0, quarter)
        found += [(identity, each) for each in over if str(each) > (last or "") and each.end(zone) > founded]
    return found


@dataclass(frozen=True, slots=True)
class Drawn:
    """A snapshot that is not stored yet, and its cells as rows."""

    snapshot: GroupSnapshot
    cells: list[dict[str, object]]


def draw(session: Session, organisation_id: UUID, quarter: Quarter, now: datetime) -> list[Drawn]:
    """Return the snapshots of a quarter with their cells, not stored; none where nothing may be told."""
    rule = session.get(GroupRule, organisation_id)
    zone = zone_of(session.scalar(select(Organisation.time_zone).where(Organisation.id == organisation_id)))
    until, tree = quarter.end(zone), named_tree(session, organisation_id)
    found: list[Drawn] = []
    for instrument, rows in counting.majors(session, organisation_id, until - OLDEST, until).items():
        for major, version in rows.items():
            snapshot = GroupSnapshot(
                id=new_id(),
                organisation_id=organisation_id,
                instrument_id=instrument,
                quiz_version_id=version,
                major=major,
                quarter=str(quarter),
                since=max(until - OLDEST, _told_until(session, organisation_id, instrument, major) or until - OLDEST),
                until=until,
                fewest=rule.fewest if rule else FEWEST,
                published_at=now,
            )
            cells = _cells(session, snapshot, tree, rule.counts_from if rule else None)
            if cells:
                found.append(Drawn(snapshot, cells))
    return found


def keep(session: Session, drawn: Drawn) -> None:
    """Store a snapshot with its cells, once: one that is there already, from before a crash, stays as it was told."""
    same = {name: getattr(drawn.snapshot, name) for name in ("organisation_id", "instrument_id", "major", "quarter")}
    if session.scalar(select(GroupSnapshot.id).filter_by(**same)) is None:
        session.add(drawn.snapshot)
        session.flush()
        session.execute(insert(GroupCell), drawn.cells)


def finish(session: Session, organisation_id: UUID, quarter: Quarter, now: datetime) -> None:
    """Mark a quarter as done, whether anything could be told of it or not."""
    done = {"organisation_id": organisation_id, "quarter": str(quarter), "at": now}
    session.execute(insert_new(session, GroupCut).values(done).on_conflict_do_nothing())


def _told_until(session: Session, organisation_id: UUID, instrument: UUID, major: int) -> datetime | None:
    return session.scalar(
        select(func.max(GroupSnapshot.until)).where(
            GroupSnapshot.organisation_id == organisation_id,
            GroupSnapshot.instrument_id == instrument,
            GroupSnapshot.major == major,
        )
    )


def _cells(
    session: Session, snapshot: GroupSnapshot, tree: list[Node], begun_from: datetime | None
) -> list[dict[str, object]]:
    """Return the cells of a snapshot; none where nothing may be told, and the same sittings wait for the next one.

    Where anything is told the whole organisation is, so every sitting is in that figure and is used up.
    """
    versions = counting.versions_of(session, snapshot.instrument_id, snapshot.major)
    found = counting.by_department(
        session, snapshot.organisation_id, versions, snapshot.since, snapshot.until, begun_from
    )
    told = released(placed(tree, found), snapshot.fewest)
    if 0 not in told:
        return []
    names = [(None, "", 0), *((node.id, node.name, node.depth + 1) for node in tree)]
    return [
        {
            "snapshot_id": snapshot.id,
            "place": place,
            "organisation_id": snapshot.organisation_id,
            "department_id": department,
            "name": name,
            "depth": depth,
            **_said(told.get(place)),
        }
        for place, (department, name, depth) in enumerate(names)
    ]


def _said(told: Tally | None) -> dict[str, int | None]:
    if told is None:
        return {"people": None, "mean": None}
    return {"people": told.people, "mean": told_mean(told.people, told.total)}


def placed(tree: list[Node], own: dict[UUID | None, Tally]) -> list[Place]:
    """Return the tree as places, the whole organisation first; who is in no department is in that one itself."""
    at = {node.id: place for place, node in enumerate(tree, start=1)}
    known = [Place(at.get(node.parent_id, 0) if node.parent_id else 0, own.get(node.id, NOBODY)) for node in tree]
    nowhere = sum((tally for department, tally in own.items() if department not in at), NOBODY)
    return [Place(None, nowhere), *known]
