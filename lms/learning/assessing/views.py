"""The pages of self-assessment: what there is, a sitting in hand, what it says, then and now."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from lms.answers import reading
from lms.catalog import shelf
from lms.kernel.permissions import MEMBERS, allow
from lms.learning.assessing import at_hand, sittings
from lms.learning.assessing.at_hand import AtHand
from lms.learning.assessing.forms import answers_of, statements_form
from lms.learning.assessing.history import profile_of
from lms.learning.assessing.models import Sitting, SittingState
from lms.learning.assessing.scoring import TooManyMissing
from lms.learning.assessing.showing import ShownSitting, shown_assessments, shown_result
from lms.web.context import actor, db, now, secret, today
from lms.web.forms import Confirmation, Form
from lms.web.visitors import signed_in_visitor


@allow(*MEMBERS)
def assessments() -> ResponseReturnValue:
    """Show the self-assessments my modules invite to, and where I stand with each."""
    return render_template("learning/assessing/list.html", shown=shown_assessments(at_hand.all_at_hand(db(), actor())))


@allow(*MEMBERS)
def assessment(name: str) -> ResponseReturnValue:
    """Show one self-assessment: the sitting in hand, my latest profile, or how to begin."""
    found = at_hand.named(db(), actor(), name)
    if found.open is not None:
        return _sit(found.open, found)
    if found.closed:
        return _result(found.closed[-1], found)
    return render_template("learning/assessing/begin.html", found=found, form=Confirmation())


@allow(*MEMBERS)
def begin(name: str) -> ResponseReturnValue:
    """Open a sitting, or go on with the one that is open."""
    found = at_hand.named(db(), actor(), name)
    last = found.last_day(signed_in_visitor().time_zone)
    try:
        sittings.begin(db(), actor(), found.row, now(), last=last, today=today())
    except sittings.TooEarly as early:
        flash(
            _(
                "It makes sense again from %(date)s; sooner, you would remember your answers.",
                date=format_date(early.possible, "long"),
            )
        )
    return redirect(url_for("assessing.assessment", name=name), 303)


@allow(*MEMBERS)
def sitting(identity: UUID) -> ResponseReturnValue:
    """Show one of my sittings: what it said when I closed it."""
    mine = sittings.own_sitting(db(), actor(), identity)
    found = at_hand.of_instrument(db(), actor(), mine.instrument_id)
    return _sit(mine, found) if mine.state is SittingState.OPEN else _result(mine, found)


@allow(*MEMBERS)
def answers(identity: UUID) -> ResponseReturnValue:
    """Keep what the form shows, to go on with it later."""
    mine = sittings.own_sitting(db(), actor(), identity)
    if mine.state is SittingState.OPEN:
        form = statements_form(shelf.instrument(db(), mine.quiz_version_id), {})
        if not form.validate():
            return _sit(mine, at_hand.of_instrument(db(), actor(), mine.instrument_id), form=form)
        sittings.save_shown(db(), actor(), mine, answers_of(form), secret(), now())
        flash(_("Your answers are kept. Go on whenever you like."))
    return redirect(_back(mine), 303)


@allow(*MEMBERS)
def closing(identity: UUID) -> ResponseReturnValue:
    """Close a sitting, exactly once, with what the form shows."""
    mine = sittings.own_sitting(db(), actor(), identity)
    if mine.state is SittingState.OPEN:
        form = statements_form(shelf.instrument(db(), mine.quiz_version_id), {})
        found = partial(at_hand.of_instrument, db(), actor(), mine.instrument_id)
        if not form.validate():
            return _sit(mine, found(), form=form)
        try:
            sittings.close(db(), actor(), mine, answers_of(form), secret(), now())
        except sittings.Unanswered as bare:
            return _sit(mine, found(), form=form, unanswered=bare.items)
        except TooManyMissing as missing:
            return _sit(mine, found(), form=form, missing=missing)
    return redirect(url_for("assessing.sitting", identity=mine.id), 303)


@allow(*MEMBERS)
def discarding(identity: UUID) -> ResponseReturnValue:
    """Put an open sitting aside."""
    mine = sittings.own_sitting(db(), actor(), identity)
    sittings.discard(db(), mine)
    return redirect(_back(mine), 303)


def _sit(
    mine: Sitting,
    found: AtHand | None,
    *,
    form: Form | None = None,
    unanswered: tuple[str, ...] = (),
    missing: TooManyMissing | None = None,
) -> ResponseReturnValue:
    """Return the sitting to answer; with a form that was refused, 422 and what to mend."""
    instrument = shelf.instrument(db(), mine.quiz_version_id)
    saved = reading.current(db(), actor(), [mine.context], secret())
    shown = ShownSitting.of(mine, instrument, actor().person_id, saved, form, unanswered, missing)
    html = render_template("learning/assessing/sit.html", shown=shown, found=found, back=_invitation(found))
    return html, 422 if form is not None else 200


def _result(mine: Sitting, found: AtHand | None) -> ResponseReturnValue:
    closed = found.closed if found else (mine,)
    profile = profile_of(mine, closed, partial(shelf.instrument, db()))
    return render_template(
        "learning/assessing/result.html",
        shown=shown_result(profile, found),
        found=found,
        closed=closed,
        back=_invitation(found),
        repeat=found.repeat(today(), signed_in_visitor().time_zone) if found else None,
        form=Confirmation(),
    )


def _invitation(found: AtHand | None) -> str | None:
    """Return the address of the place in a module that invites to it."""
    place = at_hand.invitation(db(), actor(), found.hand, found.instrument.name) if found else None
    if found is None or place is None:
        return None
    return url_for("learning.page", slug=found.hand.slug, name=place[0], _anchor=place[1])


def _back(mine: Sitting) -> str:
    found = at_hand.of_instrument(db(), actor(), mine.instrument_id)
    return _invitation(found) or url_for("assessing.assessments")
