"""Kept reports by mail: at their hour to whom they are meant, once for each occasion, with figures and no names.

What is due is read without a lock, written under one, and only where nobody was quicker: the mails, and the next
occasion, in one transaction. Who may see the report is asked when the mail is written and again when it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.assigning.reminding.capping import budget
from lms.assigning.reminding.contexts import hours_of, readers_of
from lms.assigning.reminding.settings import wishes_of
from lms.assigning.report_files.acting import acting
from lms.assigning.report_files.kept import may_see, question_of
from lms.assigning.report_files.mail_words import Headline, Reader, write
from lms.assigning.report_files.models import KeptReport
from lms.assigning.report_files.scheduling import next_of
from lms.assigning.reports.departments import Gone
from lms.assigning.reports.reading import report
from lms.kernel import delivering, ledger, outbox
from lms.kernel.addresses import is_reachable
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.outbox import (
    AWAY,
    CAPPED,
    ENDED,
    JOINED,
    LEFT,
    NO_ADDRESS,
    NO_RIGHT,
    WITHDRAWN,
    Letter,
    Mail,
    Verdict,
)
from lms.kernel.permissions import NotFound
from lms.kernel.post import Post
from lms.kernel.zones import zone_of
from lms.people.models import Account, Organisation, Person

NAME: Final = "reports.mail"
OF_ONE: Final = "reports.mail-one"
KIND: Final = "report"
LINK: Final = "/assign/reports/kept/{id}"


@job(NAME, every=timedelta(minutes=5), lease=timedelta(minutes=5), allowed=JOB, label=_l("Send reports by mail"))
def send(work: Work) -> None:
    """Begin a job for every report that is due: what goes wrong with one of them stops no other."""
    now = work.now()
    with work.reading() as session:
        is_due = (KeptReport.next_at <= now, KeptReport.paused.is_(False), KeptReport.removed_at.is_(None))
        of_those_here = select(KeptReport).join(Person, Person.id == KeptReport.person_id).where(Person.active, *is_due)
        due = [
            (str(each.id), each.organisation_id, each.next_at.isoformat())
            for each in session.scalars(of_those_here.order_by(KeptReport.next_at))
            if each.next_at is not None
        ]
    with work.writing() as session:
        for id, organisation, occasion in due:
            of, key = {"report": id, "occasion": occasion}, f"{id}:{occasion}"
            ledger.enqueue(session, OF_ONE, of, now=now, key=key, organisation_id=organisation)


@job(OF_ONE, lease=timedelta(minutes=5), allowed=JOB, label=_l("Send a report by mail"))
def send_one(work: Work) -> None:
    """Write the mails of one report's occasion, unless it was done or its owner has changed it meanwhile."""
    id, now = UUID(str(work.arguments["report"])), work.now()
    occasion = datetime.fromisoformat(str(work.arguments["occasion"]))
    with work.reading() as session:
        found = session.get(KeptReport, id)
        if found is None or found.next_at != occasion:
            return
        letters = _letters(session, found, work.post, now)
    with work.writing() as session:
        kept = session.get(KeptReport, id, with_for_update=True)
        if kept is None or kept.next_at != occasion or kept.paused or kept.removed_at is not None:
            return
        outbox.plan(session, letters, work.post.host, now)
        kept.sent_at, kept.next_at = occasion, next_of(session, kept, now)
        delivering.have_delivered(session, work)


@dataclass(frozen=True, slots=True)
class _To:
    """Whom a mail is for, and in which language and clock they read."""

    person: Person
    language: str
    zone: str


def _letters(session: Session, kept: KeptReport, post: Post, now: datetime) -> list[Letter]:
    """Return one mail for each reader; those who may not see the report any more get theirs refused when it is sent."""
    owner = session.get_one(Person, kept.person_id)
    return [_letter(session, kept, owner, to, post, now) for to in _readers(session, kept)]


def _readers(session: Session, kept: KeptReport) -> list[_To]:
    ids = [kept.person_id, *(UUID(each) for each in kept.to_ids)]
    rows = session.execute(
        select(Person, Account.language, Organisation.language, Organisation.time_zone)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Person.organisation_id == kept.organisation_id, Person.id.in_(ids))
        .order_by(Person.id)
    )
    return [
        _To(person, own or person.language or company, person.time_zone or zone) for person, own, company, zone in rows
    ]


def _letter(session: Session, kept: KeptReport, owner: Person, to: _To, post: Post, now: datetime) -> Letter:
    person = to.person
    own = person.id == owner.id
    reader = Reader(person.name, to.language, "" if own else owner.name, post.unsubscribing(person.id, KIND) or "")
    link = post.base_url + LINK.format(id=kept.id)
    subject, body = write(kept.name, _headline(session, kept, to, now), reader, link)
    key = f"{kept.id}:{_moment(kept.next_at or now)}:{person.id}"
    return Letter(kept.organisation_id, person.id, KIND, key, kept.id, person.email, subject, body, to.language)


def _headline(session: Session, kept: KeptReport, to: _To, now: datetime) -> Headline:
    """Return the figures as this reader may see them."""
    who = acting(to.person)
    try:
        if who is None:
            return Headline()
        found = report(session, who, question_of(kept), now, language=to.language)
    except Gone as gone:
        return Headline(gone=gone.name, into=gone.into.name if gone.into else "")
    except NotFound:
        return Headline()
    as_of = found.as_of.astimezone(zone_of(to.zone))
    return Headline(found.totals, as_of, found.pairs, found.counted)


def _moment(occasion: datetime) -> str:
    return f"{occasion.astimezone(UTC):%Y%m%dT%H%M}"


@outbox.still_wanted(KIND, optional=True)
def verdicts(session: Session, mails: Sequence[Mail], now: datetime) -> Mapping[UUID, Verdict]:
    """Return what is to become of reports by mail now; of one whose report is gone nothing is said."""
    reports = {each.id: each for each in session.scalars(_about(mails))}
    readers = {mail.person_id for mail in mails}
    wishes = wishes_of(session, readers)
    persons = {each.id: each for each in session.scalars(select(Person).where(Person.id.in_(readers)))}
    found = {}
    for mail in mails:
        kept, reader = reports.get(mail.about) if mail.about else None, persons.get(mail.person_id)
        if kept is not None and reader is not None:
            ended = mail.person_id in wishes and KIND in wishes[mail.person_id].ended
            found[mail.id] = Verdict(why=ENDED) if ended else _verdict(session, kept, reader, now)
            if found[mail.id].to and _is_old(kept, mail, now):
                found[mail.id] = Verdict(why=JOINED)
    return found | _held(session, [mail for mail in mails if mail.id in found and found[mail.id].to], now)


def _held(session: Session, mails: Sequence[Mail], now: datetime) -> dict[UUID, Verdict]:
    """Return when those of these mails may go whose reader is away, or has had the mails of this week: they keep no
    reminder waiting for ever, and those that wait do not queue up (`_is_old`)."""
    people = {mail.person_id for mail in mails}
    readers = readers_of(session, people)
    hours = hours_of(session, {mail.organisation_id for mail in mails})
    had = budget(session, people, [mail.id for mail in mails], now)
    found = {}
    for mail in mails:
        of = hours[mail.organisation_id]
        calendar = of.calendar(readers[mail.person_id].zone)
        away_until = readers[mail.person_id].away_until(calendar.today(now))
        if away_until is not None:
            found[mail.id] = Verdict(why=AWAY, until=calendar.opens(away_until + timedelta(days=1)))
            continue
        until = had.take(mail.person_id, of.rule.most_a_week, now)
        if until is not None:
            found[mail.id] = Verdict(why=CAPPED, until=calendar.next_allowed(until))
    return found


def _is_old(kept: KeptReport, mail: Mail, now: datetime) -> bool:
    """Return whether a newer mail of the report is written, or due to be: it has the figures of today."""
    is_due = kept.next_at is not None and kept.next_at <= now
    return is_due or (kept.sent_at is not None and _moment(kept.sent_at) not in mail.key)


def _about(mails: Sequence[Mail]) -> Select[KeptReport]:
    return select(KeptReport).where(KeptReport.id.in_({mail.about for mail in mails if mail.about}))


def _verdict(session: Session, kept: KeptReport, reader: Person, now: datetime) -> Verdict:
    if not reader.active:
        return Verdict(why=LEFT)
    meant = reader.id == kept.person_id or str(reader.id) in kept.to_ids
    if kept.removed_at is not None or kept.paused or not kept.every or not meant:
        return Verdict(why=WITHDRAWN)
    owner = session.get(Person, kept.person_id)
    question = question_of(kept)
    if owner is None or not may_see(session, owner, question, now) or not may_see(session, reader, question, now):
        return Verdict(why=NO_RIGHT)
    return Verdict(to=reader.email) if is_reachable(reader.email) else Verdict(why=NO_ADDRESS)
