"""Reports somebody kept under a name: for themselves, for all of HR, or with colleagues they name; opened with the
rights of whoever opens them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.report_files.acting import acting
from lms.assigning.report_files.models import HR, MINE, NAMED, KeptReport
from lms.assigning.reports.asked import Asked
from lms.assigning.reports.asking import COHORT, Question, from_json
from lms.assigning.reports.departments import Gone
from lms.kernel.permissions import Actor, NotFound, Role, scope_of
from lms.people.models import Person
from lms.people.values import Wrong, read_email

MOST: Final = 50
"""Reports one person may keep."""
MOST_NAMED: Final = 20
"""Colleagues one report is shared with, or mailed to, by name."""
SEEN: Final = 500


class TooMany(ValueError):
    """Somebody keeps as many reports as there may be."""


class Refused(ValueError):
    """A colleague who cannot be named: `why` is "unknown", "may-not" or "many"; `typed`: what was typed for them."""

    def __init__(self, why: str, typed: str = "") -> None:
        """Keep what is wrong and of whom."""
        super().__init__(why)
        self.why, self.typed = why, typed


def every(session: Session, actor: Actor) -> list[KeptReport]:
    """Return the kept reports the actor may open: their own by name, then those shared with them; two queries."""
    own = KeptReport.organisation_id == actor.organisation_id
    there = KeptReport.removed_at.is_(None)
    order = (KeptReport.person_id != actor.person_id, KeptReport.name, KeptReport.id)
    found = list(
        session.scalars(select(KeptReport).where(scope_of(KeptReport, actor), there).order_by(*order).limit(SEEN))
    )
    named = select(KeptReport).where(own, there, KeptReport.shared == NAMED, KeptReport.person_id != actor.person_id)
    mine = [each for each in session.scalars(named.order_by(*order[1:])) if str(actor.person_id) in each.with_ids]
    return found + mine


def one(session: Session, actor: Actor, id: UUID) -> KeptReport:
    """Return a kept report the actor may open. Raises NotFound."""
    found = session.get(KeptReport, id)
    if found is None or found.organisation_id != actor.organisation_id or found.removed_at is not None:
        raise NotFound
    shared = found.shared == HR and Role.HR in actor.roles
    named = found.shared == NAMED and str(actor.person_id) in found.with_ids
    mailed = str(actor.person_id) in found.to_ids
    if not (found.person_id == actor.person_id or shared or named or mailed):
        raise NotFound
    return found


def mine(session: Session, actor: Actor, id: UUID) -> KeptReport:
    """Return a report the actor keeps themselves, a removed one too. Raises NotFound."""
    own = (KeptReport.id == id, KeptReport.person_id == actor.person_id, scope_of(KeptReport, actor))
    found = session.scalars(select(KeptReport).where(*own)).first()
    if found is None:
        raise NotFound
    return found


def removed(session: Session, actor: Actor, id: UUID | None) -> KeptReport | None:
    """Return one's own removed report, which can be brought back; None for any other."""
    own = (KeptReport.id == id, KeptReport.person_id == actor.person_id, KeptReport.removed_at.is_not(None))
    return session.scalars(select(KeptReport).where(*own)).first() if id else None


def keep(session: Session, actor: Actor, name: str, question: Question, now: datetime) -> KeptReport:
    """Keep a report under a name, for oneself; one's own of that name is replaced. Raises TooMany and NotFound."""
    Asked(session, actor, question, now).prove()
    own = (KeptReport.person_id == actor.person_id, KeptReport.removed_at.is_(None))
    kept = session.scalars(select(KeptReport).where(*own, KeptReport.name == name)).first()
    if kept is None:
        if (session.scalar(select(func.count()).select_from(KeptReport).where(*own)) or 0) >= MOST:
            raise TooMany
        ours = {"organisation_id": actor.organisation_id, "person_id": actor.person_id}
        kept = KeptReport(**ours, name=name, shared=MINE, with_ids=[], to_ids=[], created_at=now)
        session.add(kept)
    kept.question = question.to_json()
    session.flush()
    return kept


def share(kept: KeptReport, shared: str, people: Sequence[Person]) -> None:
    """Say who else may open it: nobody, all of HR, or these people."""
    kept.shared = shared
    kept.with_ids = [str(each.id) for each in people] if shared == NAMED else []


def colleagues(session: Session, actor: Actor, question: Question, typed: str, now: datetime) -> list[Person]:
    """Return the people whose addresses are typed, one a line or behind commas; each may see the report. Refused."""
    texts = [text for text in typed.replace(",", "\n").replace(";", "\n").split() if text]
    if len(texts) > MOST_NAMED:
        raise Refused("many")
    found = [_named(session, actor, text) for text in texts]
    for text, person in zip(texts, found, strict=True):
        if not may_see(session, person, question, now):
            raise Refused("may-not", text[:100])
    return list({person.id: person for person in found}.values())


def _named(session: Session, actor: Actor, text: str) -> Person:
    try:
        email = read_email(text)
    except Wrong:
        raise Refused("unknown", text[:100]) from None
    here = (Person.organisation_id == actor.organisation_id, Person.email == email, Person.active)
    person = session.scalars(select(Person).where(*here)).first()
    if person is None:
        raise Refused("unknown", text[:100])
    return person


def people(session: Session, organisation: UUID, ids: Iterable[str]) -> list[Person]:
    """Return the people of an organisation with these ids, by name."""
    wanted = [UUID(each) for each in ids]
    here = select(Person).where(Person.organisation_id == organisation, Person.id.in_(wanted))
    return list(session.scalars(here.order_by(Person.name, Person.id))) if wanted else []


def may_see(session: Session, person: Person, question: Question, now: datetime) -> bool:
    """Return whether somebody may see a report today; whether its department is still there does not matter."""
    who = acting(person)
    if who is None:
        return False
    try:
        Asked(session, who, question, now)
    except Gone:
        return True
    except NotFound:
        return question.kind != COHORT and Role.HR in who.roles
    return True


def question_of(kept: KeptReport) -> Question:
    """Return the question of a kept report. Raises NotFound where it is none any more."""
    try:
        return from_json(kept.question)
    except ValueError as gone:
        raise NotFound from gone
