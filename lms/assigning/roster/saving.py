"""Saved views: a list as it was set up, kept under a name, for oneself or for all of HR."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.roster.asking import Wanted
from lms.assigning.roster.models import SavedView
from lms.kernel.permissions import Actor, scope_of

MOST: Final = 50
"""Views one person may keep."""


class TooMany(ValueError):
    """Somebody keeps as many views as there may be."""


def views(session: Session, actor: Actor) -> list[SavedView]:
    """Return the views the actor may open: first their own, then those of others that are shared."""
    order = (SavedView.person_id != actor.person_id, SavedView.name, SavedView.id)
    query = select(SavedView).where(scope_of(SavedView, actor), SavedView.deleted_at.is_(None)).order_by(*order)
    return list(session.scalars(query.limit(4 * MOST)))


def deleted(session: Session, actor: Actor, view: UUID | None) -> UUID | None:
    """Return the id of one's own deleted view, which can be brought back; None for any other."""
    mine = (SavedView.id == view, SavedView.person_id == actor.person_id, SavedView.deleted_at.is_not(None))
    return session.scalar(select(SavedView.id).where(*mine)) if view else None


def save(session: Session, actor: Actor, name: str, wanted: Wanted, *, shared: bool, now: datetime) -> SavedView:
    """Keep a list under a name; one's own view of the same name is replaced. Raises TooMany."""
    query = {key: str(value) for key, value in wanted.args().items()}
    mine = (SavedView.person_id == actor.person_id, SavedView.deleted_at.is_(None))
    view = session.scalars(select(SavedView).where(*mine, SavedView.name == name)).first()
    if view is None:
        if (session.scalar(select(func.count()).select_from(SavedView).where(*mine)) or 0) >= MOST:
            raise TooMany
        view = SavedView(organisation_id=actor.organisation_id, person_id=actor.person_id, name=name, created_at=now)
        session.add(view)
    view.query, view.shared = query, shared
    session.flush()
    return view


def rename(view: SavedView, name: str, *, shared: bool) -> None:
    """Give a view another name, and say whether all of HR may open it."""
    view.name, view.shared = name, shared


def delete(view: SavedView, now: datetime) -> None:
    """Put a view away; `restore` brings it back."""
    view.deleted_at = now


def restore(view: SavedView) -> None:
    """Bring a deleted view back."""
    view.deleted_at = None
