"""The terms an organisation has added to the shared glossary."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

LONGEST: Final = 80


class GlossaryTerm(Base):
    """One term and what it is called: `english` once in an organisation, `words` {language: word} with English."""

    __tablename__ = "glossary_term"
    __table_args__ = (UniqueConstraint("organisation_id", "english"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    english: Mapped[str] = column(String(LONGEST))
    words: Mapped[dict[str, str]] = column(JSON)
    changed_at: Mapped[datetime] = column(Instant)


@scope(GlossaryTerm)
def term_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's own."""
    found: ColumnElement[bool] = GlossaryTerm.organisation_id == actor.organisation_id
    return found
