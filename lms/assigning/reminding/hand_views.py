"""The pages of a reminder by hand: who would get it and what it says, the hour it is held, and taking it back."""

from __future__ import annotations

from math import ceil
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.addresses import after_of, first_page, next_page
from lms.assigning.assignment_pages.names import curricula_named, people_named
from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.curricula.models import Curriculum
from lms.assigning.looking import SOME, Reach, note_look
from lms.assigning.reminding import by_hand
from lms.assigning.reminding.hand_letter import letter_to
from lms.assigning.reminding.hand_models import Sending
from lms.kernel import audit
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow
from lms.kernel.post import Post
from lms.web.context import actor, config, database, db, my, now
from lms.web.forms import Confirmation
from lms.web.languages import local


@allow(Role.HR)
def preview() -> ResponseReturnValue:
    """Show who would be reminded, and what they would read; nothing goes."""
    curriculum, everybody = _asked(request.args)
    narrowed = Reach("curriculum", curriculum.id, narrowed=True) if curriculum else SOME
    note_look(database(), actor(), _("late, to be reminded")[:100], now(), narrowed)
    of: dict[str, Any] = {"curriculum": curriculum.id if curriculum else None, "everybody": everybody}
    organisation = actor().organisation_id
    found, following = by_hand.names(db(), organisation, now(), **of, after=after_of(request.args))
    return render_template(
        "assigning/reminding/by_hand.html",
        curriculum=curriculum,
        everybody=everybody,
        late=found,
        people=by_hand.people(db(), organisation, now(), **of),
        others=by_hand.people(db(), organisation, now(), of["curriculum"], everybody=not everybody),
        full=by_hand.full(db(), organisation, now(), **of),
        curricula=curricula_named(db(), actor(), {each.curriculum_id for each in found}),
        shown=letter_to(db(), found[0].person_id, post=Post.of(config()), now=now(), **of) if found else None,
        held=by_hand.pending(db(), organisation, of["curriculum"], now()),
        following=next_page(following),
        first=first_page(),
        form=Confirmation(),
        at=now(),
    )


@allow(Role.HR)
def send() -> ResponseReturnValue:
    """Have them reminded in an hour."""
    curriculum, everybody = _asked(request.form)
    of: dict[str, Any] = {"curriculum": curriculum.id if curriculum else None, "everybody": everybody}
    if not by_hand.people(db(), actor().organisation_id, now(), **of):
        flash(_("Nobody is left to remind."))
        return redirect(url_for("reminding.by_hand", **_again(curriculum, everybody)), 303)
    sending = by_hand.begin(db(), actor(), of["curriculum"], now(), everybody=everybody)
    audit.note(db(), actor(), "reminders.by-hand", now(), detail=_title(curriculum))
    return redirect(url_for("reminding.sending", sending=sending.id), 303)


@allow(Role.HR)
def sending(sending: UUID) -> ResponseReturnValue:
    """Show one reminder by hand: held, gone, or taken back."""
    found = my(Sending).where(Sending.id == sending).one_or_404()
    curriculum = my(Curriculum).where(Curriculum.id == found.curriculum_id).first() if found.curriculum_id else None
    left = (found.mails_at - now()).total_seconds()
    return render_template(
        "assigning/reminding/sending.html",
        sending=found,
        title=local(curriculum.title) if curriculum else "",
        by=people_named(db(), actor(), {found.by_id}).get(found.by_id) if found.by_id else None,
        minutes=max(0, ceil(left / 60)),
        form=Confirmation(),
        at=now(),
    )


@allow(Role.HR)
def undo(sending: UUID) -> ResponseReturnValue:
    """Take a reminder back while it is held."""
    found = my(Sending).where(Sending.id == sending).one_or_404()
    if by_hand.take_back(db(), found, now()):
        audit.note(db(), actor(), "reminders.taken-back", now())
        flash(_("Taken back. No mail was written, and nobody knows of it."))
    else:
        flash(_("The hour is over: the mails are written already."))
    return redirect(url_for("reminding.sending", sending=found.id), 303)


def _asked(sent: Any) -> tuple[Curriculum | None, bool]:
    """Return with which curriculum, and whether also those who were reminded; what is not ours is not there."""
    id = read_id(sent.get("curriculum", ""))
    curriculum = my(Curriculum).where(Curriculum.id == id).one_or_404() if id else None
    return curriculum, sent.get("whom") == "everybody"


def _again(curriculum: Curriculum | None, everybody: bool) -> dict[str, Any]:
    return {"curriculum": curriculum.id if curriculum else None, "whom": "everybody" if everybody else None}


def _title(curriculum: Curriculum | None) -> str:
    return local(curriculum.title)[:200] if curriculum else ""
