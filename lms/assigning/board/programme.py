"""What the programme can say of itself: who was given it, began, finished, from the same counts as the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.reports.asking import MODULES, OVERVIEW, Filters, Question
from lms.assigning.reports.reading import report
from lms.assigning.reports.rows import Figures, Row
from lms.catalog import shelf
from lms.catalog.models import MODULE, Module, ModuleVersion
from lms.kernel.permissions import Actor, scope_of

FEWEST: Final = 5
"""The fewest finished modules with an exercise in them of which it is said that there was something to practise."""


@dataclass(frozen=True, slots=True)
class Programme:
    """The figures as of `as_of`: of each curriculum that somebody has, and of all modules that offer an exercise.

    `together` counts somebody once for each curriculum. `practicable`: how often somebody has finished a module with
    an exercise at work in it, None below FEWEST. `counted`: False where nothing was counted yet.
    """

    curricula: Sequence[Row]
    together: Figures
    practicable: int | None
    as_of: datetime
    counted: bool = True


def programme(session: Session, actor: Actor, now: datetime, language: str) -> Programme:
    """Return the figures; a handful of queries in an organisation of any size."""
    given = report(session, actor, Question(OVERVIEW), now, language=language)
    if not given.counted:
        return Programme((), Figures(), None, given.as_of, counted=False)
    modules = report(session, actor, Question(OVERVIEW, filters=Filters(of=MODULES)), now, language=language)
    with_exercise = {str(each) for each in modules_with_exercise(session, actor)}
    finished = sum(row.finished for row in modules.rows if row.key in with_exercise)
    return Programme(
        [row for row in given.rows if row.people],
        given.totals or Figures(),
        finished if finished >= FEWEST else None,
        given.as_of,
    )


def modules_with_exercise(session: Session, actor: Actor) -> set[UUID]:
    """Return the modules on the shelf whose newest version offers an exercise at work; pages are kept once read."""
    query = (
        select(ModuleVersion)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(scope_of(Module, actor), Module.kind == MODULE, shelf.newest())
    )
    return {each.module_id for each in session.scalars(query) if _offers(session, actor, each)}


def _offers(session: Session, actor: Actor, version: ModuleVersion) -> bool:
    language = "en"
    for listed in version.document["pages"]:
        page = shelf.page(session, actor, version.id, listed["name"], language)
        if page is not None and any(block["kind"] == "exercise" for block in page.document["blocks"]):
            return True
    return False
