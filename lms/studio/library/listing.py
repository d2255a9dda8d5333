"""One page of the library's modules, from the index of cards: the same time for the first page and the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from lms.catalog.card_models import ModuleCard
from lms.catalog.models import Module
from lms.kernel.permissions import Actor, scope_of
from lms.learning.usefulness.models import PageRelease
from lms.learning.usefulness.parts import WAY
from lms.studio.library.wanted import CHANGED, OWN, SHARED, USED, WITHDRAWN, Mark, Wanted

PAGE: Final = 24


@dataclass(frozen=True)
class Line:
    """One module of the list. `people`: how many have opened it, as far as that has been released; 0 else."""

    card: ModuleCard
    slug: str
    withdrawn_at: datetime | None
    people: int

    @property
    def is_own(self) -> bool:
        """Return whether it is the organisation's own, not the shared library's."""
        return self.card.organisation_id is not None

    @property
    def languages(self) -> list[str]:
        """Return the languages it is written in."""
        return [code for code in self.card.languages.split(",") if code]


@dataclass(frozen=True)
class Listed:
    """One page of the list, how many there are in all, and where the next page begins (None: there is none)."""

    lines: list[Line]
    total: int
    following: Mark | None = None


def listed(session: Session, actor: Actor, wanted: Wanted, language: str) -> Listed:
    """Return a page of what is wanted, as readers of `language` see it; two queries."""
    conditions = _conditions(actor, wanted, language)
    used = _used(actor)
    people: ColumnElement[int] = func.coalesce(used.c.people, 0) if wanted.sort == USED else _nobody()
    query = select(ModuleCard, Module.slug, Module.withdrawn_at, people.label("people"))
    query = query.join(Module, Module.id == ModuleCard.module_id)
    if wanted.sort == USED:
        query = query.outerjoin(used, used.c.module_id == ModuleCard.module_id)
    if wanted.after is not None and (after := _after(wanted, people)) is not None:
        query = query.where(after)
    rows = session.execute(query.where(*conditions).order_by(*_order(wanted, people)).limit(PAGE + 1)).all()
    lines = [Line(row.ModuleCard, row.slug, row.withdrawn_at, int(row.people)) for row in rows[:PAGE]]
    following = _mark(wanted, lines[-1]) if len(rows) > PAGE else None
    counted = select(func.count()).select_from(ModuleCard).join(Module, Module.id == ModuleCard.module_id)
    return Listed(lines, session.scalar(counted.where(*conditions)) or 0, following)


def _conditions(actor: Actor, wanted: Wanted, language: str) -> list[ColumnElement[bool]]:
    gone = Module.withdrawn_at.is_not(None) if wanted.state == WITHDRAWN else Module.withdrawn_at.is_(None)
    found = [scope_of(ModuleCard, actor), scope_of(Module, actor), ModuleCard.language == language, gone]
    found += [ModuleCard.words.contains(word, autoescape=True) for word in wanted.words]
    if wanted.language:
        found.append(ModuleCard.languages.contains(f",{wanted.language},", autoescape=True))
    if wanted.whose == OWN:
        found.append(ModuleCard.organisation_id.is_not(None))
    elif wanted.whose == SHARED:
        found.append(ModuleCard.organisation_id.is_(None))
    return found


def _nobody() -> ColumnElement[int]:
    return literal(0)


def _used(actor: Actor) -> Any:
    """Return the subquery of how many people have opened each module: its most opened page, version by version."""
    most = (
        select(PageRelease.module_id, func.max(PageRelease.people).label("people"))
        .where(scope_of(PageRelease, actor), PageRelease.part == WAY)
        .group_by(PageRelease.module_id, PageRelease.number)
        .subquery()
    )
    return select(most.c.module_id, func.sum(most.c.people).label("people")).group_by(most.c.module_id).subquery()


def _order(wanted: Wanted, people: ColumnElement[int]) -> tuple[Any, ...]:
    first: Any = ModuleCard.sort_key
    if wanted.sort == CHANGED:
        first = ModuleCard.published_at.desc()
    elif wanted.sort == USED:
        first = people.desc()
    return first, ModuleCard.module_id


def _after(wanted: Wanted, people: ColumnElement[int]) -> ColumnElement[bool] | None:
    """Return the condition for what follows the mark; None where the mark does not fit the order."""
    mark = wanted.after
    if mark is None:
        return None
    beyond = ModuleCard.module_id > mark.id
    if wanted.sort == CHANGED:
        moment = _moment(mark.value)
        if moment is None:
            return None
        return or_(ModuleCard.published_at < moment, and_(ModuleCard.published_at == moment, beyond))
    if wanted.sort == USED:
        count = int(mark.value) if mark.value.isdecimal() and len(mark.value) <= _DIGITS else None
        return None if count is None else or_(people < count, and_(people == count, beyond))
    return or_(ModuleCard.sort_key > mark.value, and_(ModuleCard.sort_key == mark.value, beyond))


_DIGITS: Final = 9


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _mark(wanted: Wanted, line: Line) -> Mark:
    values = {CHANGED: line.card.published_at.isoformat(), USED: str(line.people)}
    return Mark(values.get(wanted.sort, line.card.sort_key), line.card.module_id)
