"""The tables of adapted modules: which version of the library one was made from, and what was decided about
its later changes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped

from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "while the module is there"


class ModuleOrigin(Base):
    """The version of the library that an organisation's published module was adapted from."""

    __tablename__ = "module_origin"

    module_id: Mapped[UUID] = column(ForeignKey("module.id"), primary_key=True, retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    origin_id: Mapped[UUID] = column(ForeignKey("module_version.id"))


class DeclinedOffer(Base):
    """What was last decided about a change of the library in one part of an adapted module, published or a draft still.

    `path` and `part` say where in the module's own files it stands; `base` is the revision of the text that was
    offered. `version_id`: the version of the library it was offered from, whose files hold that text; None for what
    was left before this was kept. `replaced`: the revision of the module's own text that the offered one took the
    place of, "" where there was none; None where the offer was left. `earlier_id`: the version decided upon before an
    offer was taken, which counts again once that is undone.
    """

    __tablename__ = "declined_offer"

    module_id: Mapped[UUID] = column(primary_key=True, retention=KEPT)
    path: Mapped[str] = column(String(255), primary_key=True)
    part: Mapped[str] = column(String(200), primary_key=True)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    base: Mapped[str] = column(String(16))
    at: Mapped[datetime] = column(Instant)
    version_id: Mapped[UUID | None] = column(ForeignKey("module_version.id"))
    replaced: Mapped[str | None] = column(String(16))
    earlier_id: Mapped[UUID | None] = column(ForeignKey("module_version.id"))


@scope(ModuleOrigin)
def module_origin_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own organisation's."""
    return ModuleOrigin.organisation_id == actor.organisation_id


@scope(DeclinedOffer)
def declined_offer_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own organisation's."""
    return DeclinedOffer.organisation_id == actor.organisation_id
