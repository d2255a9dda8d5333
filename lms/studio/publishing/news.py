"""What is new in a version, for learners who began an earlier one of its edition: a quiet line, put away for good."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.kernel.database import insert
from lms.kernel.permissions import MEMBERS, Actor, allow
from lms.learning.in_hand import InHand, module_in_hand
from lms.questions.text import Text
from lms.studio.publishing.models import NoteSeen, Publication, State
from lms.web.context import actor, db, now
from lms.web.forms import Confirmation


def note_for(session: Session, who: Actor, hand: InHand) -> Text | None:
    """Return what is new for somebody, None where nothing is; asks nothing where they began on what is published now.

    The note is the organisation's, and goes to all of its members who have begun the module.
    """
    began = hand.enrolment.started_at if hand.enrolment is not None else None
    if began is None or hand.version.published_at <= began or hand.version.organisation_id is None:
        return None
    seen = exists().where(NoteSeen.person_id == who.person_id, NoteSeen.version_id == hand.version.id)
    of_this = (Publication.published_id == hand.version.id, Publication.state == State.PUBLISHED)
    own = Publication.organisation_id == who.organisation_id
    return session.scalar(select(Publication.note).where(own, *of_this, ~seen)) or None


def line(hand: InHand) -> str:
    """Return the line on a module's page that says what is new."""
    note = note_for(db(), actor(), hand)
    return render_template("studio/publishing/news.html", hand=hand, note=note, form=Confirmation()) if note else ""


@allow(*MEMBERS)
def put_away(slug: str) -> ResponseReturnValue:
    """Put away what is new in the version I have in hand."""
    hand = module_in_hand(db(), actor(), slug)
    me = actor()
    row = {"person_id": me.person_id, "version_id": hand.version.id, "organisation_id": me.organisation_id}
    db().execute(insert(db(), NoteSeen).values(seen_at=now(), **row).on_conflict_do_nothing())
    return redirect(url_for("learning.module", slug=slug), 303)
