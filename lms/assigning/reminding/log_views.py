"""HR's pages of the log of mails, and another try for those that failed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.assignment_pages.saying import ngettext
from lms.assigning.assignments.models import Assignment
from lms.assigning.looking import note_look
from lms.assigning.reminding import log
from lms.assigning.reminding.kinds import LABELS
from lms.assigning.reminding.log import Sought
from lms.kernel import audit, outbox
from lms.kernel.ids import read_id
from lms.kernel.outbox import Mail
from lms.kernel.permissions import Role, allow, scope_of
from lms.kernel.post import Post
from lms.people import mails
from lms.people.models import Person
from lms.web.context import actor, config, database, db, my, now
from lms.web.forms import Confirmation

FILTERS = ("show", "kind", "q", "person", "assignment")


@allow(Role.HR)
def every() -> ResponseReturnValue:
    """Show the mails that are asked for, the newest first, with how many stand in which way."""
    note_look(database(), actor(), _("mails")[:100], now())
    sought = _sought(request.args)
    found, following = log.lines(db(), actor(), sought, now(), request.args.get("after"))
    return render_template(
        "assigning/reminding/mails.html",
        sought=sought,
        lines=found,
        following=_here(after=following) if following else None,
        first=_here() if request.args.get("after") else None,
        narrowed=_here,
        totals=log.totals(db(), actor(), sought, now()),
        shown=log.SHOWN,
        counted=log.COUNTED,
        kinds=LABELS,
        reasons=mails.REASONS,
        person=_person(sought),
        assignment=_assignment(sought),
        post=Post.of(config()),
        server_fails=mails.server_fails(db(), actor()),
        form=Confirmation(),
        at=now(),
    )


@allow(Role.HR)
def try_again(mail: UUID) -> ResponseReturnValue:
    """Give one mail that failed all its tries anew."""
    found = my(Mail).where(Mail.id == mail, Mail.state == outbox.FAILED).one_or_404()
    outbox.try_again(db(), Mail.id == found.id, now())
    audit.note(db(), actor(), "mail.tried-again", now(), subject=found.person_id)
    flash(_("It is tried again within a minute."))
    return redirect(_back(), 303)


@allow(Role.HR)
def try_all_again() -> ResponseReturnValue:
    """Give the failed mails of the list all their tries anew, the newest 500 of them."""
    sought = _sought(request.form)
    chosen = select(Mail.id).join(Person, Person.id == Mail.person_id).where(*log.wanted(db(), actor(), sought))
    count = outbox.try_again(db(), scope_of(Mail, actor()) & Mail.id.in_(chosen), now())
    audit.note(db(), actor(), "mail.tried-again", now(), detail=str(count))
    flash(
        ngettext("%(num)d mail is tried again within minutes.", "%(num)d mails are tried again within minutes.", count)
    )
    return redirect(_back(), 303)


def _sought(sent: Any) -> Sought:
    """Return what an address or a form asks for; what is no filter is passed over."""
    show, kind = sent.get("show", ""), sent.get("kind", "")
    return Sought(
        shown=show if show in log.SHOWN else None,
        kind=kind if kind in LABELS else None,
        word=sent.get("q", "")[: log.LONGEST_WORD].strip(),
        person=read_id(sent.get("person", "")),
        assignment=read_id(sent.get("assignment", "")),
    )


def _person(sought: Sought) -> Person | None:
    return my(Person).where(Person.id == sought.person).one_or_404() if sought.person else None


def _assignment(sought: Sought) -> Assignment | None:
    return my(Assignment).where(Assignment.id == sought.assignment).one_or_404() if sought.assignment else None


def _here(**more: Any) -> str:
    """Return the address of the list with its filters, `more` in their place; None leaves one out."""
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return url_for("reminding.mails", **{**kept, **more})


def _back() -> str:
    kept: dict[str, Any] = {name: request.form[name] for name in FILTERS if request.form.get(name)}
    return url_for("reminding.mails", **kept)
