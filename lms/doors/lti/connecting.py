"""Tying a platform's user to an account that is here already: by a short-lived note that only its owner can accept.

The note says who the platform named and whose account has that address. It is worth nothing to anybody else, for who
accepts it has to be signed in as just that person, in a session of this installation's own.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.doors.lti.claims import Launch
from lms.doors.lti.models import LtiPlatform, LtiUser
from lms.kernel.database import insert
from lms.kernel.ids import new_id, read_id
from lms.kernel.permissions import Actor, NotFound
from lms.people.models import Person, SignIn
from lms.people.sessions import LAUNCHED

LASTS: Final = timedelta(minutes=15)
_SALT: Final = "lti-connection"


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be tied: a platform's subject, who it says that is, and the only person who can accept."""

    platform: str
    subject: str
    person: str
    name: str
    email: str
    at: int


def offer(secret: bytes, launch: Launch, person: Person, now: datetime) -> str:
    """Return the note as it stands in an address."""
    made = Offer(
        str(launch.platform.id), launch.subject, str(person.id), launch.name, launch.email, int(now.timestamp())
    )
    return str(_serializer(secret).dumps(asdict(made)))


def offered(session: Session, secret: bytes, actor: Actor, text: str, now: datetime) -> tuple[Offer, LtiPlatform]:
    """Return what a note offers to this person, and its platform. Raises NotFound."""
    try:
        found = Offer(**_serializer(secret).loads(text))
    except (BadData, TypeError):
        raise NotFound from None
    platform = session.get(LtiPlatform, read_id(found.platform)) if read_id(found.platform) else None
    fresh = timedelta(seconds=-5) <= now - datetime.fromtimestamp(found.at, UTC) <= LASTS
    mine = found.person == str(actor.person_id)
    if not fresh or not mine or platform is None or not platform.active:
        raise NotFound
    if platform.organisation_id != actor.organisation_id:
        raise NotFound
    return found, platform


def accept(session: Session, found: Offer, platform: LtiPlatform, actor: Actor, now: datetime) -> None:
    """Tie the two; doing it twice is once. Raises NotFound where the subject was tied to somebody else meanwhile."""
    row: dict[str, Any] = {
        "id": new_id(),
        "organisation_id": actor.organisation_id,
        "platform_id": platform.id,
        "subject": found.subject,
        "person_id": actor.person_id,
        "linked_at": now,
    }
    unique = [LtiUser.platform_id, LtiUser.subject]
    session.execute(insert(session, LtiUser).values(row).on_conflict_do_nothing(index_elements=unique))
    tied = (LtiUser.platform_id == platform.id, LtiUser.subject == found.subject)
    if session.scalar(select(LtiUser.person_id).where(*tied)) != actor.person_id:
        raise NotFound


def connections_of(session: Session, actor: Actor) -> list[tuple[LtiUser, str]]:
    """Return what ties somebody to platforms, with the platforms' names."""
    query = select(LtiUser, LtiPlatform.name).join(LtiPlatform, LtiPlatform.id == LtiUser.platform_id)
    rows = session.execute(query.where(LtiUser.person_id == actor.person_id).order_by(LtiUser.linked_at))
    return [(row[0], row[1]) for row in rows]


def untie(session: Session, tied: LtiUser) -> None:
    """End a connection, and every visit that came through any."""
    session.execute(delete(SignIn).where(SignIn.person_id == tied.person_id, SignIn.door == LAUNCHED))
    session.delete(tied)


def pass_for(secret: bytes, token_hash: str) -> str:
    """Return what lets a window of one's own go on with the visit in hand."""
    return str(_serializer(secret, "lti-window").dumps(token_hash))


def visit_of(session: Session, secret: bytes, text: str) -> tuple[Person, UUID | None, datetime, datetime] | None:
    """Return whose visit a pass is for, its course, when it began and was last seen; None where it is over."""
    try:
        token_hash = _serializer(secret, "lti-window").loads(text)
    except BadData:
        return None
    query = select(Person, SignIn.context_id, SignIn.created_at, SignIn.last_seen)
    query = query.join(SignIn, SignIn.person_id == Person.id)
    mine = (SignIn.token_hash == str(token_hash), SignIn.door == LAUNCHED, Person.active)
    row = session.execute(query.where(*mine)).first()
    return None if row is None else (row[0], row[1], row[2], row[3])


def _serializer(secret: bytes, salt: str = _SALT) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=salt, signer_kwargs={"digest_method": hashlib.sha256})
