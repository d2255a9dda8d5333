"""Entering the organisation's own measures, correcting them, taking one out, and reading them with their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.board.kinds import KINDS, Impossible, MeasureKind, check
from lms.assigning.board.models import OwnMeasure
from lms.kernel import audit
from lms.kernel.permissions import Actor, Rows, scope_of
from lms.people.models import Organisation, Person

LONGEST: Final = timedelta(days=3 * 366)
EARLIEST: Final = date(1990, 1, 1)
SHOWN: Final = 200
"""Rows of history that are shown."""


class Overlaps(ValueError):
    """A period that shares days with another of the same kind, which is `begins` to `ends`."""

    def __init__(self, begins: date, ends: date) -> None:
        """Keep the other period."""
        super().__init__(f"{begins} {ends}")
        self.begins, self.ends = begins, ends


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the history: the measure, and the name of whoever entered it, None of somebody who is gone."""

    measure: OwnMeasure
    by: str | None


def in_force(session: Session, actor: Actor) -> dict[str, list[OwnMeasure]]:
    """Return {kind: its measures that count, the earliest first}."""
    ours = select(OwnMeasure).where(scope_of(OwnMeasure, actor), OwnMeasure.replaced_at.is_(None))
    found: dict[str, list[OwnMeasure]] = {kind: [] for kind in KINDS}
    for each in session.scalars(ours.order_by(OwnMeasure.begins)):
        found.setdefault(each.kind, []).append(each)
    return found


def history(session: Session, actor: Actor) -> list[Entry]:
    """Return what was entered, corrected and taken out, the latest first."""
    rows = select(OwnMeasure, Person.name).outerjoin(Person, Person.id == OwnMeasure.entered_by)
    newest = rows.where(scope_of(OwnMeasure, actor)).order_by(OwnMeasure.entered_at.desc(), OwnMeasure.id.desc())
    return [Entry(measure, name) for measure, name in session.execute(newest.limit(SHOWN))]


def enter(
    session: Session,
    actor: Actor,
    kind: MeasureKind,
    period: tuple[date, date],
    counts: Sequence[int],
    source: str,
    today: date,
    now: datetime,
) -> OwnMeasure:
    """Enter a measure; one of the same kind that begins on the same day is corrected by it, and stays in the history.

    Raises Impossible (counts, or a period that is not over, turned round or too long) and Overlaps.
    """
    begins, ends = period
    _check_period(begins, ends, today)
    check(kind, counts)
    session.execute(
        select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update(key_share=True)
    )
    for other in in_force(session, actor)[kind.name]:
        if other.begins == begins:
            other.replaced_at = now
        elif other.begins <= ends and begins <= other.ends:
            raise Overlaps(other.begins, other.ends)
    session.flush()
    made = OwnMeasure(
        organisation_id=actor.organisation_id,
        kind=kind.name,
        begins=begins,
        ends=ends,
        counts=list(counts),
        source=source,
        entered_by=actor.person_id,
        entered_at=now,
    )
    session.add(made)
    session.flush()
    audit.note(session, actor, "board.enter_measure", now, detail=f"{kind.name} {begins} – {ends}")
    return made


def take_out(session: Session, actor: Actor, identity: UUID, now: datetime) -> None:
    """Let a measure count no more; it stays in the history. NotFound where it is not there or not theirs."""
    found = Rows(session, actor, OwnMeasure).where(OwnMeasure.id == identity).one_or_404()
    if found.replaced_at is None:
        found.replaced_at = now
        session.flush()
        audit.note(session, actor, "board.measure_removal", now, detail=f"{found.kind} {found.begins} – {found.ends}")


def _check_period(begins: date, ends: date, today: date) -> None:
    if begins < EARLIEST:
        raise Impossible("begins", _l("Choose a day from 1990 on."))
    if ends < begins:
        raise Impossible("ends", _l("The last day comes before the first."))
    if ends - begins > LONGEST:
        raise Impossible("ends", _l("A period is three years long at most."))
    if ends >= today:
        raise Impossible("ends", _l("The period is not over yet. Enter it when its last day has passed."))
