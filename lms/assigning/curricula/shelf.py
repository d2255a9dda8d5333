"""The modules a curriculum can be made of: what is on the organisation's shelf, with what they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.curricula.plan import Minutes
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.permissions import Actor, scope_of


@dataclass(frozen=True, slots=True)
class OnShelf:
    """One module: its title by language, its minutes, and where its cover is."""

    id: UUID
    slug: str
    version: UUID
    title: dict[str, str]
    summary: dict[str, str]
    minutes: Minutes
    cover: str


def shelf(session: Session, actor: Actor) -> dict[UUID, OnShelf]:
    """Return the modules on the organisation's shelf by id, in its order; one query."""
    rows = session.execute(
        select(Module.id, Module.slug, ModuleVersion.id, ModuleVersion.document)
        .join(ModuleVersion, newest())
        .where(scope_of(Module, actor))
        .order_by(Module.position, Module.slug)
    )
    return {module: _on_shelf(module, slug, version, document) for module, slug, version, document in rows}


def _on_shelf(module: UUID, slug: str, version: UUID, document: dict[str, Any]) -> OnShelf:
    minutes = Minutes(document["minutes"], document.get("work_minutes") or 0)
    return OnShelf(module, slug, version, document["title"], document["summary"], minutes, document["cover"])


def minutes_of(modules: Iterable[OnShelf]) -> dict[UUID, Minutes]:
    """Return what each module takes."""
    return {each.id: each.minutes for each in modules}
