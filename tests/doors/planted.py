"""Somebody whose name, address and subject are like nobody's, to be looked for where they must not be."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from lms.doors.partners.models import Exchange, PartnerState
from lms.kernel.permissions import Role
from lms.people.erasing import erase
from lms.people.models import Person
from lms.people.operations import join
from tests.support.company import Company

FIRST, LAST = "Zyxwina", "Quillfeather"
NAME: Final = f"{FIRST} {LAST}"
LOCAL: Final = "zyxwina.quillfeather"
SUBJECT: Final = "subject-zyxwina-0077"
WORDS: Final = f"User '{NAME}' ({LOCAL}@planted.example, {SUBJECT}) is not assigned. AADSTS50105: see {NAME}."
"""What a partner may say of somebody in a refusal."""


def mail(company: Company) -> str:
    """Return their address in a company."""
    return f"{LOCAL}@{company.marker}.example"


def planted(company: Company, *roles: Role) -> Person:
    """Take them on, without a way in."""
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        has = frozenset({Role.LEARNER, *roles})
        return join(session, company.organisation, name=NAME, email=mail(company), roles=has, now=now)


def noted(company: Company) -> list[Exchange]:
    """Return what the log of the doors holds."""
    with company.installation.database.reading() as session:
        mine = select(Exchange).where(Exchange.organisation_id == company.organisation.id)
        return list(session.scalars(mine.order_by(Exchange.id)))


def erased(company: Company) -> None:
    """Erase everybody of that name or address."""
    with company.installation.database.writing() as session:
        here = Person.organisation_id == company.organisation.id
        for person in session.scalars(select(Person).where(here, Person.name == NAME)).all():
            erase(session, person, company.installation.clock.now())


def found(company: Company) -> list[str]:
    """Return what still names them, in the log or in what is kept of partners' troubles."""
    with company.installation.database.reading() as session:
        mine = PartnerState.organisation_id == company.organisation.id
        states = list(session.scalars(select(PartnerState.told).where(mine)))
    told = [*(each.told for each in noted(company)), *states]
    marks = (FIRST.casefold(), LAST.casefold(), "0077")
    return [each for each in told if any(mark in each.casefold() for mark in marks)]
