"""The pages of kept reports: the list, opening one, its name and who may open it, when it is mailed, removed, back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.assigning.report_files import kept, scheduling
from lms.assigning.report_files.asked import question_here
from lms.assigning.report_files.forms import WEEKDAYS, KeepForm, MailForm, ShareForm
from lms.assigning.report_files.kept import Refused
from lms.assigning.report_files.models import NAMED, KeptReport
from lms.assigning.report_files.rhythm import WEEK
from lms.assigning.reports.addresses import url_of
from lms.assigning.reports.departments import Gone
from lms.kernel import audit
from lms.kernel.ids import read_id
from lms.kernel.permissions import MEMBERS, allow
from lms.people.models import Person
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation


@allow(*MEMBERS)
def every() -> ResponseReturnValue:
    """Show the reports I keep, and those others share with me."""
    found = kept.every(db(), actor())
    owners = kept.people(db(), actor().organisation_id, {str(each.person_id) for each in found})
    return render_template(
        "assigning/report_files/kept.html",
        mine=[each for each in found if each.person_id == actor().person_id],
        others=[each for each in found if each.person_id != actor().person_id],
        owners={each.id: each.name for each in owners},
        removed=kept.removed(db(), actor(), read_id(request.args.get("removed", ""))),
        sure=Confirmation(),
        weekdays=WEEKDAYS,
        week=WEEK,
    )


@allow(*MEMBERS)
def keep() -> ResponseReturnValue:
    """Keep the report in hand under a name."""
    form, question = KeepForm(), question_here()
    if not form.validate():
        for texts in form.errors.values():
            flash(str(texts[0]))
        return redirect(url_of(question), 303)
    try:
        made = kept.keep(db(), actor(), form.name.data.strip(), question, now())
    except kept.TooMany:
        flash(_("You keep 50 reports. Remove one you no longer need."))
        return redirect(url_of(question), 303)
    except Gone:
        return redirect(url_of(question), 303)
    audit.note(db(), actor(), "report.kept", now(), detail=made.name)
    flash(_("“%(name)s” is kept. Here you can share it, and have it sent by mail.", name=made.name))
    return redirect(url_for("report_files.settings", id=made.id), 303)


@allow(*MEMBERS)
def open_one(id: UUID) -> ResponseReturnValue:
    """Open a kept report as it stands today, with my own rights."""
    return redirect(url_of(kept.question_of(kept.one(db(), actor(), id))), 302)


@allow(*MEMBERS)
def settings(id: UUID) -> ResponseReturnValue:
    """Show what my report is called, who may open it, when it is mailed and to whom."""
    mine = kept.mine(db(), actor(), id)
    return _page(mine, _share_form(mine), _mail_form(mine))


@allow(*MEMBERS)
def share(id: UUID) -> ResponseReturnValue:
    """Give my report another name, and say who may open it."""
    mine, form = kept.mine(db(), actor(), id), ShareForm()
    if form.validate():
        try:
            typed = str(form.colleagues.data or "") if form.shared.data == NAMED else ""
            people = kept.colleagues(db(), actor(), kept.question_of(mine), typed, now())
        except Refused as refused:
            form.refuse(form.colleagues, refused)
        else:
            mine.name = form.name.data.strip()
            kept.share(mine, form.shared.data, people)
            audit.note(db(), actor(), "report.shared", now(), detail=mine.name)
            flash(_("Saved."))
            return _to(mine)
    return _page(mine, form, _mail_form(mine)), 422


@allow(*MEMBERS)
def mails(id: UUID) -> ResponseReturnValue:
    """Have my report sent by mail."""
    mine, form = kept.mine(db(), actor(), id), MailForm()
    rhythm = form.rhythm() if form.validate() else None
    if rhythm is not None:
        try:
            people = kept.colleagues(db(), actor(), kept.question_of(mine), str(form.to.data or ""), now())
        except Refused as refused:
            form.refuse(form.to, refused)
        else:
            scheduling.schedule(db(), mine, rhythm, people, now())
            audit.note(db(), actor(), "report.scheduled", now(), detail=mine.name)
            flash(_("It is sent from now on."))
            return _to(mine)
    return _page(mine, _share_form(mine), form), 422


@allow(*MEMBERS)
def pause(id: UUID) -> ResponseReturnValue:
    """Let the mails of my report rest, go on with them, or end them."""
    mine = kept.mine(db(), actor(), id)
    said = request.form.get("said", "")
    if said == "end":
        scheduling.end(mine)
        flash(_("It is sent no more."))
    elif said in ("rest", "go-on") and mine.every:
        scheduling.rest(db(), mine, said == "rest", now())
        flash(_("The mails rest until you go on.") if mine.paused else _("The mails go on."))
    audit.note(db(), actor(), "report.scheduled", now(), detail=mine.name)
    return _to(mine)


@allow(*MEMBERS)
def remove(id: UUID) -> ResponseReturnValue:
    """Remove my report; the next page offers to bring it back."""
    mine = kept.mine(db(), actor(), id)
    scheduling.remove(mine, now())
    audit.note(db(), actor(), "report.removed", now(), detail=mine.name)
    flash(_("“%(name)s” is removed.", name=mine.name))
    return redirect(url_for("report_files.every", removed=mine.id), 303)


@allow(*MEMBERS)
def restore(id: UUID) -> ResponseReturnValue:
    """Bring my removed report back, its mails too."""
    mine = kept.mine(db(), actor(), id)
    scheduling.restore(db(), mine, now())
    audit.note(db(), actor(), "report.kept", now(), detail=mine.name)
    flash(_("“%(name)s” is back.", name=mine.name))
    return redirect(url_for("report_files.every"), 303)


def _to(mine: KeptReport) -> ResponseReturnValue:
    return redirect(url_for("report_files.settings", id=mine.id), 303)


def _page(mine: KeptReport, share_form: ShareForm, mail_form: MailForm) -> str:
    return render_template(
        "assigning/report_files/settings.html",
        kept=mine,
        share=share_form,
        mail=mail_form,
        sure=Confirmation(),
        zone=my(Person).where(Person.id == actor().person_id).one_or_404().time_zone,
    )


def _share_form(mine: KeptReport) -> ShareForm:
    return ShareForm(formdata=None, name=mine.name, shared=mine.shared, colleagues=_addresses(mine.with_ids))


def _mail_form(mine: KeptReport) -> MailForm:
    said = {"every": mine.every or WEEK, "weekday": str(mine.weekday), "at": mine.at}
    return MailForm(formdata=None, **said, to=_addresses(mine.to_ids))


def _addresses(ids: list[str]) -> str:
    return "\n".join(each.email for each in kept.people(db(), actor().organisation_id, ids))
