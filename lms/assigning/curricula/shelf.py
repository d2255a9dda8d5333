"""The modules a curriculum can be made of: what is on the organisation's shelf, with what they take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
    """One module: its title by language, its minutes, and where its cover is.

    `is_withdrawn`: taken off the shelf, so that it stays where it is asked for and comes into nothing new.
    `companions`: the names of the pages beside it, by what they are ("team", "line-manager").
    """

    id: UUID
    slug: str
    version: UUID
    title: dict[str, str]
    summary: dict[str, str]
    minutes: Minutes
    cover: str
    is_withdrawn: bool = False
    companions: Mapping[str, str] = field(default_factory=dict)


def shelf(session: Session, actor: Actor) -> dict[UUID, OnShelf]:
    """Return the modules on the organisation's shelf by id, in its order; one query."""
    rows = session.execute(
        select(Module.id, Module.slug, ModuleVersion.id, ModuleVersion.document, Module.withdrawn_at)
        .join(ModuleVersion, newest())
        .where(scope_of(Module, actor))
        .order_by(Module.position, Module.slug)
    )
    return {row[0]: _on_shelf(*row) for row in rows}


def _on_shelf(
    module: UUID, slug: str, version: UUID, document: dict[str, Any], withdrawn_at: datetime | None
) -> OnShelf:
    minutes = Minutes(document["minutes"], document.get("work_minutes") or 0)
    return OnShelf(
        module,
        slug,
        version,
        document["title"],
        document["summary"],
        minutes,
        document["cover"],
        withdrawn_at is not None,
        {each["beside"]: each["name"] for each in document.get("companions", ())},
    )


def offered(modules: Mapping[UUID, OnShelf]) -> list[UUID]:
    """Return the modules that may come into a curriculum: those that have not been taken off the shelf."""
    return [id for id, each in modules.items() if not each.is_withdrawn]


def minutes_of(modules: Iterable[OnShelf]) -> dict[UUID, Minutes]:
    """Return what each module takes."""
    return {each.id: each.minutes for each in modules}
