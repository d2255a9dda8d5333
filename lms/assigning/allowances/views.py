"""What HR does for one person at quizzes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from lms.assigning.allowances.forms import AnotherTryForm, ExtraTimeForm
from lms.kernel.ids import read_id
from lms.kernel.permissions import NotFound, Role, allow
from lms.learning.allowances import another_try as trying
from lms.learning.allowances import extra_time as timing
from lms.learning.allowances.another_try import UsedUp
from lms.people.models import Person
from lms.web.context import actor, db, my, now


@dataclass(frozen=True)
class Allowances:
    """What the part of a person's page about quizzes shows."""

    percent: int
    used_up: list[UsedUp]
    time_form: ExtraTimeForm
    try_form: AnotherTryForm


def allowances_of(person: Person) -> Allowances:
    """Return what HR allows a person of theirs; templates call it."""
    percent = timing.percent_of(db(), person.id)
    return Allowances(percent, trying.used_up(db(), actor(), person), ExtraTimeForm(None), AnotherTryForm(None))


@allow(Role.HR)
def extra_time(person: UUID) -> ResponseReturnValue:
    """Set how much time a person of mine has at quizzes."""
    found = _held(person)
    form = ExtraTimeForm()
    if (percent := form.chosen()) is not None:
        timing.give(db(), actor(), found, percent, now())
        flash(_("Saved. What is open lasts that long too; no time that was given is taken back."))
    else:
        flash(" ".join(str(error) for error in form.percent.errors))
    return _back(found)


@allow(Role.HR)
def another_try(person: UUID) -> ResponseReturnValue:
    """Give a person of mine one more try at a quiz of which every try is used."""
    found = _held(person)
    form = AnotherTryForm()
    enrolment = read_id(form.enrolment.data or "")
    if not form.validate() or enrolment is None:
        raise NotFound
    try:
        trying.grant(db(), actor(), found, enrolment, form.block.data, now())
    except trying.NotUsedUp:
        flash(_("There is a try left already, or the questions are passed: nothing was changed."))
    else:
        flash(_("They have one more try, and see it where the questions stand."))
    return _back(found)


def _held(person: UUID) -> Person:
    """Return a person of mine, held until the commit: two clicks of HR come one after the other."""
    my(Person).where(Person.id == person).one_or_404()
    return db().scalars(select(Person).where(Person.id == person).with_for_update(key_share=True)).one()


def _back(person: Person) -> ResponseReturnValue:
    return redirect(url_for("roster.person", person=person.id, _anchor="quizzes"), 303)
