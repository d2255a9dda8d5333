"""Pictures of touchpoints: sealed, at most sixty a person, shown with the way they belong to.

A row of a way holds the id of its picture, so a picture moves, is copied and is taken back with its row. One that no
way of its owner shows any more can come back for a day; then it is deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, undefer

from lms.answers.keys import known_seal, seal_of
from lms.answers.models import AnswerHead
from lms.answers.reading import current
from lms.answers.sealing import PersonSeal, Unreadable
from lms.calculators.tables import PICTURE
from lms.kernel.ids import new_id
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.tools.journeys.models import JourneyPicture
from lms.tools.showing import BLOCK
from lms.web.photographs.taking import Drawn

MOST: Final = 60
"""So many pictures a person keeps at a time, over all their ways."""
RETURNABLE: Final = timedelta(days=1)


class TooMany(ValueError):
    """The person keeps as many pictures as there may be."""


@dataclass(frozen=True)
class Picture:
    """A picture without its pixels: size in pixels, and what it shows in its owner's words; empty where none."""

    id: UUID
    width: int
    height: int
    words: str


def keep(session: Session, actor: Actor, drawn: Drawn, words: str, secret: bytes, now: datetime) -> UUID:
    """Keep a picture and return its id; it belongs to no touchpoint yet. TooMany after sixty."""
    mine = select(func.count()).where(scope_of(JourneyPicture, actor), JourneyPicture.removed_at.is_(None))
    if (session.scalar(mine) or 0) >= MOST:
        raise TooMany
    identity, seal = new_id(), seal_of(session, actor.person_id, secret, now)
    row = JourneyPicture(
        id=identity,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        width=drawn.width,
        height=drawn.height,
        sealed=seal.seal_bytes(drawn.jpeg, _field(identity)),
        sealed_words=seal.seal(words, _words_field(identity)),
        added_at=now,
    )
    session.add(row)
    session.flush()
    return identity


def known(session: Session, owner: UUID, wanted: Collection[UUID], secret: bytes) -> dict[UUID, Picture]:
    """Return {id: picture} of those among `wanted` that are the owner's; who may ask for them was judged before."""
    if not wanted:
        return {}
    theirs = select(JourneyPicture).where(JourneyPicture.person_id == owner, JourneyPicture.id.in_(wanted))
    rows = list(session.scalars(theirs))
    seal = known_seal(session, owner, secret) if rows else None
    return {row.id: Picture(row.id, row.width, row.height, words_of(row, seal)) for row in rows}


def jpegs(session: Session, owner: UUID, wanted: Collection[UUID], secret: bytes) -> dict[UUID, bytes]:
    """Return {id: JPEG} of those among `wanted` that are the owner's; who may ask for them was judged before."""
    theirs = select(JourneyPicture).where(JourneyPicture.person_id == owner, JourneyPicture.id.in_(wanted))
    rows = list(session.scalars(theirs.options(undefer(JourneyPicture.sealed)))) if wanted else []
    seal = known_seal(session, owner, secret) if rows else None
    return {row.id: opened(row, seal) for row in rows}


def jpeg_of(session: Session, owner: UUID, wanted: UUID, secret: bytes) -> bytes:
    """Return one JPEG. NotFound when the owner has none under this id."""
    found = jpegs(session, owner, [wanted], secret)
    if not found:
        raise NotFound
    return found[wanted]


def opened(row: JourneyPicture, seal: PersonSeal | None) -> bytes:
    """Return the JPEG of a row."""
    return _sure(seal).open_bytes(row.sealed, _field(row.id))


def words_of(row: JourneyPicture, seal: PersonSeal | None) -> str:
    """Return what the picture of a row shows, in its owner's words."""
    return _sure(seal).open(row.sealed_words, _words_field(row.id))


def in_rows(rows: Iterable[Any]) -> list[UUID | None]:
    """Return the picture of each row of a way, None where it has none."""
    return [UUID(row[PICTURE]) if row.get(PICTURE) else None for row in rows]


def settle(session: Session, actor: Actor, secret: bytes, now: datetime) -> None:
    """Note since when a picture is shown by no way of the actor's; one that is shown again stays."""
    shown = _shown_somewhere(session, actor, secret)
    mine = update(JourneyPicture).where(scope_of(JourneyPicture, actor))
    gone = mine.where(JourneyPicture.id.not_in(shown), JourneyPicture.removed_at.is_(None))
    session.execute(gone.values(removed_at=now))
    session.execute(mine.where(JourneyPicture.id.in_(shown)).values(removed_at=None))


def _shown_somewhere(session: Session, actor: Actor, secret: bytes) -> set[UUID]:
    """Return the pictures in the tables of all tools and scenarios, the removed ones too: those can come back."""
    fields = select(AnswerHead.context).where(scope_of(AnswerHead, actor), AnswerHead.block == BLOCK).distinct()
    answers = current(session, actor, list(session.scalars(fields)), secret)
    tables = [each.value for (_context, block, _item), each in answers.items() if block == BLOCK]
    rows = [row for table in tables if isinstance(table, list) for row in table]
    return {each for each in in_rows(rows) if each is not None}


@job("tools.pictures", every=timedelta(hours=1), allowed=JOB, label=_l("Forget pictures of journeys that were removed"))
def keep_house(work: Work) -> None:
    """Delete the pictures that can no longer come back. There are few: one portion does."""
    with work.last() as session:
        forget_removed(session, work.now())


def forget_removed(session: Session, now: datetime) -> None:
    """Delete, for good, the pictures that no way has shown for a day."""
    session.execute(delete(JourneyPicture).where(JourneyPicture.removed_at <= now - RETURNABLE))


def _sure(seal: PersonSeal | None) -> PersonSeal:
    if seal is None:
        raise Unreadable("a picture has lost its person's key")
    return seal


def _field(picture: UUID) -> str:
    return f"journey/{picture}"


def _words_field(picture: UUID) -> str:
    return f"journey/{picture}/words"
