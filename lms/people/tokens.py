"""Door tokens: made, shown once, looked up, and ended; each opens one door into one organisation.

A token holds 256 bits of chance and is kept as its hash, from which nobody gets it back. Two may be active at a time
for an organisation and a door, so that a new one can be put in place before the old one ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import BindParameter, ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from lms.kernel.audit import AuditEntry
from lms.kernel.database import Database
from lms.kernel.ids import OrganisationId
from lms.kernel.permissions import Role
from lms.people.departments import hold_tree
from lms.people.history import describe_all
from lms.people.models import Organisation
from lms.people.token_models import DoorToken

DOORS: Final = ("scim", "api")
BYTES: Final = 32
MOST: Final = 2
"""Tokens of one organisation and door that are active at a time."""
NOTED: Final = timedelta(minutes=5)
"""How exactly it is noted when a token was last used."""
_TOKEN: Final = re.compile(r"oi_(?:scim|api)_[A-Za-z0-9_-]{43}", re.ASCII)
_BEARER: Final = re.compile(r"[Bb]earer +(\S+) *", re.ASCII)

describe_all({"token.made": _l("A token for another program was made"), "token.revoked": _l("A token was revoked")})


class TooManyTokens(ValueError):
    """As many tokens are active as there may be: one must be revoked first."""


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a token that opens a door: which token, of which organisation, in which language it is spoken to."""

    token_id: UUID
    organisation_id: OrganisationId
    door: str
    language: str
    last_used_at: datetime | None


def make(
    session: Session, organisation: UUID, door: str, now: datetime, *, by: UUID | None = None, days: int | None = None
) -> tuple[DoorToken, str]:
    """Make a token and return its row and the token itself, which nobody can show again.

    `by`: the administrator, None from the shell; `days`: after which it ends, None for never. Raises TooManyTokens,
    ValueError for a door that takes none.
    """
    if door not in DOORS:
        raise ValueError(f"no door takes tokens under the name {door}")
    hold_tree(session, organisation)  # two at once must not both be the second
    ours = (DoorToken.organisation_id == organisation, DoorToken.door == door, is_active(now))
    if (session.scalar(select(func.count()).select_from(DoorToken).where(*ours)) or 0) >= MOST:
        raise TooManyTokens
    token = f"oi_{door}_{token_urlsafe(BYTES)}"
    ends = now + timedelta(days=days) if days else None
    row = DoorToken(
        organisation_id=organisation, door=door, token_hash=_hash(token), made_at=now, made_by=by, ends_at=ends
    )
    session.add(row)
    _note(session, organisation, "token.made", door, by, now)
    session.flush()
    return row, token


def revoke(session: Session, organisation: UUID, token: UUID, now: datetime, *, by: UUID | None = None) -> bool:
    """End a token of an organisation: the next request that shows it is refused. False where there is no such one."""
    ours = (DoorToken.organisation_id == organisation, DoorToken.id == token, DoorToken.revoked_at.is_(None))
    statement = update(DoorToken).where(*ours).values(revoked_at=now).returning(DoorToken.door)
    door = session.scalars(statement, execution_options={"synchronize_session": False}).first()
    if door is not None:
        _note(session, organisation, "token.revoked", door, by, now)
    return door is not None


def every(session: Session, organisation: UUID | None = None, door: str | None = None) -> Sequence[DoorToken]:
    """Return tokens, the newest first; None for those of all organisations or doors."""
    query = select(DoorToken).order_by(DoorToken.made_at.desc(), DoorToken.id.desc())
    query = query if organisation is None else query.where(DoorToken.organisation_id == organisation)
    return session.scalars(query if door is None else query.where(DoorToken.door == door)).all()


def is_active(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition of a token that opens its door."""
    return DoorToken.revoked_at.is_(None) & or_(DoorToken.ends_at.is_(None), DoorToken.ends_at > now)


_HOLDER: Final = (
    select(DoorToken.id, DoorToken.organisation_id, Organisation.language, DoorToken.last_used_at)
    .join(Organisation, Organisation.id == DoorToken.organisation_id)
    .where(DoorToken.token_hash == bindparam("hash"), DoorToken.door == bindparam("door"), is_active(bindparam("now")))
)
"""Asked by every request of another program, so it is put together once."""


def token_holder(session: Session, door: str, authorization: str | None, now: datetime) -> Held | None:
    """Return who an `Authorization` header speaks for at a door; None for no token, a wrong, ended or other door's.

    Whoever asks counts the None answers of an address (`throttling.Guesses`) and calls `note_used` for the others.
    """
    shown = _BEARER.fullmatch(authorization or "")
    if shown is None or _TOKEN.fullmatch(shown[1]) is None:
        return None
    row = session.execute(_HOLDER, {"hash": _hash(shown[1]), "door": door, "now": now}).first()
    return None if row is None else Held(row[0], OrganisationId(row[1]), door, row[2], row[3])


def note_used(database: Database, held: Held, now: datetime) -> None:
    """Note that a token was used, in a transaction of its own and at most every five minutes."""
    if held.last_used_at is None or held.last_used_at <= now - NOTED:
        with database.writing() as session:
            session.execute(update(DoorToken).where(DoorToken.id == held.token_id).values(last_used_at=now))


def _note(session: Session, organisation: UUID, action: str, door: str, by: UUID | None, now: datetime) -> None:
    capacity = Role.ADMIN.value if by else ""
    entry = AuditEntry(organisation_id=organisation, actor_id=by, action=action, detail=door, at=now, capacity=capacity)
    session.add(entry)


def _hash(token: str) -> str:
    return sha256(token.encode("ascii")).hexdigest()
