"""Two years of the managers' learning, written in bulk: the rows the product would have written one by one.

Nothing private is made up for them: no numbers of their own, no reflections, notes or promises. What they have is what
the product keeps openly of every learner: pages read, questions answered, self-assessments.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from random import Random
from typing import Any, cast

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lms.answers.models import Answer, AnswerHead
from lms.demo.course import Course
from lms.demo.days import at_work
from lms.demo.lives import Life, Way, due_day
from lms.demo.managers import Invited
from lms.doors.certificates import operations
from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.model import Base
from lms.kernel.permissions import Actor
from lms.learning.assessing.models import Sitting
from lms.learning.in_hand import InHand
from lms.learning.models import Attempt, Enrolment, PageRead, State
from lms.people.models import Person

PICKED_UP = 0.7
"""The share of those who completed the module who asked for their certificate."""


def write(
    session: Session, invited: Sequence[Invited], course: Course, today: date, now: datetime, seed: int
) -> dict[Person, Enrolment]:
    """Write what these people have done until `now`, each by their own chance; return their enrolments."""
    lives: list[Life] = []
    for number, each in enumerate(invited):
        chance = Random(f"{seed}/{number}")  # noqa: S311  - the same history every time is the point
        life = Way(each.person, course, each.at, now, chance).walk()
        life.enrolment["due"] = due_day(life.enrolment, today, chance) if each.person.hire_date else None
        lives.append(life)
    _store(session, lives)
    enrolled = _enrolled(session, [each.person for each in invited])
    _certificates(session, course.hand, enrolled, now, seed)
    return enrolled


def actor_of(person: Person) -> Actor:
    """Return the actor a person's requests would have. Those who cannot sign in have no account, and need none."""
    account = cast(AccountId, person.account_id)
    return Actor(PersonId(person.id), account, OrganisationId(person.organisation_id), person.roles)


def _store(session: Session, lives: Sequence[Life]) -> None:
    answers = sorted((row for life in lives for row in life.answers), key=lambda row: (row["received_at"], row["id"]))
    _insert(session, Enrolment, [life.enrolment for life in lives])
    _insert(session, PageRead, [row for life in lives for row in life.reads])
    _insert(session, Attempt, [row for life in lives for row in life.attempts])
    _insert(session, Sitting, [row for life in lives for row in life.sittings])
    _insert(session, Answer, answers)
    _point_heads(session, [life.enrolment["person_id"] for life in lives])


def _insert(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(model), rows)


def _point_heads(session: Session, people: Sequence[Any]) -> None:
    """Point at each answer as the current one of its field: nobody has changed one."""
    fields = (Answer.person_id, Answer.context, Answer.block, Answer.item, Answer.revision, Answer.number)
    current = select(*fields).where(Answer.person_id.in_(people))
    names = ["person_id", "context", "block", "item", "revision", "answer"]
    session.execute(insert(AnswerHead).from_select(names, current))


def _enrolled(session: Session, people: Sequence[Person]) -> dict[Person, Enrolment]:
    by_id = {person.id: person for person in people}
    found = session.scalars(select(Enrolment).where(Enrolment.person_id.in_(by_id)).order_by(Enrolment.person_id))
    return {by_id[each.person_id]: each for each in found}


def _certificates(session: Session, hand: InHand, enrolled: dict[Person, Enrolment], now: datetime, seed: int) -> None:
    """Give a certificate to most of those who completed the module; the others have not asked for theirs."""
    chance = Random(f"{seed}/certificates")  # noqa: S311  - as above
    for person, enrolment in enrolled.items():
        if enrolment.state is State.COMPLETED and enrolment.completed_at and chance.random() < PICKED_UP:
            at = at_work(enrolment.completed_at, chance.choice((0, 0, 0, 1, 3)), chance)
            if at <= now:
                own = InHand(hand.module, hand.version, enrolment)
                operations.issue(session, actor_of(person), own, (), person.language or "en", at)
