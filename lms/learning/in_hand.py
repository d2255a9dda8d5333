"""A module as one learner has it in hand: its newest minor, their enrolment, what they have read, where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.models import Module, ModuleVersion
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.kernel.prepared import Prepared
from lms.learning.models import Enrolment, PageRead
from lms.learning.usefulness.models import PageUseful


@dataclass(frozen=True)
class Contents:
    """One line of a module's contents."""

    name: str
    title: dict[str, str]
    minutes: int
    required: bool
    read: bool


@dataclass(frozen=True)
class Companion:
    """A page beside a module, which is in no count; `beside` is one of `lms.packs.companions.KINDS`."""

    name: str
    title: dict[str, str]
    minutes: int
    beside: str


@dataclass(frozen=True)
class InHand:
    """One module, one learner. `cycle`: the one that an enrolment made now would have, where there is none.

    `useful`: {page: what they say to "Was this useful?"}, of the pages under which they have said something.
    """

    module: Module
    version: ModuleVersion
    enrolment: Enrolment | None
    read: frozenset[str] = field(default_factory=frozenset)
    cycle: int = 1
    useful: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        """Return titles, objectives, page order and sources of the version."""
        return self.version.document

    @property
    def slug(self) -> str:
        """Return the module's address."""
        return self.module.slug

    @property
    def is_off_shelf(self) -> bool:
        """Return whether it was taken off the shelf before they had it: who is to do it still meets it, nobody else."""
        return self.module.withdrawn_at is not None and self.enrolment is None

    @cached_property
    def contents(self) -> list[Contents]:
        """Return the pages in order."""
        pages = self.document["pages"]
        return [Contents(p["name"], p["title"], p["minutes"], p["required"], p["name"] in self.read) for p in pages]

    @cached_property
    def companions(self) -> list[Companion]:
        """Return the pages beside the module in order."""
        return [Companion(**each) for each in self.document.get("companions", ())]

    @property
    def next_page(self) -> str:
        """Return the page to go on with: where they were when it is unread, else the first unread, else the last."""
        names = [page.name for page in self.contents]
        unread = [page.name for page in self.contents if not page.read]
        place = self.enrolment.place_page if self.enrolment else None
        if place in unread:
            return str(place)
        return unread[0] if unread else names[-1]

    @property
    def pages_read(self) -> int:
        """Return how many pages are read."""
        return sum(page.read for page in self.contents)

    @property
    def minutes_left(self) -> int:
        """Return the minutes of the pages not read yet."""
        return sum(page.minutes for page in self.contents if not page.read)

    def page(self, name: str) -> Contents | None:
        """Return the page of that name."""
        return next((page for page in self.contents if page.name == name), None)

    def position(self, name: str) -> int:
        """Return the number of a page, from 0. NotFound when there is none of that name."""
        for number, page in enumerate(self.contents):
            if page.name == name:
                return number
        raise NotFound

    def beside(self, name: str, step: int) -> Contents | None:
        """Return the page `step` places further, or None beyond either end."""
        place = self.position(name) + step
        return self.contents[place] if 0 <= place < len(self.contents) else None


def module_in_hand(session: Session, actor: Actor, slug: str) -> InHand:
    """Return the module of that address as the actor has it; one query. NotFound when it is not on their shelf."""
    if not slug.isprintable():  # PostgreSQL takes no zero byte, not even to look for it
        raise NotFound
    return _one(_found(_MODULE.run(session, actor, slug=slug)))


def module_by_id(session: Session, actor: Actor, module: UUID) -> InHand:
    """Return the module under its lasting identity as the actor has it; one query. NotFound as above."""
    return _one(_found(_BY_ID.run(session, actor, module=module)))


def enrolment_in_hand(session: Session, actor: Actor, enrolment: UUID) -> InHand:
    """Return the module as the actor has it in one enrolment of theirs, the latest or an earlier cycle; one query."""
    return _one(_found(_ENROLMENT.run(session, actor, enrolment=enrolment)))


def anew(session: Session, actor: Actor, hand: InHand) -> InHand:
    """Return a module as the actor begins its next cycle: the major that is current now, nothing read; one query."""
    module, version = _ANEW.run(session, actor, module=hand.module.id).one()
    return InHand(module, version, None, cycle=hand.enrolment.cycle + 1 if hand.enrolment else 1)


def shelf_in_hand(session: Session, actor: Actor) -> list[InHand]:
    """Return every module on the actor's shelf as they have it, in the order of the shelf; one query."""
    return _found(_SHELF.run(session, actor))


def offered_in_hand(session: Session, actor: Actor) -> list[InHand]:
    """Return what `shelf_in_hand` does without what was taken off the shelf before the actor had it; one query."""
    return [hand for hand in shelf_in_hand(session, actor) if not hand.is_off_shelf]


def named(session: Session, actor: Actor, modules: Sequence[UUID]) -> dict[UUID, tuple[str, dict[str, str]]]:
    """Return (address, title) of some modules by id; one query, none where there are none."""
    if not modules:
        return {}
    found = _NAMED.run(session, actor, modules=list(modules))
    return {module: (slug, title) for module, slug, title in found}


_BETWEEN: Final = "/"
"""Stands between the names of pages, and in none of them: each is a file's."""
_SAID: Final = "="
"""Stands between a page's name and what was said of it."""


def _one(found: list[InHand]) -> InHand:
    if not found:
        raise NotFound
    return found[0]


def _latest(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for the actor's latest cycle of a module."""
    cycle = (
        select(func.max(Enrolment.cycle))
        .where(Enrolment.person_id == actor.person_id, Enrolment.module_id == Module.id)
        .correlate(Module)
        .scalar_subquery()
    )
    return and_(Enrolment.person_id == actor.person_id, Enrolment.cycle == cycle)


def _chosen(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for one enrolment of the actor's, whichever cycle it is."""
    return and_(Enrolment.id == bindparam("enrolment"), Enrolment.person_id == actor.person_id)


def _modules(actor: Actor, mine: ColumnElement[bool]) -> Any:
    """Return the query of the modules on the actor's shelf, each with the enrolment that `mine` picks, the names of
    the pages read in it, and what was said of its pages ("page=answer")."""
    pinned = case((Enrolment.major.is_not(None), Enrolment.major), else_=Module.major)
    read = select(func.aggregate_strings(PageRead.page, _BETWEEN)).where(PageRead.enrolment_id == Enrolment.id)
    pair = PageUseful.page + _SAID + PageUseful.answer
    said = select(func.aggregate_strings(pair, _BETWEEN)).where(PageUseful.enrolment_id == Enrolment.id)
    gathered = (each.correlate(Enrolment).scalar_subquery() for each in (read, said))
    return (
        select(Module, ModuleVersion, Enrolment, *gathered)
        .outerjoin(Enrolment, and_(Enrolment.module_id == Module.id, mine))
        .join(ModuleVersion, shelf.newest(pinned))
        .where(scope_of(Module, actor))
        .order_by(Module.position, Module.slug)
    )


_SHELF = Prepared(lambda actor: _modules(actor, _latest(actor)))
_MODULE = Prepared(lambda actor: _modules(actor, _latest(actor)).where(Module.slug == bindparam("slug")))
_BY_ID = Prepared(lambda actor: _modules(actor, _latest(actor)).where(Module.id == bindparam("module")))
_ANEW = Prepared(
    lambda actor: (
        select(Module, ModuleVersion)
        .join(ModuleVersion, shelf.newest())
        .where(scope_of(Module, actor), Module.id == bindparam("module"))
    )
)
_NAMED = Prepared(
    lambda actor: (
        select(Module.id, Module.slug, ModuleVersion.document["title"])
        .join(ModuleVersion, shelf.newest())
        .where(scope_of(Module, actor), Module.id.in_(bindparam("modules", expanding=True)))
    )
)
_ENROLMENT = Prepared(lambda actor: _modules(actor, _chosen(actor)).where(Enrolment.id.is_not(None)))


def _found(rows: Any) -> list[InHand]:
    return [InHand(m, v, e, frozenset(_split(read)), useful=_said(said)) for m, v, e, read, said in rows]


def _said(gathered: str | None) -> dict[str, str]:
    pairs = (each.rpartition(_SAID) for each in _split(gathered))
    return {page: answer for page, _sign, answer in pairs}


def _split(gathered: str | None) -> list[str]:
    return gathered.split(_BETWEEN) if gathered else []
