"""The table of connections to learning record stores."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, Date, ForeignKey, String, false
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

DOOR: Final = "xapi"
BASIC, BEARER = "basic", "bearer"


class XapiConnection(Base):
    """An organisation's connection to one LRS.

    `endpoint`: its address, to which `/statements` is added. `sign_in`: "basic" with `key` and `secret`, or "bearer"
    with `secret` alone; `secret` is sealed with the installation's key. `kinds`: what is told, of `statements.KINDS`.
    `since`: the first day that is told of, in UTC. `by_mail`: people are named by their mail addresses. `scores`: of
    passed questions the score is told. `marks`: {kind: [moment, row]}, up to where each kind was read; a kind without
    a mark begins at `since`.
    """

    __tablename__ = "xapi_connection"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = column(String(60))
    endpoint: Mapped[str] = column(String(300))
    sign_in: Mapped[str] = column(String(6), default=BASIC)
    key: Mapped[str] = column(String(200), default="")
    secret: Mapped[str] = column(String(1500), privacy="secret", retention="until it is replaced", erase="keep")
    kinds: Mapped[list[str]] = column(JSON, default=list)
    since: Mapped[date] = column(Date)
    by_mail: Mapped[bool] = column(Boolean, default=False, server_default=false())
    scores: Mapped[bool] = column(Boolean, default=False, server_default=false())
    active: Mapped[bool] = column(Boolean, default=False, server_default=false())
    marks: Mapped[dict[str, list[str]]] = column(JSON, default=dict)
    created_at: Mapped[datetime] = column(Instant)


@scope(XapiConnection)
def connection_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators see their organisation's connections; others those that are told of them."""
    own = XapiConnection.organisation_id == actor.organisation_id
    return own if Role.ADMIN in actor.roles else own & XapiConnection.active
