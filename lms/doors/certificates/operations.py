"""What happens to a certificate: asked for once, shown with what one likes of it, withdrawn, made valid again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import ModuleVersion
from lms.doors.certificates.models import Certificate
from lms.doors.certificates.numbers import new_number, read_number
from lms.doors.certificates.practice import Title, chosen, done_exercises
from lms.kernel.database import insert
from lms.kernel.permissions import Actor, NotFound, Rows
from lms.kernel.zones import zone_of
from lms.learning.in_hand import InHand
from lms.learning.models import Enrolment, State
from lms.people.models import Organisation, Person


class NotCompleted(ValueError):
    """There is no certificate of a module that is not completed."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What anybody with a number may know: what it stands for while it is valid, and nothing once it is withdrawn.

    `demo`: it was given in a demo company, to somebody who does not exist.
    """

    number: str
    certificate: Certificate | None
    withdrawn: bool
    demo: bool


def certificate_of(session: Session, actor: Actor, hand: InHand) -> Certificate | None:
    """Return the actor's certificate of the cycle in hand, or None while they have not asked for one."""
    if hand.enrolment is None:
        return None
    return Rows(session, actor, Certificate).where(Certificate.enrolment_id == hand.enrolment.id).first()


def own_certificate(session: Session, actor: Actor, typed: str) -> Certificate:
    """Return the actor's certificate of that number, in any spelling. NotFound when it is not there or not theirs."""
    number = read_number(typed)
    if number is None:
        raise NotFound
    return Rows(session, actor, Certificate).where(Certificate.number == number).one_or_404()


def issue(
    session: Session, actor: Actor, hand: InHand, ticked: Collection[str], spoken: str, now: datetime
) -> Certificate:
    """Return the certificate of a completed enrolment, made when there is none; once, whatever clicks coincide.

    `ticked` names the done exercises to show; `spoken` is the language it was asked for in. Raises NotCompleted.
    """
    enrolment = hand.enrolment
    if enrolment is None or enrolment.state is not State.COMPLETED:
        raise NotCompleted
    shown = chosen(done_exercises(session, actor, hand.module.id), ticked)
    row = _snapshot(session, hand, enrolment, now) | {"practised": shown, "language": spoken}
    session.execute(
        insert(session, Certificate).values(row).on_conflict_do_nothing(index_elements=[Certificate.enrolment_id])
    )
    return Rows(session, actor, Certificate).where(Certificate.enrolment_id == enrolment.id).one_or_404()


def show_practice(session: Session, actor: Actor, certificate: Certificate, ticked: Collection[str]) -> None:
    """Show these of the exercises done, and no others."""
    certificate.practised = chosen(may_be_shown(session, actor, certificate), ticked)


def may_be_shown(session: Session, actor: Actor, certificate: Certificate) -> dict[str, Title]:
    """Return {block: title} of what the holder has done at work in the certificate's module."""
    module = select(ModuleVersion.module_id).where(ModuleVersion.id == certificate.version_id)
    return done_exercises(session, actor, session.scalars(module).one())


def withdraw(certificate: Certificate, now: datetime) -> None:
    """Withdraw the certificate: its number is no longer valid, from now on and until it is made valid again."""
    certificate.withdrawn_at = certificate.withdrawn_at or now


def reinstate(certificate: Certificate) -> None:
    """Make a withdrawn certificate valid again."""
    certificate.withdrawn_at = None


def verify(session: Session, number: str) -> Verified | None:
    """Return what everybody who holds the number may know, whoever they are; None when nothing bears it."""
    of_company = select(Certificate, Organisation.demo).join(
        Organisation, Organisation.id == Certificate.organisation_id
    )
    row = session.execute(of_company.where(Certificate.number == number)).first()
    if row is None:
        return None
    found, demo = row
    withdrawn = found.withdrawn_at is not None
    return Verified(number, None if withdrawn else found, withdrawn, demo)


def _snapshot(session: Session, hand: InHand, enrolment: Enrolment, now: datetime) -> dict[str, Any]:
    holder = select(Person.name, Organisation.name, Organisation.time_zone).join(
        Organisation, Organisation.id == Person.organisation_id
    )
    name, organisation, zone = session.execute(holder.where(Person.id == enrolment.person_id)).one()
    return {
        "organisation_id": enrolment.organisation_id,
        "person_id": enrolment.person_id,
        "enrolment_id": enrolment.id,
        "version_id": hand.version.id,
        "number": new_number(),
        "name": name,
        "organisation": organisation,
        "title": hand.document["title"],
        "objectives": hand.document["objectives"],
        "version": hand.document["version"],
        "minutes": hand.document["minutes"],
        "completed_on": (enrolment.completed_at or now).astimezone(zone_of(zone)).date(),
        "issued_at": now,
    }
