"""What a person reads of who looked at them, a week on a page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.kernel.permissions import MEMBERS, allow
from lms.kernel.zones import zone_of
from lms.people.auditing import traces
from lms.people.models import Person
from lms.web.context import actor, db, my, today
from lms.web.visitors import signed_in_visitor

WEEK: Final = timedelta(days=7)
LATEST: Final = 5
KEPT: Final = timedelta(days=365)


@allow(*MEMBERS)
def looked() -> ResponseReturnValue:
    """Show who opened my record, what was changed, and which lists I was in: one week, and the way to earlier ones."""
    this = monday_of(today())
    begins = _asked(this)
    person = my(Person).where(Person.id == actor().person_id).one_or_404()
    since, until = _moment(begins), _moment(begins + WEEK)
    every = traces.about_me(db(), actor(), since, until)
    return render_template(
        "people/looked.html",
        looks=[each for each in every if each.is_look],
        changes=[each for each in every if not each.is_look],
        lists=traces.lists(db(), person, since, until),
        most=traces.MOST if len(every) == traces.MOST else None,
        begins=begins,
        ends=begins + WEEK - timedelta(days=1),
        before=begins - WEEK if begins - WEEK > this - KEPT else None,
        after=begins + WEEK if begins < this else None,
        is_this=begins == this,
    )


def this_week() -> dict[str, Any]:
    """Return what one's own page says in short: the latest about one's record, and the lists of this week."""
    begins = monday_of(today())
    person = my(Person).where(Person.id == actor().person_id).one_or_404()
    since, until = _moment(begins), _moment(begins + WEEK)
    return {
        "latest": traces.about_me(db(), actor(), most=LATEST),
        "lists": traces.lists(db(), person, since, until),
    }


def monday_of(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())


def _asked(this: date) -> date:
    """Return the Monday the address asks for, this week's where it asks for none that is kept."""
    try:
        wanted = monday_of(date.fromisoformat(request.args.get("week", "")[:10]))
    except (ValueError, OverflowError):
        return this
    return wanted if this - KEPT < wanted <= this else this


def _moment(day: date) -> datetime:
    """Return when a day begins on the reader's clock."""
    return datetime.combine(day, time.min, zone_of(signed_in_visitor().time_zone))
