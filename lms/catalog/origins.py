"""What an organisation's published module was adapted from."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.origin_models import ModuleOrigin


def origin_of(session: Session, module_id: UUID) -> UUID | None:
    """Return the version of the library a published module was adapted from; None for one that was not."""
    return session.scalar(select(ModuleOrigin.origin_id).where(ModuleOrigin.module_id == module_id))
