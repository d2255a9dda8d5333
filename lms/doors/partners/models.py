"""The tables all doors share: what went in and out, what is still to be delivered, which partner is in trouble."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

IN, OUT = "in", "out"
OK, REFUSED, FAILED = "ok", "refused", "failed"
OUTCOMES: Final = (OK, REFUSED, FAILED)
"""How an exchange ended: as it should, with a no of either side, or not at all."""
WAITING, SENDING, DONE = "waiting", "sending", "done"
STATES: Final = (WAITING, SENDING, DONE, REFUSED, FAILED)
"""Where a delivery stands. Refused: the partner said no for good. Failed: three days of tries are over."""
DROPPED: Final = "dropped"
"""What becomes of a delivery that is let go: it is deleted, and nothing is left of it."""

LOG_KEPT: Final = timedelta(days=30)
KEPT: Final = timedelta(days=396)
DAYS, MONTHS = "30 days", "13 months"
IS_WAITING, IS_SENDING = text("state = 'waiting'"), text("state = 'sending'")


class Exchange(Base):
    """One thing that went in or out of a door. Never a secret, an answer or anything of the private classes.

    `door`: "lti", "oidc", …; `partner_id`: the connection, in that door's own table; `what`: a short code
    of what it was ("launch", "score"); `status`: of HTTP, if any; `told`: what to mend, for the administrator, without
    anybody's name. A row that is about somebody goes with them.
    """

    __tablename__ = "exchange"
    __table_args__ = (
        Index("ix_exchange_listed", "organisation_id", "id"),
        Index("ix_exchange_door", "organisation_id", "door", "id"),
        Index("ix_exchange_outcome", "organisation_id", "outcome", "id"),
        Index("ix_exchange_partner_id", "partner_id", "id"),
        Index("ix_exchange_at", "at"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    door: Mapped[str] = column(String(10))
    partner_id: Mapped[UUID | None] = column()
    person_id: Mapped[UUID | None] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=DAYS)
    direction: Mapped[str] = column(String(3))
    what: Mapped[str] = column(String(40))
    outcome: Mapped[str] = column(String(8))
    status: Mapped[int | None] = column(Integer)
    told: Mapped[str] = column(String(300), default="", server_default="")
    at: Mapped[datetime] = column(Instant)


class Delivery(Base):
    """One thing a partner is to be told. One row a partner and key: of several, the one with the highest `sequence`.

    `key`: what it is about, e.g. line item and person; `kind`: what it is, in a word; `payload`: what the door needs to
    say it, gone once it is done; `first_at`: since when this sequence is tried, for three days; `told`: why not yet.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("partner_id", "key"),
        Index("ix_delivery_turn", "partner_id", "due", "id", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
        Index("ix_delivery_left", "lease_until", sqlite_where=IS_SENDING, postgresql_where=IS_SENDING),
        Index("ix_delivery_listed", "organisation_id", "state", "id"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    door: Mapped[str] = column(String(10))
    partner_id: Mapped[UUID] = column()
    person_id: Mapped[UUID | None] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=MONTHS)
    kind: Mapped[str] = column(String(30), privacy="personal", retention=MONTHS)
    key: Mapped[str] = column(String(200), privacy="personal", retention=MONTHS, export=False)
    sequence: Mapped[int] = column(BigInteger, default=0)
    payload: Mapped[str] = column(Text, privacy="personal", retention="until it is delivered")
    state: Mapped[str] = column(String(8), default=WAITING)
    status: Mapped[int | None] = column(Integer)
    told: Mapped[str] = column(String(300), default="", server_default="")
    attempts: Mapped[int] = column(Integer, default=0)
    fence: Mapped[int] = column(Integer, default=0)
    due: Mapped[datetime] = column(Instant)
    lease_until: Mapped[datetime | None] = column(Instant)
    first_at: Mapped[datetime] = column(Instant)
    sent_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=MONTHS)
    created_at: Mapped[datetime] = column(Instant)


class PartnerState(Base):
    """Whether a partner answers. While it does not, it is asked again every half minute and nothing waits for it.

    `failing_since` and `quiet_until`: empty while it answers. `told`: what the last trouble was.
    """

    __tablename__ = "partner_state"

    partner_id: Mapped[UUID] = column(primary_key=True)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    door: Mapped[str] = column(String(10))
    failing_since: Mapped[datetime | None] = column(Instant)
    quiet_until: Mapped[datetime | None] = column(Instant)
    last_ok_at: Mapped[datetime | None] = column(Instant)
    told: Mapped[str] = column(String(300), default="", server_default="")


@scope(Exchange)
def exchange_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators: those of their organisation. Everybody: what went in or out about themselves."""
    own = Exchange.organisation_id == actor.organisation_id
    return own if Role.ADMIN in actor.roles else own & (Exchange.person_id == actor.person_id)


@scope(Delivery)
def delivery_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators: those of their organisation. Everybody: what is told about themselves."""
    own = Delivery.organisation_id == actor.organisation_id
    return own if Role.ADMIN in actor.roles else own & (Delivery.person_id == actor.person_id)


@scope(PartnerState)
def partner_state_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators: those of their organisation."""
    return (PartnerState.organisation_id == actor.organisation_id) & (Role.ADMIN in actor.roles)
