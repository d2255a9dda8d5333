"""What groups hear and what they tell: who changed, who completed, who came in or went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.groups.membership import SLICE, slices
from lms.assigning.groups.models import PeopleGroup
from lms.kernel import ledger
from lms.learning.completed import on_completed
from lms.learning.models import Enrolment
from lms.people.changes import PeopleChanged, on_people_changed

REFRESH, ASSIGNMENTS = "groups.refresh", "assignments.refresh"
NEVER_ASKED: Final = {
    "name", "email", "account_id", "time_zone", "job_since", "away_from", "away_until",
}  # fmt: skip
"""Columns of a person that no rule can ask for."""


@on_people_changed
def people_changed(session: Session, news: PeopleChanged) -> None:
    """Have the rules asked again of who changed; of everybody where they are too many to name."""
    if not news.fields <= NEVER_ASKED and (news.person_ids is None or news.person_ids):
        look_again(session, news.organisation_id, news.person_ids, news.at, moved="manager_id" in news.fields)


@on_completed
def module_completed(session: Session, enrolment: Enrolment, now: datetime) -> None:
    """Have the rules asked again of who completed a module."""
    look_again(session, enrolment.organisation_id, (enrolment.person_id,), now)


def look_again(
    session: Session,
    organisation_id: UUID,
    people: Sequence[UUID] | None,
    now: datetime,
    *,
    group: UUID | None = None,
    moved: bool = False,
) -> None:
    """Write down that rules are to be asked again: of these people or of everybody, one group's or all of them.

    `moved`: line managers changed, so that those below are concerned too. Nothing is written where there is no group.
    """
    any_group = select(PeopleGroup.id).where(
        PeopleGroup.organisation_id == organisation_id, PeopleGroup.removed_at.is_(None)
    )
    if session.scalar(any_group.limit(1)) is None:
        return
    named = None if people is None or len(people) > SLICE else [str(each) for each in people]
    arguments = {"organisation": str(organisation_id), "people": named, "moved": moved}
    if group is not None:
        arguments["group"] = str(group)
    ledger.enqueue(session, REFRESH, arguments, now=now, organisation_id=organisation_id)


def tell_assignments(session: Session, organisation_id: UUID, people: Sequence[UUID], now: datetime) -> None:
    """Write down, in the transaction that changed them, that these people came into groups or left them."""
    for some in slices(people):
        arguments = {"organisation": str(organisation_id), "people": [str(each) for each in some]}
        ledger.enqueue(session, ASSIGNMENTS, arguments, now=now, organisation_id=organisation_id)
