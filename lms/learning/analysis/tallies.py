"""Adding to the tallies, and releasing copies of them: always inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.database import insert
from lms.learning.analysis.models import WHOLE, ItemRelease, ItemTally
from lms.learning.analysis.releasing import FEWEST, may_release
from lms.learning.analysis.sums import Sums


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One version of a quiz or a self-assessment in one organisation: what a set of tallies is about."""

    organisation: UUID
    quiz: UUID
    number: str


def add(session: Session, version: Version, more: Mapping[str, Sums], now: datetime) -> None:
    """Add the sums of new people, {item: sums}, and release what may be released."""
    held, told = _held(session, version, more), _told(session, version)
    for item, sums in more.items():
        tally = held[item]
        own = type(sums).from_document(tally.sums)
        own.merge(sums)
        tally.sums, tally.people, tally.fresh = own.document(), own.people, tally.fresh + sums.people
        tally.turn += 1
        if may_release(tally.people, tally.people - tally.fresh):
            session.add(_released(tally, told.get(item), own, now))
    session.flush()


def turn_of(session: Session, version: Version, *, lock: bool = False) -> int:
    """Return the number of the latest change to a version's tallies; 0 before any. `lock` keeps it until the commit."""
    key = (version.organisation, version.quiz, version.number, WHOLE)
    found = session.get(ItemTally, key, populate_existing=True, with_for_update=lock or None)
    return found.turn if found else 0


def replace(session: Session, version: Version, recounted: Mapping[str, Sums], now: datetime) -> None:
    """Put a recount in the place of a version's tallies.

    Those counted before whose attempts are gone are taken to have come since the last release. The same people under
    a mended key are released at once; where one to four have come, the old copy stays, marked stale, until five have.
    """
    held, told = _held(session, version, recounted), _told(session, version)
    for item, sums in recounted.items():
        tally = held[item]
        gone = tally.people - sums.people
        tally.sums, tally.people, tally.fresh = sums.document(), sums.people, max(0, tally.fresh - gone)
        tally.turn += 1
        tally.restated = True
        same_people = tally.fresh == 0 and gone == 0 and tally.people >= FEWEST
        if same_people or may_release(tally.people, tally.people - tally.fresh):
            session.add(_released(tally, told.get(item), sums, now))
        elif item in told:
            told[item].stale = True
    session.flush()


def _held(session: Session, version: Version, items: Collection[str]) -> dict[str, ItemTally]:
    """Return the version's tallies of these items, made where there are none, locked in one order; WHOLE first."""
    held = _locked(session, version, items)
    bare = sorted(set(items) - held.keys())
    if bare:
        rows = [{**_key(version), "item": item, "people": 0, "fresh": 0, "turn": 0, "sums": {}} for item in bare]
        session.execute(insert(session, ItemTally).values(rows).on_conflict_do_nothing())
        held = _locked(session, version, items)
    return held


def _locked(session: Session, version: Version, items: Collection[str]) -> dict[str, ItemTally]:
    mine = select(ItemTally).filter_by(**_key(version)).where(ItemTally.item.in_(list(items)))
    locked = mine.order_by(ItemTally.item).with_for_update().execution_options(populate_existing=True)
    return {tally.item: tally for tally in session.scalars(locked)}


def _key(version: Version) -> dict[str, Any]:
    return {"organisation_id": version.organisation, "quiz_id": version.quiz, "number": version.number}


def _told(session: Session, version: Version) -> dict[str, ItemRelease]:
    """Return what has been released of a version, by item."""
    return {row.item: row for row in session.scalars(select(ItemRelease).filter_by(**_key(version)))}


def _released(tally: ItemTally, kept: ItemRelease | None, sums: Sums, now: datetime) -> ItemRelease:
    """Return the copy of a tally as it is told from now on; the tally begins to count who comes after it."""
    figures = sums.told(kept.figures if kept else {})
    if kept is None:
        key = {name: getattr(tally, name) for name in ("organisation_id", "quiz_id", "number", "item")}
        kept = ItemRelease(**key)
    kept.people, kept.figures, kept.released_at, kept.stale = tally.people, figures, now, False
    tally.fresh, tally.restated = 0, False
    return kept
