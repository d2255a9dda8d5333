"""What a person does with a business case, as forms: begin it, take an effect, renew it, plan a measurement."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.answers.contexts import Refusal
from lms.answers.saving import Outcome
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.tools.cases import taking
from lms.tools.cases.forms import EffectForm, MeasureForm, RenewForm, StartForm
from lms.tools.cases.links import BUSINESS_CASE, link_to
from lms.tools.cases.sources import sources
from lms.tools.cases.views import effects_page, list_page, sheet_page
from lms.tools.inputs import newest_of
from lms.tools.scenarios import operations
from lms.tools.scenarios.change_views import too_many_words
from lms.tools.scenarios.page import own_page
from lms.web.context import actor, db, now, secret, today
from lms.web.languages import speak_as_shown


@allow(*MEMBERS)
def start_case() -> ResponseReturnValue:
    """Begin a case under a name; its numbers are the example's until somebody enters or takes their own."""
    found, form = newest_of(db(), actor(), BUSINESS_CASE), StartForm()
    if found is None:
        raise NotFound
    if not form.is_sound():
        return list_page(form, 422)
    try:
        row = operations.make(db(), actor(), found[0], form.about(), {}, secret(), now())
    except operations.TooMany:
        form.name.errors = [too_many_words()]
        return list_page(form, 422)
    flash(_("The case is there. Its numbers are an example until you enter your own."))
    return redirect(url_for("tools.scenario", identity=row.id), 303)


@allow(*MEMBERS)
def add_effect(identity: UUID) -> ResponseReturnValue:
    """Take the difference between two scenarios into the case as an effect."""
    speak_as_shown()
    kept, form = taking.case_of(db(), actor(), identity, secret()), EffectForm()
    found = sources(db(), actor(), secret())
    chosen = found.chosen(form.source.data or "", form.against.data or "", form.output.data or "")
    if chosen is None:
        raise NotFound
    typed = form.typed(kept.calculator, chosen)
    if typed is None:
        return effects_page(kept, found, chosen, form, 422)
    link = chosen.link(typed.name, typed.factor, today().isoformat())
    row = {**typed.cells, "amount": link.amount}
    try:
        outcome = taking.take(db(), actor(), kept, row, link, typed.ends, secret(), now())
    except taking.Full:
        form.form_errors.append(_("The table of effects is full. Remove a row first."))
        return effects_page(kept, found, chosen, form, 422)
    except Refusal as refusal:
        form.form_errors.append(refusal.reason)
        return effects_page(kept, found, chosen, form, refusal.status)
    if outcome.conflicts:
        db().rollback()
        form.form_errors.append(_("The case was changed in another window just now. Send it again."))
        return effects_page(taking.case_of(db(), actor(), identity, secret()), found, chosen, form, 409)
    flash(_("The effect stands in the case."))
    return _to(identity)


@allow(*MEMBERS)
def renew_effect(identity: UUID) -> ResponseReturnValue:
    """Bring a taken effect to what its scenario says today."""
    kept, form = taking.case_of(db(), actor(), identity, secret()), RenewForm()
    link = link_to(taking.links_of(kept), form.row.data or "")
    if not form.validate() or link is None:
        raise NotFound
    chosen = sources(db(), actor(), secret()).chosen(link.scenario, link.against, link.output)
    if chosen is None:
        raise NotFound
    try:
        outcome = taking.renew(db(), actor(), kept, link, chosen, secret(), now())
    except Refusal as refusal:
        return own_page(kept, refusal.status, refused=refusal.reason)
    return _told(identity, outcome, _("The effect is what its scenario says today."))


@allow(*MEMBERS)
def plan_measure(identity: UUID) -> ResponseReturnValue:
    """Keep what is measured first, and by when."""
    kept, form = taking.case_of(db(), actor(), identity, secret()), MeasureForm()
    measure = form.measure()
    if measure is None:
        return sheet_page(kept, form, 422)
    outcome = taking.plan_measuring(db(), actor(), kept, measure, secret(), now())
    if outcome.conflicts:
        return sheet_page(taking.case_of(db(), actor(), identity, secret()), form, 409)
    return redirect(url_for("tools.case", identity=identity), 303)


def _told(identity: UUID, outcome: Outcome, words: str) -> ResponseReturnValue:
    if outcome.conflicts:
        db().rollback()
        kept = taking.case_of(db(), actor(), identity, secret())
        return own_page(kept, 409, refused=_("The case was changed in another window just now. Send it again."))
    flash(words)
    return _to(identity)


def _to(identity: UUID) -> ResponseReturnValue:
    return redirect(url_for("tools.scenario", identity=identity, _anchor="case"), 303)
