"""What waits for HR: missing dates, mended in place; who is late, whom no mail reaches, what stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.addresses import after_of, first_page, next_page
from lms.assigning.assignment_pages.days import day_of
from lms.assigning.assignment_pages.names import curricula_named
from lms.assigning.assignment_pages.ours import check_ours
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.saying import ngettext
from lms.assigning.assignment_pages.words import MISSING
from lms.assigning.assignments import changing, drafting, runs
from lms.assigning.assignments import exceptions as found_exceptions
from lms.assigning.assignments.exceptions import Case, Why
from lms.assigning.assignments.models import STAGING, AssignmentRun, DueEvent
from lms.assigning.assignments.refusals import Refused
from lms.assigning.looking import note_look
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow
from lms.people.models import Person
from lms.web.context import actor, database, db, my, now, today
from lms.web.forms import Confirmation

BY_HAND: Final = ("hire_date", "job_since")
"""The dates of a person that HR enters on this page."""
MOST: Final = 60
LISTS: Final = (Why.MISSING, Why.LATE, Why.UNREACHABLE)


@allow(Role.HR)
def exceptions() -> ResponseReturnValue:
    """Show one kind of exception, by name."""
    note_look(database(), actor(), _("exceptions")[:100], now())
    return _page({})


@allow(Role.HR)
def mend() -> ResponseReturnValue:
    """Enter the dates that were written; what is no day is answered at its field, and the others are not lost."""
    anchor = request.form.get("anchor", "")
    days, wrong = _written()
    if not days and not wrong:
        wrong = {"": _("Write a date first.")}
    if not wrong:
        try:
            mended = _mending(anchor)(days)
        except Refused as refused:
            wrong = dict.fromkeys(map(str, days), refused.text)
    if wrong:
        return _page(wrong)
    flash(ngettext("Mended: %(num)d now has a due date.", "Mended: %(num)d now have a due date.", mended))
    return redirect(url_for("assignments.exceptions", kind="missing", anchor=anchor), 303)


def _written() -> tuple[dict[UUID, date], dict[str, str]]:
    """Return the days by the id they stand at, and what is wrong with those that are none."""
    days, wrong = {}, {}
    for name, text in list(request.form.items())[:MOST]:
        found = read_id(name.removeprefix("day-")) if name.startswith("day-") else None
        if found is None or not text.strip():
            continue
        day = day_of(text)
        if day is None:
            wrong[str(found)] = _("Write the day as year-month-day, for example 2026-11-27.")
        else:
            days[found] = day
    return days, wrong


def _mending(anchor: str) -> Callable[[dict[UUID, date]], int]:
    """Return what is done with the days: they are people's, events', or due dates by hand."""
    if request.form.get("due") == "by-hand":
        return _set_dues
    return _mend_events if anchor == "event" else partial(_mend_people, anchor)


def _set_dues(days: dict[UUID, date]) -> int:
    set_for = 0
    for day in sorted(set(days.values())):
        ids = [row for row, written in days.items() if written == day]
        set_for += len(changing.set_due(db(), actor(), ids, day, now()).rows)
    return set_for


def _mend_people(anchor: str, days: dict[UUID, date]) -> int:
    check_ours(db(), actor(), {Person: days.keys()})
    mended = 0
    for day in sorted(set(days.values())):
        ids = [person for person, written in days.items() if written == day]
        mended += len(changing.mend_anchor(db(), actor(), ids, anchor, day, now()).rows)
    return mended


def _mend_events(days: dict[UUID, date]) -> int:
    check_ours(db(), actor(), {DueEvent: days.keys()})
    for event in my(DueEvent).where(DueEvent.id.in_(days)).all():
        drafting.save_event(db(), actor(), event.name, days[event.id], now(), event.id)
    return len(days)


def _page(wrong: dict[str, str]) -> ResponseReturnValue:
    counts = found_exceptions.exceptions(db(), actor(), now())
    why, anchor = _wanted(counts)
    cases: list[Case] = []
    following = None
    if why in LISTS:
        after = after_of(request.args)
        cases, following = found_exceptions.behind(db(), actor(), why, now(), anchor=anchor, after=after)
    html = render_template(
        "assigning/assignment_pages/exceptions.html",
        counts=counts,
        why=why.value,
        anchor=anchor,
        anchors=MISSING,
        by_hand=BY_HAND,
        cases=cases,
        curricula=curricula_named(db(), actor(), {case.curriculum_id for case in cases}),
        events=my(DueEvent).where(DueEvent.on.is_(None)).order_by(DueEvent.name).limit(MOST).all(),
        still=_standing_still() if why is Why.FAILED else [],
        wrong=wrong,
        typed=request.form,
        following=next_page(following) if request.method == "GET" else None,
        first=first_page() if request.method == "GET" else None,
        form=Confirmation(),
        today=today(),
        at=now(),
    )
    return html, 422 if wrong else 200


def _wanted(counts: found_exceptions.Exceptions) -> tuple[Why, str | None]:
    """Return which kind is asked for, and which date it waits for; without a question, what there is most need of."""
    asked = request.values.get("kind", "")
    anchor = request.values.get("anchor", "")
    why = Why(asked) if asked in {each.value for each in Why} and asked != Why.WISHES else Why.MISSING
    if why is not Why.MISSING:
        return why, None
    if anchor not in MISSING:
        anchor = next((each for each in MISSING if counts.missing.get(each)), "hire_date")
    return why, anchor


def _standing_still() -> list[AssignmentRun]:
    staging = my(AssignmentRun).where(AssignmentRun.state == STAGING).order_by(AssignmentRun.created_at).limit(MOST)
    return [run for run in staging.all() if runs.has_failed(db(), run)]
