"""Reading what has been told of groups: snapshots alone. Nothing here can see a sitting."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.group_results.models import GroupCell, GroupRule, GroupSnapshot
from lms.assigning.group_results.rounding import step
from lms.assigning.group_results.suppression import FEWEST
from lms.calculators.statistics import normal
from lms.catalog import shelf
from lms.kernel.permissions import Actor, NotFound, Rows, scope_of
from lms.packs.instruments import Instrument

CONFIDENCE: Final = 0.95
KEPT_SNAPSHOTS: Final = 2_000
"""The most snapshots that are read at once: a decade of quarters of some fifty instruments."""


class Moved(StrEnum):
    """What may be said of a group's mean beside the one before."""

    RISEN = "risen"
    FALLEN = "fallen"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, slots=True)
class Line:
    """One department of a snapshot; `before` is the same department's told mean in the snapshot before, and `moved`
    what may be said of the difference. `within`: half the width of the range in which the mean lies (95 %)."""

    cell: GroupCell
    within: int | None
    before: int | None
    moved: Moved | None

    @property
    def is_told(self) -> bool:
        """Return whether there is a figure."""
        return self.cell.mean is not None


@dataclass(frozen=True, slots=True)
class Told:
    """A snapshot with what it is about: its `lines`, the whole organisation first, each department after its parent."""

    snapshot: GroupSnapshot
    instrument: Instrument
    lines: tuple[Line, ...]
    previous: GroupSnapshot | None

    @property
    def hidden(self) -> int:
        """Return how many departments are not told."""
        return sum(not line.is_told for line in self.lines)


def snapshots(session: Session, actor: Actor) -> list[GroupSnapshot]:
    """Return every snapshot of the organisation, newest first."""
    query = select(GroupSnapshot).where(scope_of(GroupSnapshot, actor))
    newest = query.order_by(GroupSnapshot.quarter.desc(), GroupSnapshot.instrument_id, GroupSnapshot.major.desc())
    return list(session.scalars(newest.limit(KEPT_SNAPSHOTS)))


def newest_of_each(every: Iterable[GroupSnapshot]) -> list[GroupSnapshot]:
    """Return the newest snapshot of each instrument, of snapshots newest first."""
    found: dict[UUID, GroupSnapshot] = {}
    for each in every:
        found.setdefault(each.instrument_id, each)
    return list(found.values())


def told(session: Session, actor: Actor, identity: UUID, *, whole: bool = False) -> Told:
    """Return one snapshot with its departments, or with the `whole` organisation alone.

    NotFound when it is not there or another organisation's.
    """
    snapshot = Rows(session, actor, GroupSnapshot).where(GroupSnapshot.id == identity).one_or_404()
    instrument, previous = shelf.instrument(session, snapshot.quiz_version_id), _previous(session, actor, snapshot)
    before = {cell.department_id: cell for cell in _cells(session, actor, previous, whole)} if previous else {}
    lines = tuple(
        _line(cell, before.get(cell.department_id), instrument.spread.sd)
        for cell in _cells(session, actor, snapshot, whole)
    )
    return Told(snapshot, instrument, lines, previous)


def whole(session: Session, actor: Actor, snapshot: GroupSnapshot) -> GroupCell:
    """Return the cell of the whole organisation, which every snapshot has."""
    cell = session.get(GroupCell, (snapshot.id, 0))
    if cell is None or cell.organisation_id != actor.organisation_id:
        raise NotFound
    return cell


def rule(session: Session, actor: Actor) -> tuple[int, datetime | None]:
    """Return (how many people a told group takes, from when on answers count)."""
    found = session.scalar(select(GroupRule).where(scope_of(GroupRule, actor)))
    return (found.fewest, found.counts_from) if found else (FEWEST, None)


def half_width(people: int, sd: float) -> float:
    """Return half the width of the 95 % range round the mean of so many people, in points; its rounding is in it.

    `sd` is the assumed spread of scores: that of the people themselves would be one more figure about them.
    """
    return normal.two_sided(CONFIDENCE) * sd / math.sqrt(people) + step(people) / 2


def moved(before: GroupCell, now: GroupCell, sd: float) -> Moved | None:
    """Return what may be said of two means, taken as those of different people; None where one is not told."""
    if before.mean is None or before.people is None or now.mean is None or now.people is None:
        return None
    chance = normal.two_sided(CONFIDENCE) * sd * math.sqrt(1 / before.people + 1 / now.people)
    rounding = (step(before.people) + step(now.people)) / 2
    if abs(now.mean - before.mean) <= chance + rounding:
        return Moved.CANNOT_TELL
    return Moved.RISEN if now.mean > before.mean else Moved.FALLEN


def _line(cell: GroupCell, before: GroupCell | None, sd: float) -> Line:
    within = math.ceil(half_width(cell.people, sd)) if cell.people is not None else None
    return Line(cell, within, before.mean if before else None, moved(before, cell, sd) if before else None)


def _previous(session: Session, actor: Actor, snapshot: GroupSnapshot) -> GroupSnapshot | None:
    same = (
        GroupSnapshot.instrument_id == snapshot.instrument_id,
        GroupSnapshot.major == snapshot.major,
        GroupSnapshot.quarter < snapshot.quarter,
    )
    query = select(GroupSnapshot).where(scope_of(GroupSnapshot, actor), *same)
    return session.scalar(query.order_by(GroupSnapshot.quarter.desc()).limit(1))


def _cells(session: Session, actor: Actor, snapshot: GroupSnapshot, whole: bool) -> list[GroupCell]:
    query = select(GroupCell).where(scope_of(GroupCell, actor), GroupCell.snapshot_id == snapshot.id)
    if whole:
        query = query.where(GroupCell.place == 0)
    return list(session.scalars(query.order_by(GroupCell.place)))
