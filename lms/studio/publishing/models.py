"""The tables of publishing: what was or is to be published, with its note, and who has put a note away."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope
from lms.sentences import Stored

KEPT = "for ever: it says how a version came to be"
PERSON_KEPT = "until the person is erased"
WAITS = text("state = 'waiting'")


class State(StrEnum):
    """Where a publication stands; all but the first are final."""

    WAITING = "waiting"
    PUBLISHED = "published"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Publication(Base):
    """One press of the button: of which module, as minor or major, by whom, when it is due, and what came of it.

    `module_id` is the module's row, which the first publication makes; `draft_id` the draft, None where an older
    version is published anew. `number`: the version's, once it is published as `published_id`. `note`: {language: what
    is new}, empty where nothing was said. `problems`: why a publication that was due could not be made, one in a line.
    """

    __tablename__ = "publication"
    __table_args__ = (
        Index("ix_publication_module", "organisation_id", "module_id", "made_at"),
        Index(
            "uq_publication_waiting",
            "organisation_id",
            "module_id",
            unique=True,
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
        Index("ix_publication_published", "published_id"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), retention=KEPT)
    module_id: Mapped[UUID] = column(retention=KEPT)
    draft_id: Mapped[UUID | None] = column(index=True, retention=KEPT)
    published_id: Mapped[UUID | None] = column(ForeignKey("module_version.id"), retention=KEPT)
    number: Mapped[str] = column(String(20), default="", retention=KEPT)
    level: Mapped[str] = column(String(10), retention=KEPT)
    note: Mapped[dict[str, str]] = column(JSON, default=dict, retention=KEPT)
    state: Mapped[str] = column(String(12), retention=KEPT)
    problems: Mapped[list[Stored]] = column(JSON, default=list, retention=KEPT)
    due: Mapped[datetime] = column(Instant, retention=KEPT)
    made_at: Mapped[datetime] = column(Instant, retention=KEPT)
    made_by_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention=PERSON_KEPT, erase="null"
    )
    done_at: Mapped[datetime | None] = column(Instant, retention=KEPT)
    seen_at: Mapped[datetime | None] = column(Instant, retention=KEPT)


class NoteSeen(Base):
    """Somebody has put away what is new in a version."""

    __tablename__ = "note_seen"

    person_id: Mapped[UUID] = column(
        ForeignKey("person.id"), primary_key=True, privacy="personal", retention=PERSON_KEPT
    )
    version_id: Mapped[UUID] = column(
        ForeignKey("module_version.id"), primary_key=True, privacy="personal", retention=PERSON_KEPT
    )
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    seen_at: Mapped[datetime] = column(Instant, privacy="personal", retention=PERSON_KEPT)


@scope(Publication)
def publication_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for its trainers."""
    return (Publication.organisation_id == actor.organisation_id) & (Role.TRAINER in actor.roles)


@scope(NoteSeen)
def note_seen_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return NoteSeen.person_id == actor.person_id
