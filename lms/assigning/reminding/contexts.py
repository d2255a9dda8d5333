"""What all mails of one organisation share, and who reads them: read once for many mails."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.reminding.calendars import Calendar, Rule, calendar_of
from lms.assigning.reminding.settings import Wish, rule_of, wishes_of, words_of
from lms.assigning.reminding.words import LANGUAGES, Words
from lms.kernel.post import Post
from lms.people.models import Account, Organisation, Person

ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class Hours:
    """An organisation, and when its mails may go."""

    organisation: Organisation
    rule: Rule

    def calendar(self, zone: str | None) -> Calendar:
        """Return the calendar of a reader in a time zone, or in the organisation's."""
        own = self.organisation
        return calendar_of(self.rule, zone, own.time_zone, own.country)


@dataclass(frozen=True, slots=True)
class Context(Hours):
    """The same with its words, and the post that will carry its mails."""

    words: Mapping[tuple[str, str], Words]
    post: Post


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a mail: their address, language, clock, and what they want."""

    id: UUID
    organisation_id: UUID
    name: str
    email: str
    active: bool
    language: str
    zone: str | None
    away: tuple[date, date] | None
    wish: Wish

    def away_until(self, today: date) -> date | None:
        """Return the last day of an absence that lasts on a day, None where they are there."""
        return self.away[1] if self.away and self.away[0] <= today <= self.away[1] else None


def hours_of(session: Session, organisations: Collection[UUID]) -> Mapping[UUID, Hours]:
    """Return when mails of each of these organisations may go."""
    return {id: Hours(session.get_one(Organisation, id), rule_of(session, id)) for id in sorted(set(organisations))}


def context_of(session: Session, organisation_id: UUID, post: Post) -> Context:
    """Return what the mails of an organisation share; three queries."""
    own = session.get_one(Organisation, organisation_id)
    return Context(own, rule_of(session, organisation_id), words_of(session, organisation_id), post)


def contexts_of(session: Session, organisations: Collection[UUID], post: Post) -> Mapping[UUID, Context]:
    """Return the context of each of these organisations."""
    return {id: context_of(session, id, post) for id in sorted(set(organisations))}


def readers_of(session: Session, people: Collection[UUID]) -> Mapping[UUID, Reader]:
    """Return these people as readers; two queries."""
    language = func.coalesce(Account.language, Person.language, Organisation.language)
    rows = session.execute(
        select(Person, language.label("language"))
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Person.id.in_(people))
    ).all()
    wishes = wishes_of(session, people)
    return {person.id: _reader(person, language, wishes.get(person.id, Wish())) for person, language in rows}


def _reader(person: Person, language: str | None, wish: Wish) -> Reader:
    away = (person.away_from, person.away_until) if person.away_from and person.away_until else None
    return Reader(
        person.id,
        person.organisation_id,
        person.name,
        person.email,
        person.active,
        language if language in LANGUAGES else ENGLISH,
        person.time_zone,
        away,
        wish,
    )


def day_there(context: Context, reader: Reader, now: datetime) -> date:
    """Return the day it is where a reader lives."""
    return context.calendar(reader.zone).today(now)
