"""The board's page as plain values: read once, shown as HTML or set as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.assigning.board import measures, results, taking_part
from lms.assigning.board.line import Line
from lms.assigning.board.programme import programme
from lms.assigning.group_results import reading as groups
from lms.assigning.group_results.quarters import Quarter
from lms.kernel.permissions import Actor
from lms.people.models import Organisation
from lms.web.languages import language


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on it. `is_empty`: nobody has been given anything and nothing was entered; `demo`: numbers made up."""

    organisation: str
    as_of: datetime
    programme: list[Line]
    results: list[Line]
    is_empty: bool
    demo: bool


def page(session: Session, actor: Actor, now: datetime, today: date) -> Page:
    """Return the page in the language of the request; its queries do not grow with the number of people."""
    organisation = session.get_one(Organisation, actor.organisation_id)
    found = programme(session, actor, now, language())
    entered = measures.in_force(session, actor)
    latest = groups.newest_of_each(groups.snapshots(session, actor))
    told = [groups.told(session, actor, each.id, whole=True) for each in latest[: results.SHOWN + 1]]
    seen = results.of_groups(told, Quarter.of(today).next.begins)
    return Page(
        organisation.name,
        found.as_of,
        taking_part.lines(found),
        [*results.of_measures(entered, today), *seen],
        is_empty=found.counted and not found.curricula and not any(entered.values()) and not told,
        demo=organisation.demo,
    )
