"""Adding to the counters of pages, and releasing copies of them: always inside the caller's transaction.

The same rule as for questions (`lms.learning.analysis.releasing`): nothing until five people, and nothing new until
five more. Somebody who counts as something else than before changes the counter and is not one more: what they changed
is told together with what five others brought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from lms.kernel.database import insert
from lms.learning.analysis.releasing import may_release
from lms.learning.usefulness.models import PageRelease, PageTally
from lms.learning.usefulness.parts import told


class Key(NamedTuple):
    """What one counter is about: a part of one page of one version of a module, in one organisation."""

    organisation: UUID
    module: UUID
    number: str
    page: str
    part: str


@dataclass
class More:
    """What is added to one counter: how many new people, and {what they count as: more or fewer}."""

    people: int = 0
    sums: Counter[str] = field(default_factory=Counter)

    def change(self, before: str | None, after: str) -> None:
        """Count one person as `after`, who counted as `before` until now; None: who was not counted."""
        self.people += before is None
        self.sums[after] += 1
        if before is not None:
            self.sums[before] -= 1


def add(session: Session, more: Mapping[Key, More], now: datetime) -> None:
    """Add to the counters, each held to the end of the transaction, and release what may be released."""
    held = _held(session, more)
    for key, each in more.items():
        tally = held[key]
        sums = Counter(tally.sums)
        sums.update(each.sums)
        tally.sums = dict(sums)
        tally.people += each.people
        tally.fresh += each.people
        if may_release(tally.people, tally.people - tally.fresh):
            session.merge(_release(key, tally, now))
            tally.fresh = 0
    session.flush()


def _release(key: Key, tally: PageTally, now: datetime) -> PageRelease:
    figures = told(key.part, tally.sums)
    return PageRelease(**_columns(key), people=tally.people, figures=figures, released_at=now)


def _held(session: Session, more: Mapping[Key, More]) -> dict[Key, PageTally]:
    """Return the counters, made where there are none, locked in one order."""
    rows = [{**_columns(key), "people": 0, "fresh": 0, "sums": {}} for key in sorted(more)]
    if rows:
        session.execute(insert(session, PageTally).values(rows).on_conflict_do_nothing())
    columns = [getattr(PageTally, name) for name in _NAMES]
    wanted = select(PageTally).where(tuple_(*columns).in_([tuple(key) for key in more]))
    locked = wanted.order_by(*columns).with_for_update().execution_options(populate_existing=True)
    return {Key(*(getattr(row, name) for name in _NAMES)): row for row in session.scalars(locked)}


_NAMES = ("organisation_id", "module_id", "number", "page", "part")


def _columns(key: Key) -> dict[str, Any]:
    return dict(zip(_NAMES, key, strict=True))
