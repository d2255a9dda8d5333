"""Reading what has been released of pages, for those who may see it: nothing here looks at a visit or a live sum."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, Role, Rows
from lms.learning.analysis.releasing import still_needed
from lms.learning.usefulness.models import PageRelease, PageTally


class Which(NamedTuple):
    """A part of a page of one version of a module."""

    module: UUID
    number: str
    page: str
    part: str


def released(session: Session, actor: Actor, modules: Collection[UUID]) -> dict[Which, PageRelease]:
    """Return everything that has been released of these modules; one query."""
    rows = Rows(session, actor, PageRelease).where(PageRelease.module_id.in_(list(modules))).all()
    return {Which(row.module_id, row.number, row.page, row.part): row for row in rows}


def all_released(session: Session, actor: Actor, part: str) -> list[PageRelease]:
    """Return what has been released of one part, of every page of every module."""
    return Rows(session, actor, PageRelease).where(PageRelease.part == part).all()


def more_needed(session: Session, actor: Actor, module: UUID, number: str, part: str) -> int | None:
    """Return how many more people are to be counted before any page of a version tells more of a part; None: nobody is.

    The one thing that is told of the live counters is how many people are in them, of the page nearest to its release.
    """
    if Role.TRAINER not in actor.roles:
        return None
    query = select(PageTally.people, PageTally.fresh).where(
        PageTally.organisation_id == actor.organisation_id,
        PageTally.module_id == module,
        PageTally.number == number,
        PageTally.part == part,
    )
    return min((still_needed(row.people, row.people - row.fresh) for row in session.execute(query)), default=None)
