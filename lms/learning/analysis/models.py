"""The tables of item analysis: live tallies that nobody is shown, and the released copies that trainers see.

Neither names a person, and neither can be taken apart into persons: they stay when somebody is erased.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, ForeignKey, Integer, String, false
from sqlalchemy.orm import Mapped

from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope, unscoped

WHOLE = ""
"""The `item` of the row about the quiz or the self-assessment as a whole."""
KEPT = "for ever: sums over people that name nobody"


class ItemTally(Base):
    """What the people of one organisation answered to one item of one version: sums that only grow.

    `quiz_id` is the uuid in the file, `number` its version: the same in every module version that carries it.
    `people` have been counted, `fresh` of them since the last release. `restated`: recounted since, after a regrade.
    `turn` grows with every change, so that a long recount notices that it was overtaken.
    """

    __tablename__ = "item_tally"

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True, retention=KEPT)
    quiz_id: Mapped[UUID] = column(primary_key=True, retention=KEPT)
    number: Mapped[str] = column(String(20), primary_key=True, retention=KEPT)
    item: Mapped[str] = column(String(80), primary_key=True, retention=KEPT)
    people: Mapped[int] = column(Integer, default=0, retention=KEPT)
    fresh: Mapped[int] = column(Integer, default=0, retention=KEPT)
    restated: Mapped[bool] = column(Boolean, default=False, server_default=false(), retention=KEPT)
    turn: Mapped[int] = column(Integer, default=0, retention=KEPT)
    sums: Mapped[dict[str, Any]] = column(JSON, default=dict, retention=KEPT)


class ItemRelease(Base):
    """The copy of a tally that trainers see, made when five or more people had been added since the one before.

    `stale`: a key was mended since, and too few have answered to show the recount without showing single people.
    """

    __tablename__ = "item_release"

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True, retention=KEPT)
    quiz_id: Mapped[UUID] = column(primary_key=True, retention=KEPT)
    number: Mapped[str] = column(String(20), primary_key=True, retention=KEPT)
    item: Mapped[str] = column(String(80), primary_key=True, retention=KEPT)
    people: Mapped[int] = column(Integer, retention=KEPT)
    stale: Mapped[bool] = column(Boolean, default=False, server_default=false(), retention=KEPT)
    figures: Mapped[dict[str, Any]] = column(JSON, retention=KEPT)
    released_at: Mapped[datetime] = column(Instant, retention=KEPT)


unscoped(ItemTally, reason="live counters: between two releases they would show what single people answered")


@scope(ItemRelease)
def release_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for those who write and mend the questions."""
    if Role.TRAINER not in actor.roles:
        return false()
    return ItemRelease.organisation_id == actor.organisation_id
