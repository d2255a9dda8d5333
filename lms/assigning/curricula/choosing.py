"""The curricula that can be given to people."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from lms.assigning.curricula.models import Curriculum
from lms.kernel.permissions import Actor, scope_of


def published(session: Session, actor: Actor) -> list[Curriculum]:
    """Return the organisation's curricula that are published and not retired, the newest first; one query."""
    return list(
        session.scalars(
            select(Curriculum)
            .where(scope_of(Curriculum, actor), can_be_given())
            .order_by(Curriculum.created_at.desc(), Curriculum.id)
        )
    )


def can_be_given() -> ColumnElement[bool]:
    """Return the condition of a curriculum that can be given to people: published, and neither retired nor removed."""
    return and_(Curriculum.published, ~Curriculum.retired, Curriculum.removed_at.is_(None))
