"""The few pages at which most people stop, of all modules: for the trainer's home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.card_models import ModuleCard
from lms.catalog.models import Module, ModuleVersion
from lms.kernel.permissions import Actor, scope_of
from lms.learning.usefulness.models import PageRelease
from lms.learning.usefulness.parts import STOPPED, WAY
from lms.learning.usefulness.reading import all_released
from lms.packs.identity import version_numbers
from lms.questions.text import Text
from lms.studio.working.figures import MANY, number_of

MOST: Final = 3


@dataclass(frozen=True)
class Stop:
    """A page of the newest version at which many stop: `share` of `people` who opened it."""

    slug: str
    module: str
    number: str
    page: str
    title: Text
    share: float
    people: int


def worst_stops(session: Session, actor: Actor, language: str, most: int = MOST) -> list[Stop]:
    """Return the pages most people stop at, of the newest version of each module of which that is known."""
    newest = _newest(all_released(session, actor, WAY))
    heavy = [row for rows in newest.values() for row in rows if _share(row) >= MANY]
    heavy.sort(key=lambda row: (-_share(row), -row.people, row.page))
    if not heavy:
        return []
    known = _known(session, actor, {row.module_id for row in heavy}, language)
    found = (_stop(row, known.get((row.module_id, row.number))) for row in heavy)
    return [each for each in found if each is not None][:most]


def _newest(rows: list[PageRelease]) -> dict[UUID, list[PageRelease]]:
    """Return {module: the released rows of its newest version that has any}."""
    by_version: dict[UUID, dict[tuple[int, int], list[PageRelease]]] = {}
    for row in rows:
        age = version_numbers(row.number) or (0, 0)
        by_version.setdefault(row.module_id, {}).setdefault(age, []).append(row)
    return {module: versions[max(versions)] for module, versions in by_version.items()}


def _share(row: PageRelease) -> float:
    return float(row.figures.get(STOPPED, 0)) / row.people


def _known(session: Session, actor: Actor, modules: set[UUID], language: str) -> dict[tuple[UUID, str], Any]:
    rows = session.execute(
        select(Module.slug, ModuleCard.title, ModuleVersion)
        .join(Module, Module.id == ModuleVersion.module_id)
        .join(ModuleCard, ModuleCard.module_id == Module.id)
        .where(scope_of(Module, actor), scope_of(ModuleVersion, actor), Module.id.in_(modules))
        .where(ModuleCard.language == language, Module.withdrawn_at.is_(None))
    )
    return {(row.ModuleVersion.module_id, number_of(row.ModuleVersion)): row for row in rows}


def _stop(row: PageRelease, known: Any) -> Stop | None:
    """Return the stop; None where it is the last page, which ends with being read, or the page is no more."""
    pages = known.ModuleVersion.document["pages"] if known is not None else []
    page = next((each for each in pages[:-1] if each["name"] == row.page), None)
    if page is None:
        return None
    return Stop(known.slug, known.title, row.number, row.page, page["title"], _share(row), row.people)
