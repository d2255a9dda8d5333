"""The tables of people: organisations, accounts, persons, departments and what signing in leaves behind."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Date, Dialect, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped
from sqlalchemy.types import TypeDecorator

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope, unscoped

LANGUAGES = ("en", "da", "sv")


class Roles(TypeDecorator[frozenset[Role]]):
    """A set of roles, stored as their names in one short text."""

    impl = String(60)
    cache_ok = True

    def process_bind_param(self, value: frozenset[Role] | None, dialect: Dialect) -> str | None:
        """Store sorted names, separated by a space."""
        return None if value is None else " ".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Role] | None:
        """Read the names back."""
        return None if value is None else frozenset(Role(name) for name in value.split())


class Organisation(Base):
    """One company: everything a person owns or sees belongs to exactly one."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    slug: Mapped[str] = column(String(60), unique=True)
    name: Mapped[str] = column(String(120))
    language: Mapped[str] = column(String(2), default="en")
    currency: Mapped[str] = column(String(3), default="DKK")
    time_zone: Mapped[str] = column(String(40), default="Europe/Copenhagen")
    country: Mapped[str | None] = column(String(2))
    demo: Mapped[bool] = column(Boolean, default=False)
    outside_video: Mapped[bool] = column(Boolean, default=False, server_default=false())
    created_at: Mapped[datetime] = column(Instant)


class Account(Base):
    """One sign-in; a member of one organisation or several."""

    __tablename__ = "account"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    email: Mapped[str] = column(String(254), unique=True, privacy="personal", retention="while a member anywhere")
    password_hash: Mapped[str | None] = column(String(200), privacy="secret", retention="while a member anywhere")
    language: Mapped[str | None] = column(String(2), privacy="personal", retention="while a member anywhere")
    active: Mapped[bool] = column(Boolean, default=True)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention="while a member anywhere")


class Department(Base):
    """One node of an organisation's department tree."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("organisation_id", "parent_id", "name"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    parent_id: Mapped[UUID | None] = column(ForeignKey("department.id"))
    name: Mapped[str] = column(String(120))


class DepartmentGone(Base):
    """A department that is no more, so that an old address of it can say so. `into_id`: what it was merged into, None
    where it was removed; that one may be gone too by now."""

    __tablename__ = "department_gone"

    id: Mapped[UUID] = column(primary_key=True)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = column(String(120))
    into_id: Mapped[UUID | None] = column()
    at: Mapped[datetime] = column(Instant)


class Person(Base):
    """One account's membership of one organisation: the one who learns, assigns, trains or administers."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("organisation_id", "email"),
        UniqueConstraint("organisation_id", "account_id"),
        Index("ix_person_organisation_name", "organisation_id", "name", "id"),
        Index("ix_person_organisation_job", "organisation_id", "job"),
        Index("ix_person_organisation_location", "organisation_id", "location"),
        Index("ix_person_organisation_hire_date", "organisation_id", "hire_date"),
        Index("ix_person_organisation_away", "organisation_id", "away_until"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    account_id: Mapped[UUID | None] = column(
        ForeignKey("account.id"), index=True, privacy="personal", retention="while employed"
    )
    name: Mapped[str] = column(String(200), privacy="personal", retention="while employed")
    email: Mapped[str] = column(String(254), privacy="personal", retention="while employed")
    roles: Mapped[frozenset[Role]] = column(
        Roles, default=frozenset({Role.LEARNER}), privacy="personal", retention="while employed"
    )
    department_id: Mapped[UUID | None] = column(
        ForeignKey("department.id"), index=True, privacy="personal", retention="while employed"
    )
    manager_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention="while employed"
    )
    job: Mapped[str | None] = column(String(120), privacy="personal", retention="while employed")
    hire_date: Mapped[date | None] = column(Date, privacy="personal", retention="while employed")
    language: Mapped[str | None] = column(String(2), privacy="personal", retention="while employed")
    location: Mapped[str | None] = column(String(120), privacy="personal", retention="while employed")
    cost_centre: Mapped[str | None] = column(String(60), privacy="personal", retention="while employed")
    time_zone: Mapped[str | None] = column(String(40), privacy="personal", retention="while employed")
    job_since: Mapped[date | None] = column(Date, privacy="personal", retention="while employed")
    away_from: Mapped[date | None] = column(Date, privacy="personal", retention="until they are back")
    away_until: Mapped[date | None] = column(Date, privacy="personal", retention="until they are back")
    active: Mapped[bool] = column(Boolean, default=True)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention="while employed")


class PersonWord(Base):
    """One word that one person is found by, folded; see `lms.people.words`."""

    __tablename__ = "person_word"
    __table_args__ = (Index("ix_person_word_organisation_id", "organisation_id", "word", "person_id"),)

    person_id: Mapped[UUID] = column(
        ForeignKey("person.id"), primary_key=True, privacy="personal", retention="while employed", export=False
    )
    # by bytes on both databases, so that "begins with" is a range of the index
    word: Mapped[str] = column(
        String(40).with_variant(String(40, collation="C"), "postgresql"),
        primary_key=True,
        privacy="personal",
        retention="while employed",
        export=False,
    )
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))


class SignIn(Base):
    """One signed-in browser: the database's side of the session cookie, revoked by deleting the row.

    `door`: how it was opened where it was not by this installation's own sign-in: "lti", "oidc". One opened by a launch
    from another platform makes nobody more than a learner; `context_id`: the course there it was launched from.
    `there_hash`: of what a provider calls its own session that this one was opened from, where it said so.
    """

    __tablename__ = "sign_in"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention="12 hours")
    account_id: Mapped[UUID] = column(ForeignKey("account.id"), index=True, privacy="personal", retention="12 hours")
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention="12 hours")
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention="12 hours")
    last_seen: Mapped[datetime] = column(Instant, privacy="personal", retention="12 hours")
    door: Mapped[str] = column(String(10), default="", server_default="", privacy="personal", retention="12 hours")
    context_id: Mapped[UUID | None] = column(privacy="personal", retention="12 hours")
    there_hash: Mapped[str | None] = column(String(64), index=True, privacy="secret", retention="12 hours")


class WrongTry(Base):
    """One wrong secret; the bucket is a keyed hash of an account, an address or an account on a known device."""

    __tablename__ = "wrong_try"
    __table_args__ = (Index("ix_wrong_try_bucket_at", "bucket", "at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    bucket: Mapped[str] = column(String(64), retention="15 minutes")
    at: Mapped[datetime] = column(Instant, retention="15 minutes")


class KnownDevice(Base):
    """A browser from which the account's owner has signed in before: strangers' wrong tries do not lock it out."""

    __tablename__ = "known_device"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = column(ForeignKey("account.id"), index=True, privacy="personal", retention="365 days")
    token_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention="365 days")
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention="365 days")


@scope(Organisation)
def organisation_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own organisation."""
    return Organisation.id == actor.organisation_id


@scope(Department)
def department_scope(actor: Actor) -> ColumnElement[bool]:
    """The departments of one's own organisation."""
    return Department.organisation_id == actor.organisation_id


@scope(DepartmentGone)
def department_gone_scope(actor: Actor) -> ColumnElement[bool]:
    """Those of one's own organisation."""
    return DepartmentGone.organisation_id == actor.organisation_id


@scope(Person)
def person_scope(actor: Actor) -> ColumnElement[bool]:
    """HR and administrators see the organisation's people; others themselves and those who report to them."""
    own = Person.organisation_id == actor.organisation_id
    if actor.roles & {Role.HR, Role.ADMIN}:
        return own
    return own & ((Person.id == actor.person_id) | (Person.manager_id == actor.person_id))


@scope(PersonWord)
def person_word_scope(actor: Actor) -> ColumnElement[bool]:
    """HR finds the organisation's people by their words; nobody else searches."""
    return (PersonWord.organisation_id == actor.organisation_id) & (Role.HR in actor.roles)


@scope(Account)
def account_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own account."""
    return Account.id == actor.account_id


@scope(SignIn)
def sign_in_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own signed-in browsers."""
    return SignIn.account_id == actor.account_id


@scope(KnownDevice)
def known_device_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own devices."""
    return KnownDevice.account_id == actor.account_id


unscoped(WrongTry, reason="rows hold only keyed hashes and are read before anybody is signed in")
