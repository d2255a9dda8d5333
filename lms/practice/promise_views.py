"""Promises: made, changed until the day, asked back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.ids import read_id
from lms.kernel.permissions import MEMBERS, allow
from lms.practice import promises as book
from lms.practice.content import own_blocks, version_on_shelf
from lms.practice.forms import PromiseForm, ReportForm
from lms.practice.models import Outcome
from lms.practice.promises import OwnPromise
from lms.practice.week import ended_words
from lms.web.context import actor, db, now, secret, today
from lms.web.redirects import safe_next

THANKS = {
    Outcome.KEPT: lambda: _("Kept. Somebody noticed."),
    Outcome.PARTLY: lambda: _("Partly is told honestly. What is left can be a new promise."),
    Outcome.NOT_YET: lambda: _("It has a new day and is asked back then."),
    Outcome.DROPPED: lambda: _("Dropped. Better said than forgotten."),
}


@allow(*MEMBERS)
def promises() -> ResponseReturnValue:
    """Make a promise, in a module or outside one."""
    form = PromiseForm().offer(today())
    valid, due = form.validate(), form.due(today())
    if not valid or due is None:
        return render_template("practice/new_promise.html", form=form), 422
    try:
        book.make(db(), actor(), form.words, due, secret(), now(), place=_place(form))
    except book.TooMany:
        form.form_errors = [
            _("You have %(most)d open promises. Tell how some of them went first.", most=book.MOST_OPEN)
        ]
        return render_template("practice/new_promise.html", form=form), 422
    flash(_("Promised. It is asked back on the day."))
    return redirect(safe_next(form.next.data) or url_for("practice.week"), 303)


@allow(*MEMBERS)
def promise(identity: UUID) -> ResponseReturnValue:
    """Show one promise of mine and what I told of it."""
    return _page(_mine(identity))


@allow(*MEMBERS)
def edit_promise(identity: UUID) -> ResponseReturnValue:
    """Change the words or the day, until the day."""
    found = _mine(identity)
    form = PromiseForm().offer(today(), found.row.due)
    valid, due = form.validate(), form.due(today())
    if not found.can_be_edited(today()):
        form.form_errors = [_("Its day has come, so it stays as it was promised. Tell how it went.")]
        return _page(found, changed=form)
    if not valid or due is None:
        return _page(found, changed=form)
    book.edit(db(), actor(), found, form.words, due, secret(), now())
    flash(_("The promise is changed."))
    return redirect(url_for("practice.promise", identity=identity), 303)


@allow(*MEMBERS)
def reports(identity: UUID) -> ResponseReturnValue:
    """Tell how a promise went."""
    found, form = _mine(identity), ReportForm()
    valid, new_due = form.validate(), form.new_due(today())
    if not valid or form.new_day.errors:
        return _page(found, told=form)
    outcome = Outcome(form.outcome.data)
    try:
        book.report(db(), actor(), found, outcome, form.why.data or "", new_due, secret(), now())
    except book.NotNow:
        flash(_("This was told already, perhaps in another window."))
    else:
        flash(THANKS[outcome]())
    return redirect(safe_next(form.next.data) or url_for("practice.promise", identity=identity), 303)


def _mine(identity: UUID) -> OwnPromise:
    return book.own_promise(db(), actor(), identity, secret())


def _place(form: PromiseForm) -> tuple[UUID, str] | None:
    """Return the module and block a promise is made in; None outside a module, or where there is no such place."""
    version = read_id(form.version.data or "")
    if version is None:
        return None
    found = version_on_shelf(db(), actor(), version)
    block = own_blocks(db(), found.id).get(form.block.data or "")
    return (found.module, block.id) if block is not None and block.kind == "promise" else None


def _page(found: OwnPromise, *, changed: PromiseForm | None = None, told: ReportForm | None = None) -> tuple[str, int]:
    words, due = found.words, found.row.due
    form = changed or PromiseForm(formdata=None, what=words.what, whom=words.whom, day=due.isoformat()).offer(
        today(), due
    )
    html = render_template(
        "practice/promise.html",
        promise=found,
        form=form,
        report=told or ReportForm(formdata=None),
        editing=changed is not None,
        today=today(),
        ended="" if found.is_open else ended_words(found.row.state),
    )
    return html, 422 if changed or told else 200
