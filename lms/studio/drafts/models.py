"""The tables of drafts: the draft, its files, what was changed in them, and who works on them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

KEPT = "with its draft"
HELD = "until it is let go, at most a day"
OPEN = text("trashed_at IS NULL")
LONGEST_PATH, LONGEST_PART = 200, 160


class Draft(Base):
    """A module while it is written. `module_id`: the uuid in its module.toml, whether or not it was ever published.

    `title`: {language: words} as in its module.toml, kept here for lists. `based_on_id`: the version it was opened
    from or last published as; `origin_id`: the version of another module it was adapted from. `acts`: the number of
    the latest act in its history. `trashed_at`: thrown away, and still to be brought back.
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index("uq_draft_open", "organisation_id", "module_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_draft_trashed_at", "trashed_at"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    module_id: Mapped[UUID] = column()
    slug: Mapped[str] = column(String(80))
    title: Mapped[dict[str, str]] = column(JSON, default=dict)
    based_on_id: Mapped[UUID | None] = column(ForeignKey("module_version.id"))
    origin_id: Mapped[UUID | None] = column(ForeignKey("module_version.id"))
    acts: Mapped[int] = column(Integer, default=0)
    made_at: Mapped[datetime] = column(Instant)
    made_by_id: Mapped[UUID | None] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT, erase="null")
    changed_at: Mapped[datetime] = column(Instant)
    changed_by_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), privacy="personal", retention=KEPT, erase="null"
    )
    trashed_at: Mapped[datetime | None] = column(Instant)


class DraftFile(Base):
    """One file of a draft by its path inside the pack. `digest`: SHA-256 of `content` in hex; `size` in bytes."""

    __tablename__ = "draft_file"

    draft_id: Mapped[UUID] = column(ForeignKey("draft.id"), primary_key=True)
    path: Mapped[str] = column(String(LONGEST_PATH), primary_key=True)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    content: Mapped[bytes] = column(LargeBinary)
    digest: Mapped[str] = column(String(64))
    size: Mapped[int] = column(Integer)


class DraftChange(Base):
    """What one act did to one part of one file; acts are numbered from 1 in each draft, their rows by `position`.

    `part`: a part as `lms.packs.segments` cuts it, "@order" for the order of the parts, "@file" for a whole file.
    `before`, `after`: its text as UTF-8, None where it was not there; of a picture only what it was before, because
    what it became lies in the draft or in the next change of it. `beside`: the part it stood after. `what`: the act as
    a code, see `lms.studio.drafts.wording`. `undoes`: the act that this one takes back. `began_at`: when a run of
    keystrokes of one person in one part began, which counts as one act; `at`: the last of them.
    """

    __tablename__ = "draft_change"
    __table_args__ = (
        UniqueConstraint("draft_id", "number", "position"),
        Index("ix_draft_change_part", "draft_id", "path", "part", "number"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    draft_id: Mapped[UUID] = column(ForeignKey("draft.id"))
    number: Mapped[int] = column(Integer)
    position: Mapped[int] = column(Integer, default=0)
    path: Mapped[str] = column(String(LONGEST_PATH))
    part: Mapped[str] = column(String(LONGEST_PART))
    before: Mapped[bytes | None] = column(LargeBinary)
    after: Mapped[bytes | None] = column(LargeBinary)
    beside: Mapped[str | None] = column(String(LONGEST_PART))
    what: Mapped[str] = column(String(60))
    undoes: Mapped[int | None] = column(Integer)
    person_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT, erase="null"
    )
    began_at: Mapped[datetime] = column(Instant)
    at: Mapped[datetime] = column(Instant)


class DraftLock(Base):
    """One part that somebody has in hand until a moment; nobody else's change of it is taken before that."""

    __tablename__ = "draft_lock"

    draft_id: Mapped[UUID] = column(ForeignKey("draft.id"), primary_key=True)
    path: Mapped[str] = column(String(LONGEST_PATH), primary_key=True)
    part: Mapped[str] = column(String(LONGEST_PART), primary_key=True)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=HELD)
    until: Mapped[datetime] = column(Instant)


class DraftComment(Base):
    """What somebody remarked on a part, or on the whole draft where `path` is empty.

    `parent_id`: the remark it answers. `name`: who wrote it, of somebody from outside with a review link
    (`link_id`, which may be gone by now).
    """

    __tablename__ = "draft_comment"
    __table_args__ = (
        Index("ix_draft_comment_draft", "draft_id", "resolved_at"),
        Index("ix_draft_comment_link", "link_id", "at"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    draft_id: Mapped[UUID] = column(ForeignKey("draft.id"))
    parent_id: Mapped[UUID | None] = column(ForeignKey("draft_comment.id"))
    link_id: Mapped[UUID | None] = column()
    path: Mapped[str] = column(String(LONGEST_PATH), default="")
    part: Mapped[str] = column(String(LONGEST_PART), default="")
    text: Mapped[str | None] = column(Text, privacy="personal", retention=KEPT, erase="null")
    name: Mapped[str] = column(String(80), default="")
    person_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT, erase="null"
    )
    at: Mapped[datetime] = column(Instant)
    resolved_at: Mapped[datetime | None] = column(Instant)
    resolved_by_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), privacy="personal", retention=KEPT, erase="null"
    )


class ReviewLink(Base):
    """An address under which somebody without an account reads a draft until a day; only its hash is kept."""

    __tablename__ = "review_link"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    draft_id: Mapped[UUID] = column(ForeignKey("draft.id"), index=True)
    token_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention=KEPT)
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    made_at: Mapped[datetime] = column(Instant)
    until: Mapped[datetime] = column(Instant)
    revoked_at: Mapped[datetime | None] = column(Instant)


def _trainers_scope(model: type[Base]) -> None:
    @scope(model)
    def rule(actor: Actor) -> ColumnElement[bool]:
        """The organisation's trainers."""
        own: ColumnElement[bool] = model.organisation_id == actor.organisation_id  # type: ignore[attr-defined]
        return own & (Role.TRAINER in actor.roles)


for _model in (Draft, DraftFile, DraftChange, DraftLock, DraftComment, ReviewLink):
    _trainers_scope(_model)
