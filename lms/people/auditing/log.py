"""The list of who did what, searched: a page at a time from the latest, each its own short read of an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.audit import LISTS, AuditEntry
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, scope_of
from lms.people import history
from lms.people.auditing.looking import LOOKS
from lms.people.auditing.reaching import labels
from lms.people.auditing.traces import capacity_words
from lms.people.models import Person

PAGE: Final = 50
TYPED: Final = 100
USUAL: Final = timedelta(days=30)
SHOWS: Final = ("all", "looks", "acts")
CAPACITIES: Final = ("hr", "trainer", "admin", "manager")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. `who`, `about`: part of a name or address; `word`: in what was done; the days count whole.

    `show`: all, looks alone, or acts alone. `at` and `id`: the last entry of the page before.
    """

    since: date
    until: date
    who: str = ""
    about: str = ""
    word: str = ""
    show: str = "all"
    capacity: str = ""
    at: datetime | None = None
    id: UUID | None = None

    def args(self, **changed: Any) -> dict[str, str]:
        """Return it as arguments of an address, without what is empty."""
        said = replace(self, **changed)
        found = {name: getattr(said, name) for name in ("who", "about", "word", "show", "capacity", "since", "until")}
        found |= {"at": said.at.isoformat() if said.at else "", "id": said.id}
        return {name: str(value) for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words: who in which capacity, what (and its code), about whom, and what else stands there."""

    id: UUID
    at: datetime
    by: str | None
    by_email: str | None
    capacity: str
    action: str
    said: str
    whom: str | None
    whom_email: str | None
    detail: str


def read_wanted(given: Mapping[str, str], today: date) -> Wanted:
    """Return what an address asks for; what it says wrongly is as if it had not been said. Usual: the last 30 days."""
    until = _day(given.get("until", "")) or today
    since = _day(given.get("since", "")) or until - USUAL
    show, capacity = given.get("show", ""), given.get("capacity", "")
    return Wanted(
        since=min(since, until),
        until=until,
        who=_typed(given, "who"),
        about=_typed(given, "about"),
        word=_typed(given, "word"),
        show=show if show in SHOWS else "all",
        capacity=capacity if capacity in CAPACITIES else "",
        at=_moment(given.get("at", "")),
        id=read_id(given.get("id", "")),
    )


def page(
    session: Session, actor: Actor, wanted: Wanted, zone: tzinfo, rows: int = PAGE
) -> tuple[Sequence[Line], Wanted | None]:
    """Return so many entries, the latest first, and what to ask for the next ones with; two or three queries."""
    found = session.execute(_query(actor, wanted, zone).limit(rows + 1)).all()
    following = None
    if len(found) > rows:
        last = found[rows - 1][0]
        following = replace(wanted, at=last.at, id=last.id)
    return _in_words(session, actor, found[:rows]), following


def people_meant(session: Session, actor: Actor, typed: str, most: int) -> list[UUID]:
    """Return at most so many of the people a search is for."""
    return list(session.scalars(_people(actor, typed).limit(most)))


def _query(actor: Actor, wanted: Wanted, zone: tzinfo) -> Select[AuditEntry, Any, Any, Any, Any]:
    by, whom = aliased(Person), aliased(Person)
    query = (
        select(AuditEntry, by.name, by.email, whom.name, whom.email)
        .outerjoin(by, by.id == AuditEntry.actor_id)
        .outerjoin(whom, whom.id == AuditEntry.subject_id)
        .where(
            scope_of(AuditEntry, actor),
            AuditEntry.at >= _begins(wanted.since, zone),
            AuditEntry.at < _begins(wanted.until, zone, later=1),
            *_narrowed(actor, wanted),
        )
    )
    if wanted.at is not None and wanted.id is not None:
        before = and_(AuditEntry.at == wanted.at, AuditEntry.id < wanted.id)
        query = query.where(AuditEntry.at <= wanted.at, or_(AuditEntry.at < wanted.at, before))
    return query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


def _narrowed(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    is_look = or_(AuditEntry.action.startswith(LISTS), AuditEntry.action.in_(LOOKS))
    if wanted.show != "all":
        found.append(is_look if wanted.show == "looks" else ~is_look)
    if wanted.capacity:
        found.append(AuditEntry.capacity.contains(wanted.capacity))
    if wanted.who:
        found.append(AuditEntry.actor_id.in_(_people(actor, wanted.who)))
    if wanted.about:
        found.append(AuditEntry.subject_id.in_(_people(actor, wanted.about)))
    if wanted.word:
        word = wanted.word.casefold()
        codes = [each for each in history.actions() if word in history.said(each, of_others=True).casefold()]
        found.append(or_(AuditEntry.detail.icontains(wanted.word, autoescape=True), AuditEntry.action.in_(codes)))
    return found


def _people(actor: Actor, typed: str) -> Select[UUID]:
    """Return the ids of the organisation's people of whose name or address this is a part."""
    alike = or_(Person.name.icontains(typed, autoescape=True), Person.email.icontains(typed, autoescape=True))
    return select(Person.id).where(scope_of(Person, actor), alike)


def _in_words(session: Session, actor: Actor, rows: Sequence[Any]) -> list[Line]:
    details = history.details(session, actor.organisation_id, ((row[0].action, row[0].detail) for row in rows))
    said = {each: history.said(each, of_others=True) for each in {row[0].action for row in rows}}
    capacities = {each: capacity_words(each) for each in {row[0].capacity for row in rows}}
    lists = labels(session, actor.organisation_id, {(row[0].about, row[0].about_id) for row in rows if row[0].about})
    return [
        Line(
            id=entry.id,
            at=entry.at,
            by=by,
            by_email=by_email,
            capacity=capacities[entry.capacity],
            action=entry.action,
            said=said[entry.action],
            whom=whom,
            whom_email=whom_email,
            detail=_detail(entry, details, lists),
        )
        for entry, by, by_email, whom, whom_email in rows
    ]


def _detail(entry: AuditEntry, details: Mapping[tuple[str, str], str], lists: Mapping[Any, str]) -> str:
    """Return what else stands in an entry: what was changed, or of whom a list was and what it is called."""
    said = [lists.get((entry.about, entry.about_id), ""), details[entry.action, entry.detail]]
    if entry.narrowed:
        said.insert(1, _("narrowed"))
    return ", ".join(each for each in said if each)


def _begins(day: date, zone: tzinfo, later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=later), time.min, zone).astimezone(UTC)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(9000, 1, 1) else None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _typed(given: Mapping[str, str], name: str) -> str:
    return given.get(name, "")[:TYPED].strip()
