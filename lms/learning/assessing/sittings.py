"""A sitting's life: begun, answered, closed exactly once or put aside, and the next one after eight weeks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.answers import reading, saving
from lms.answers.sent import SentAnswer
from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound
from lms.learning.assessing.models import Sitting, SittingState
from lms.learning.assessing.rhythm import possible_from
from lms.learning.assessing.scoring import result_of
from lms.packs.instruments import Instrument, Statement

BLOCK = "statements"
"""The block all answers of a sitting stand in."""


class TooEarly(ValueError):
    """A repeat within eight weeks; `possible` is the first day on which it may be done."""

    def __init__(self, possible: date) -> None:
        super().__init__(possible.isoformat())
        self.possible = possible


class Unanswered(ValueError):
    """Statements without an answer, not even "cannot judge"; `items` are their ids."""

    def __init__(self, items: Collection[str]) -> None:
        super().__init__(", ".join(items))
        self.items = tuple(items)


def in_order(instrument: Instrument, person: UUID) -> list[Statement]:
    """Return the statements in this person's order: random, the same in every sitting, another for everybody else.

    Each is placed by a digest of person, instrument and its own id, so one that is added later moves no other.
    """

    def place(item: Statement) -> bytes:
        return hashlib.sha256(f"{person}/{instrument.uuid}/{item.id}".encode()).digest()

    return sorted(instrument.items, key=place)


_MINE = (
    select(Sitting)
    .where(Sitting.person_id == bindparam("person"), Sitting.state != SittingState.DISCARDED)
    .order_by(Sitting.instrument_id, Sitting.number)
)
_MINE_OF = _MINE.where(Sitting.instrument_id.in_(bindparam("instruments", expanding=True)))


def all_sittings(session: Session, actor: Actor) -> list[Sitting]:
    """Return every sitting of the actor's, by instrument, oldest first, without those put aside; one query."""
    return list(session.scalars(_MINE, {"person": actor.person_id}))


def sittings_of(session: Session, actor: Actor, instruments: Collection[UUID]) -> dict[UUID, list[Sitting]]:
    """Return {instrument: the actor's sittings, oldest first} without those put aside; one query."""
    found: dict[UUID, list[Sitting]] = {instrument: [] for instrument in instruments}
    if found:
        for sitting in session.scalars(_MINE_OF, {"person": actor.person_id, "instruments": list(found)}):
            found[sitting.instrument_id].append(sitting)
    return found


def own_sitting(session: Session, actor: Actor, identity: UUID) -> Sitting:
    """Return the actor's own sitting. NotFound when it is not there, not theirs, or put aside."""
    mine = Sitting.id == identity, Sitting.person_id == actor.person_id, Sitting.state != SittingState.DISCARDED
    found = session.scalar(select(Sitting).where(*mine))
    if found is None:
        raise NotFound
    return found


def begin(session: Session, actor: Actor, row: QuizVersion, now: datetime, *, last: date | None, today: date) -> None:
    """Open the next sitting of an instrument, unless one is open: a double click opens one.

    `last` is the day on which the actor closed the latest one. Raises TooEarly within eight weeks of it.
    """
    mine = Sitting.person_id == actor.person_id, Sitting.instrument_id == row.quiz_id
    found = session.execute(select(Sitting.state, Sitting.number).where(*mine)).all()
    if any(state is SittingState.OPEN for state, _number in found):
        return
    if last is not None and today < possible_from(last):
        raise TooEarly(possible_from(last))
    values = {
        "organisation_id": actor.organisation_id,
        "person_id": actor.person_id,
        "instrument_id": row.quiz_id,
        "quiz_version_id": row.id,
        "number": max((number for _state, number in found), default=0)
        + 1,  # of the same look: another tab takes it too
        "started_at": now,
    }
    session.execute(insert(session, Sitting).values(values).on_conflict_do_nothing())


def save_shown(
    session: Session, actor: Actor, sitting: Sitting, shown: Mapping[str, Any], secret: bytes, now: datetime
) -> dict[str, Any]:
    """Save what a form showed where it differs from what is saved, and return {statement: answer} as it stands now.

    A statement that was not sent says nothing: radio buttons without a choice take none back. Raises Refusal.
    """
    saved = reading.current(session, actor, [sitting.context], secret)
    mine = {item: found for (_context, _block, item), found in saved.items()}
    answers = {item: found.value for item, found in mine.items()}
    differing = [
        SentAnswer(new_id(), sitting.context, BLOCK, item, mine[item].revision if item in mine else 0, answer)
        for item, answer in shown.items()
        if answer != answers.get(item)
    ]
    if differing:
        saving.save(session, actor, differing, secret, now)
    return answers | {each.item: each.value for each in differing}


def close(
    session: Session, actor: Actor, sitting: Sitting, shown: Mapping[str, Any], secret: bytes, now: datetime
) -> bool:
    """Close the sitting with what the form showed, and keep its result; False when it is not open any more.

    Whatever clicks and tabs coincide, one of them holds the row while it is open and the others find it closed.
    Raises Unanswered and TooManyMissing, and then nothing is closed.
    """
    if not _held_open(session, sitting):
        return False
    answers = save_shown(session, actor, sitting, shown, secret, now)
    instrument = shelf.instrument(session, sitting.quiz_version_id)
    bare = [item.id for item in instrument.items if answers.get(item.id) is None]
    if bare:
        raise Unanswered(bare)
    result = result_of(instrument, answers)
    sitting.state, sitting.closed_at, sitting.result = SittingState.CLOSED, now, result.document()
    session.flush()
    return True


def discard(session: Session, sitting: Sitting) -> None:
    """Put an open sitting aside: it counts for nothing and is shown nowhere. A closed one stays as it is."""
    if _held_open(session, sitting):
        sitting.state = SittingState.DISCARDED
        session.flush()


def _held_open(session: Session, sitting: Sitting) -> bool:
    state = session.scalar(select(Sitting.state).where(Sitting.id == sitting.id).with_for_update())
    return state is SittingState.OPEN
