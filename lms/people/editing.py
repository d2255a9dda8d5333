"""What HR changes of one person: their details, days away, the end and the beginning of access; and their roles.

Every change is checked, written down for the person to see, and told to the rooms that listen (`lms.people.changes`).
Roles are the one thing HR does not change: an administrator does, in an act of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, String, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from lms.kernel import audit
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Actor, Role
from lms.kernel.zones import zone_of
from lms.people import changes, operations, words
from lms.people.changes import PeopleChanged
from lms.people.departments import hold_tree
from lms.people.models import Department, Organisation, Person, SignIn
from lms.people.values import FIELDS, Wrong

__all__ = ["FIELDS", "Losing", "NotAllowed", "Wrong", "update_person"]
DETAILS: Final = frozenset(
    {
        "name", "email", "department_id", "manager_id", "job", "job_since", "hire_date", "language", "location",
        "cost_centre", "time_zone",
    }
)  # fmt: skip
"""What `update_person` changes; keys of its `values`."""
FOUND_BY: Final = frozenset({"name", "email", "job", "department_id"})
LONGEST_AWAY: Final = timedelta(days=731)
DEEPEST: Final = 100
"""Line managers above one another that are looked at."""


class NotAllowed(PermissionError):
    """The act is an administrator's, or one that nobody may do; `text` says why."""

    def __init__(self, text: object) -> None:
        """Keep the words, lazily translated."""
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Losing:
    """What people lose when their access ends: of so many `people`, how many sign-ins, reports and roles it touches."""

    people: int
    signed_in: int
    reports: int
    with_roles: int


def update_person(
    session: Session, actor: Actor, person: Person, values: Mapping[str, Any], now: datetime
) -> frozenset[str]:
    """Set details of a person, each already read (see `lms.people.values`), and return the columns that changed.

    `values`: keys of DETAILS. A changed job is held from today on where `job_since` is not given. Raises Wrong for an
    address somebody else here has, a department or line manager of nowhere, and line managers in a circle.
    """
    new = {key: values[key] for key in values.keys() & DETAILS if getattr(person, key) != values[key]}
    _check(session, person, new)
    if "job" in new and "job_since" not in new:
        new["job_since"] = local_day(session, person.organisation_id, now)
    changed = frozenset(key for key, value in new.items() if getattr(person, key) != value)
    for key in changed:
        setattr(person, key, new[key])
    session.flush()
    if changed & FOUND_BY:
        words.rewrite(session, [person.id])
    _tell(session, actor, person, "person.changed", changed, now)
    return changed


def _check(session: Session, person: Person, new: Mapping[str, Any]) -> None:
    if "email" in new:
        same = (Person.organisation_id == person.organisation_id, Person.email == new["email"], Person.id != person.id)
        if session.scalar(select(Person.id).where(*same)) is not None:
            raise Wrong("email", "taken", new["email"])
    if new.get("department_id") is not None:
        ours = (Department.id == new["department_id"], Department.organisation_id == person.organisation_id)
        if session.scalar(select(Department.id).where(*ours)) is None:
            raise Wrong("department", "department", "?")
    if new.get("manager_id") is not None:
        check_manager(session, person, new["manager_id"])


def check_manager(session: Session, person: Person, manager_id: UUID) -> None:
    """Raise Wrong where `manager_id` is no colleague, the person themselves, or reports to them in the end."""
    ours = (Person.id == manager_id, Person.organisation_id == person.organisation_id)
    manager = session.execute(select(Person.name).where(*ours)).first()
    if manager is None:
        raise Wrong("manager_email", "manager", "?")
    if manager_id == person.id:
        raise Wrong("manager_email", "own-manager")
    hold_tree(session, person.organisation_id)
    if person.id in above(session, manager_id):
        raise Wrong("manager_email", "cycle", manager.name)


def above(session: Session, person_id: UUID) -> set[UUID]:
    """Return the ids of a person's line manager, the manager of that one, and so on; one query."""
    chain = select(Person.manager_id.label("id")).where(Person.id == person_id).cte(recursive=True)
    chain = chain.union(select(Person.manager_id).join(chain, Person.id == chain.c.id))
    return set(session.scalars(select(chain.c.id).where(chain.c.id.is_not(None)).limit(DEEPEST)))


def set_away(
    session: Session, actor: Actor, person: Person, away_from: date | None, away_until: date | None, now: datetime
) -> None:
    """Set the first and the last day somebody is away, or end it with None and None. Why is asked nowhere and kept
    nowhere. Raises Wrong for a half, a last day before the first, and more than two years.
    """
    check_away(away_from, away_until)
    if (person.away_from, person.away_until) == (away_from, away_until):
        return
    person.away_from, person.away_until = away_from, away_until
    session.flush()
    _tell(session, actor, person, "person.away", frozenset({"away_from", "away_until"}), now)


def check_away(away_from: date | None, away_until: date | None) -> None:
    """Raise Wrong where two days cannot be the first and the last day away."""
    if (away_from is None) != (away_until is None):
        raise Wrong("away_until", "away-half")
    if away_from is None or away_until is None:
        return
    if away_until < away_from:
        raise Wrong("away_until", "away")
    if away_until - away_from > LONGEST_AWAY:
        raise Wrong("away_until", "away-long")


def what_they_lose(session: Session, whom: ColumnElement[bool]) -> Losing:
    """Return what active people lose when their access ends; `whom`: a condition over Person. Three queries."""
    people = select(Person.id).where(whom, Person.active)
    plain = Role.LEARNER.value
    counts = select(func.count(), func.count().filter(_roles_text() != plain)).select_from(Person)
    count, with_roles = session.execute(counts.where(whom, Person.active)).one()
    signed_in = select(func.count(func.distinct(SignIn.person_id))).where(SignIn.person_id.in_(people))
    reporting = aliased(Person)
    reports = select(func.count()).where(reporting.manager_id.in_(people), reporting.active)
    return Losing(count, session.scalar(signed_in) or 0, session.scalar(reports) or 0, with_roles)


def has_role(role: Role) -> ColumnElement[bool]:
    """Return the condition over Person of having a role; no role's name is part of another's."""
    return _roles_text().contains(role.value)


def _roles_text() -> ColumnElement[str]:
    """Return the roles of a person as the text they are stored as."""
    return type_coerce(Person.roles, String)


def deactivate(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """End somebody's access; what they have done stays. Raises NotAllowed for oneself and the last administrator."""
    if person.id == actor.person_id:
        raise NotAllowed(_l("Nobody ends their own access. Ask a colleague to do it."))
    if Role.ADMIN in person.roles and Role.ADMIN not in actor.roles:
        raise NotAllowed(_l("This person is an administrator. Only another administrator can end their access."))
    if not person.active:
        return
    _keep_an_administrator(session, person)
    operations.deactivate(session, person)
    session.flush()
    _tell(session, actor, person, "person.deactivated", frozenset({"active"}), now)


def reactivate(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    """Give somebody their access back, with all they had done."""
    if person.active:
        return
    person.active = True
    session.flush()
    _tell(session, actor, person, "person.reactivated", frozenset({"active"}), now)


def set_roles(session: Session, actor: Actor, person: Person, roles: frozenset[Role], now: datetime) -> None:
    """Give somebody these roles; a learner everybody is. An administrator's act alone.

    Raises NotAllowed for everybody else, and where it would take the organisation's last administrator away.
    """
    if Role.ADMIN not in actor.roles:
        raise NotAllowed(_l("Only an administrator changes roles."))
    wanted = frozenset({Role.LEARNER, *roles}) - {Role.EVERYONE}
    if wanted == person.roles:
        return
    if Role.ADMIN not in wanted:
        _keep_an_administrator(session, person)
    detail = _with_roles(session, person, wanted, now)
    audit.note(session, actor, "person.roles", now, subject=person.id, detail=detail)


def take_roles(session: Session, person: Person, roles: frozenset[Role], now: datetime, *, capacity: str) -> None:
    """Give somebody the roles that another program has for them, and write it down: nobody here did it.

    `capacity`: what decides there, in a word. The same roles again are no change.
    """
    if roles == person.roles:
        return
    detail = _with_roles(session, person, roles, now)
    session.add(
        AuditEntry(
            organisation_id=person.organisation_id,
            subject_id=person.id,
            action="person.roles",
            detail=detail,
            at=now,
            capacity=capacity,
        )
    )


def _with_roles(session: Session, person: Person, wanted: frozenset[Role], now: datetime) -> str:
    """Set roles and tell whoever listens; return what came and went: "+hr, -trainer"."""
    before, person.roles = person.roles, wanted
    session.flush()
    given, taken = sorted(wanted - before), sorted(before - wanted)
    changes.announce(session, PeopleChanged(person.organisation_id, (person.id,), frozenset({"roles"}), now))
    return ", ".join([*(f"+{role}" for role in given), *(f"-{role}" for role in taken)])


def _keep_an_administrator(session: Session, person: Person) -> None:
    if Role.ADMIN not in person.roles:
        return
    others = select(Person.roles).where(
        Person.organisation_id == person.organisation_id,
        Person.active,
        Person.id != person.id,
        has_role(Role.ADMIN),
    )
    if session.scalars(others.limit(1)).first() is None:
        raise NotAllowed(_l("This is the last administrator. Make somebody else one first."))


def local_day(session: Session, organisation_id: UUID, now: datetime) -> date:
    """Return the day by the clock on the organisation's wall."""
    zone = session.scalar(select(Organisation.time_zone).where(Organisation.id == organisation_id))
    return now.astimezone(zone_of(zone)).date()


def _tell(session: Session, actor: Actor, person: Person, action: str, changed: frozenset[str], now: datetime) -> None:
    """Write down which columns changed, never what stood or stands there, and tell whoever listens."""
    if changed:
        audit.note(session, actor, action, now, subject=person.id, detail=", ".join(sorted(changed)))
        changes.announce(session, PeopleChanged(person.organisation_id, (person.id,), changed, now))
