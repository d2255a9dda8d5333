"""Rules asked again: of people who changed, and of everybody once a day, because days pass too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.groups import forgetting, membership, rules
from lms.assigning.groups.membership import Change, slices
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.groups.news import REFRESH, tell_assignments
from lms.kernel.jobs import JOB, Work, job

_THERE: Final = PeopleGroup.removed_at.is_(None)


@job(REFRESH, allowed=JOB, label=_l("Look again at who belongs to which group"))
def refresh(work: Work) -> None:
    """Bring the organisation's groups, or one of them, up to date for the people named, or for everybody."""
    organisation, only = UUID(str(work.arguments["organisation"])), work.arguments.get("group")
    named = work.arguments.get("people")
    people = [UUID(str(each)) for each in named] if isinstance(named, list) else None
    with work.reading() as session:
        ours = select(PeopleGroup.id).where(_THERE, PeopleGroup.organisation_id == organisation)
        wanted = ours if only is None else ours.where(PeopleGroup.id == UUID(str(only)))
        groups = list(session.scalars(wanted.order_by(PeopleGroup.id)))
    for group in groups:
        bring_up_to_date(work, group, people, moved=bool(work.arguments.get("moved")))


@job("groups.by-day", every=timedelta(hours=1), allowed=JOB, label=_l("Look at groups whose rule moves with time"))
def look_at_every_rule(work: Work) -> None:
    """Ask every rule of everybody once in each day of its organisation, soon after midnight there."""
    with work.reading() as session:
        by_rule = select(PeopleGroup).where(_THERE, PeopleGroup.rule.is_not(None)).order_by(PeopleGroup.id)
        due = [group.id for group in session.scalars(by_rule) if _is_of_yesterday(session, group, work.now())]
    for group in due:
        bring_up_to_date(work, group, None)
    while True:
        with work.writing() as session:
            if forgetting.forget_removed(session, work.now()) + forgetting.forget_changes(session, work.now()) == 0:
                return


def bring_up_to_date(work: Work, identity: UUID, people: Sequence[UUID] | None, *, moved: bool = False) -> None:
    """Ask one group's rule: first without writing, then, in portions, of those alone for whom something changes."""
    with work.reading() as session:
        group = session.get_one(PeopleGroup, identity)
        revision, by_hand = group.revision, group.rule is None
        if moved and not by_hand and _asks_for_all_below(group):
            people = None
        change = Change() if by_hand else membership.difference(session, group, work.now(), people)
    for some in slices(change.people):
        with work.writing() as session:
            group = session.get_one(PeopleGroup, identity, with_for_update=True)  # its rule stays as it is meanwhile
            if group.revision != revision or group.removed_at is not None:
                return  # somebody has changed the rule; the job of that change is on its way
            done = membership.evaluate(session, group, work.now(), some)
            tell_assignments(session, group.organisation_id, done.people, work.now())
    if people is None or by_hand:
        with work.writing() as session:
            _stamp(session, identity, revision, work.now())


def _stamp(session: Session, identity: UUID, revision: int, now: datetime) -> None:
    group = session.get_one(PeopleGroup, identity)
    if group.revision == revision:
        group.evaluated_at = now
        membership.recount(session, group)


def _is_of_yesterday(session: Session, group: PeopleGroup, now: datetime) -> bool:
    today, zone = membership.local_day(session, group.organisation_id, now)
    return group.evaluated_at is None or group.evaluated_at.astimezone(zone).date() < today


def _asks_for_all_below(group: PeopleGroup) -> bool:
    return any(each.field == "manager" and each.op == "below" for each in rules.leaves(rules.read(group.rule)))
