"""What an organisation and its readers have settled about mails: read with what holds by default, and saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from lms.assigning.reminding import ladder as ladders
from lms.assigning.reminding.calendars import AT_ONCE, HOURS, Rule
from lms.assigning.reminding.ladder import Ladder
from lms.assigning.reminding.models import MailRule, MailText, MailWish, ReminderLadder
from lms.assigning.reminding.words import DEFAULT, LANGUAGES, TEXTS, Words
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, scope_of

WEEKDAYS: Final = range(7)
MOST_A_WEEK: Final = range(1, 15)
MOST_CLOSED: Final = 200


class BadRule(ValueError):
    """A rule or a wish that cannot be kept; `field` names what is wrong."""

    def __init__(self, field: str) -> None:
        """Name the field."""
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Wish:
    """How one person wants mails. `digest_day`: a weekday, AT_ONCE, or None for what the organisation says."""

    digest_day: int | None = None
    ended: frozenset[str] = frozenset()

    def day(self, rule: Rule) -> int:
        """Return the weekday of their weekly mail, or AT_ONCE."""
        return rule.digest_day if self.digest_day is None else self.digest_day


def rule_of(session: Session, organisation_id: UUID) -> Rule:
    """Return when an organisation's mails may go."""
    kept = session.get(MailRule, organisation_id)
    if kept is None:
        return Rule()
    return Rule(
        kept.quiet_from,
        kept.quiet_until,
        frozenset(int(digit) for digit in kept.working_days),
        frozenset(date.fromisoformat(day) for day in kept.closed),
        kept.most_a_week,
        kept.digest_day,
    )


def save_rule(session: Session, actor: Actor, rule: Rule, now: datetime) -> None:
    """Keep when the actor's organisation's mails may go. Raises BadRule."""
    wrong = {
        "quiet_from": rule.quiet_from not in range(HOURS),
        "quiet_until": rule.quiet_until not in range(HOURS),
        "working_days": not rule.working_days or not rule.working_days <= set(WEEKDAYS),
        "closed": len(rule.closed) > MOST_CLOSED,
        "most_a_week": rule.most_a_week not in MOST_A_WEEK,
        "digest_day": rule.digest_day not in (AT_ONCE, *WEEKDAYS),
    }
    _refuse(wrong)
    values = {
        "quiet_from": rule.quiet_from,
        "quiet_until": rule.quiet_until,
        "working_days": "".join(str(day) for day in sorted(rule.working_days)),
        "closed": sorted(day.isoformat() for day in rule.closed),
        "most_a_week": rule.most_a_week,
        "digest_day": rule.digest_day,
        "changed_at": now,
    }
    statement = insert(session, MailRule).values(organisation_id=actor.organisation_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["organisation_id"], set_=values))
    session.expire_all()


def ladder_of(session: Session, organisation_id: UUID, assignment_id: UUID | None = None) -> Ladder:
    """Return the ladder of an assignment: its own, else the organisation's, else the usual one."""
    own = or_(ReminderLadder.assignment_id.is_(None), ReminderLadder.assignment_id == assignment_id)
    kept = session.scalars(select(ReminderLadder).where(ReminderLadder.organisation_id == organisation_id, own)).all()
    found = {each.assignment_id: each for each in kept}
    row = found.get(assignment_id) or found.get(None)
    return ladders.from_json(row.steps) if row is not None else ladders.DEFAULT


def own_ladders(session: Session, organisation_id: UUID) -> Mapping[UUID, Ladder]:
    """Return the ladders of assignments that have one of their own."""
    own = (ReminderLadder.organisation_id == organisation_id, ReminderLadder.assignment_id.is_not(None))
    rows = session.scalars(select(ReminderLadder).where(*own))
    return {row.assignment_id: ladders.from_json(row.steps) for row in rows if row.assignment_id is not None}


def save_ladder(session: Session, actor: Actor, assignment_id: UUID | None, ladder: Ladder, now: datetime) -> None:
    """Keep the ladder of an assignment of the actor's organisation, or the one for all others."""
    kept = session.scalars(select(ReminderLadder).where(_own_ladder(actor, assignment_id))).first()
    steps = ladders.to_json(ladder)
    if kept is None:
        of = {"organisation_id": actor.organisation_id, "assignment_id": assignment_id}
        session.add(ReminderLadder(**of, steps=steps, changed_at=now))
    else:
        kept.steps, kept.changed_at = steps, now
    session.flush()


def drop_ladder(session: Session, actor: Actor, assignment_id: UUID | None) -> None:
    """Let an assignment follow the organisation's ladder again, or the organisation the usual one."""
    session.execute(delete(ReminderLadder).where(_own_ladder(actor, assignment_id)))


def _own_ladder(actor: Actor, assignment_id: UUID | None) -> ColumnElement[bool]:
    this = ReminderLadder.assignment_id == assignment_id if assignment_id else ReminderLadder.assignment_id.is_(None)
    return scope_of(ReminderLadder, actor) & this


def words_of(session: Session, organisation_id: UUID) -> Mapping[tuple[str, str], Words]:
    """Return every text by (key, language): the organisation's own, else ours."""
    rows = session.scalars(select(MailText).where(MailText.organisation_id == organisation_id))
    return {**DEFAULT, **{(row.kind, row.language): Words(row.subject, row.body) for row in rows}}


def save_words(session: Session, actor: Actor, key: str, language: str, words: Words, now: datetime) -> None:
    """Keep words of the organisation's own, which `words.check` gave. LookupError where there is no such text."""
    if key not in TEXTS or language not in LANGUAGES:
        raise LookupError(f"{key} in {language}")
    values = {"subject": words.subject, "body": words.body, "changed_at": now}
    of = {"organisation_id": actor.organisation_id, "kind": key, "language": language}
    statement = insert(session, MailText).values(id=new_id(), **of, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(of), set_=values))
    session.expire_all()


def drop_words(session: Session, actor: Actor, key: str, language: str) -> None:
    """Use our words again."""
    this = (MailText.kind == key, MailText.language == language)
    session.execute(delete(MailText).where(scope_of(MailText, actor), *this))


def wish_of(session: Session, person_id: UUID) -> Wish:
    """Return how somebody wants mails."""
    return wishes_of(session, [person_id]).get(person_id, Wish())


def wishes_of(session: Session, people: Collection[UUID]) -> Mapping[UUID, Wish]:
    """Return the wishes of those of these people who have any; one query."""
    rows = session.scalars(select(MailWish).where(MailWish.person_id.in_(people)))
    return {row.person_id: Wish(row.digest_day, frozenset(row.ended)) for row in rows}


def _refuse(wrong: Mapping[str, bool]) -> None:
    field = next((field for field, is_wrong in wrong.items() if is_wrong), None)
    if field is not None:
        raise BadRule(field)
