"""The tables of drills: what one person decided in one play, and how many people decided what."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "until the person is erased: playing again means little without the first time"


class Play(Base):
    """One play of a drill, on the version it was begun with. `drill_id` is the lasting identity: the uuid in its file.

    `choices` are the ids of what was decided, scene by scene; everything else is computed from them. It is over once
    `ended_at` is set.
    """

    __tablename__ = "play"
    __table_args__ = (
        UniqueConstraint("person_id", "drill_id", "number"),
        Index("ix_play_ended", "organisation_id", "ended_at"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    drill_id: Mapped[UUID] = column(privacy="personal", retention=KEPT)
    quiz_version_id: Mapped[UUID] = column(ForeignKey("quiz_version.id"), privacy="personal", retention=KEPT)
    number: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    choices: Mapped[list[str]] = column(JSON, default=list, privacy="sensitive", retention=KEPT)
    started_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    ended_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)

    @property
    def is_over(self) -> bool:
        """Return whether the story has ended."""
        return self.ended_at is not None


class ChoiceTally(Base):
    """How many people decided what in one scene the first time they played, without saying who.

    `chosen`: {option: people}, counted in the same transaction as the decision. `released`: a copy of it, empty until
    enough have decided, and still until enough others have (`lms.learning.analysis.releasing`). Only it is ever shown.
    """

    __tablename__ = "choice_tally"
    __table_args__ = (UniqueConstraint("organisation_id", "drill_id", "major", "scene"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    drill_id: Mapped[UUID] = column()
    major: Mapped[int] = column(Integer)
    scene: Mapped[str] = column(String(64))
    chosen: Mapped[dict[str, Any]] = column(JSON, default=dict)
    released: Mapped[dict[str, Any]] = column(JSON, default=dict)


@scope(Play)
def play_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's, whatever the role."""
    return Play.person_id == actor.person_id


@scope(ChoiceTally)
def tally_scope(actor: Actor) -> ColumnElement[bool]:
    """Those of one's own organisation."""
    return ChoiceTally.organisation_id == actor.organisation_id
