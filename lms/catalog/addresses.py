"""Addresses that both the library and an organisation use: the organisation's own stands, the other one waits."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.questions.text import Text


@dataclass(frozen=True)
class Overshadowed:
    """A module of the library that nobody in the organisation is shown, because one of its own has the address."""

    slug: str
    title: Text


def overshadowed(session: Session, organisation_id: UUID) -> list[Overshadowed]:
    """Return the modules of the library that wait for their address, by address; one query.

    One's own that is published under another address gives it free.
    """
    own = aliased(Module)
    same = and_(own.slug == Module.slug, own.kind == Module.kind, own.organisation_id == organisation_id)
    query = (
        select(Module.slug, ModuleVersion.document["title"])
        .join(ModuleVersion, newest())
        .join(own, same)
        .where(Module.organisation_id.is_(None))
        .order_by(Module.slug)
    )
    return [Overshadowed(slug, title) for slug, title in session.execute(query)]
