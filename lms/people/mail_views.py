"""The administrator's pages of mails: what was sent, what waits, what was not sent and why, and the text of each."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.outbox import STATES, Mail
from lms.kernel.permissions import Role, allow
from lms.kernel.post import Post
from lms.people import mails
from lms.people.auditing.looking import MAIL, note_look, note_opened
from lms.people.models import Person
from lms.web.context import actor, config, database, db, my, now


@allow(Role.ADMIN)
def every() -> ResponseReturnValue:
    """Show the organisation's mails, the newest first, by state."""
    asked = request.args.get("show")
    shown = asked if asked in STATES else None
    note_look(database(), actor(), _("mails")[:100], now())
    found, following = mails.lines(db(), actor(), shown, request.args.get("after"))
    return render_template(
        "people/mails.html",
        counts=mails.standing(db(), actor()),
        lines=found,
        shown=shown,
        states=mails.STATES,
        reasons=mails.REASONS,
        following=following,
        paged="after" in request.args,
        post=Post.of(config()),
        server_fails=mails.server_fails(db(), actor()),
        at=now(),
    )


@allow(Role.ADMIN)
def one(mail: UUID) -> ResponseReturnValue:
    """Show one mail as it was written; that it was opened is noted for whom it is to."""
    found = my(Mail).where(Mail.id == mail).one_or_404()
    person = my(Person).where(Person.id == found.person_id).one_or_404()
    note_opened(database(), actor(), person.id, now(), action=MAIL)
    return render_template(
        "people/mail.html",
        mail=found,
        person=person,
        states=mails.STATES,
        reasons=mails.REASONS,
        post=Post.of(config()),
    )
