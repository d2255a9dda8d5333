"""What is done with an exercise at work: chosen, planned, brought back, done, opened again."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.answers import reading
from lms.answers.contexts import Refusal
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.practice import exercises, own_words, photographs
from lms.practice.exercises import Exercise
from lms.practice.forms import DayForm, NextForm, NoteForm
from lms.practice.models import PracticeExercise
from lms.practice.showing import shown_exercise
from lms.web.context import actor, database, db, now, secret, today
from lms.web.forms import Confirmation
from lms.web.photographs import sending, taking
from lms.web.redirects import safe_next


@allow(*MEMBERS)
def exercise(identity: UUID) -> ResponseReturnValue:
    """Show one exercise of mine."""
    return _page(_mine(identity), Confirmation())


@allow(*MEMBERS)
def choice(version: UUID, block: str) -> ResponseReturnValue:
    """Choose an exercise; another of the same choice is set aside, with everything in it."""
    form = NextForm()
    identity = exercises.choose(db(), actor(), version, block, now())
    return _back(form, identity)


@allow(*MEMBERS)
def day(identity: UUID) -> ResponseReturnValue:
    """Plan it for a day."""
    form, found = DayForm(), _mine(identity)
    form.validate()
    refusal, wanted = form.refusal(today()), form.day.data
    if refusal or wanted is None:
        return _page(found, form, refused={"day": refusal})
    exercises.plan(_row(found), wanted)
    return _back(form, identity)


@allow(*MEMBERS)
def note(identity: UUID) -> ResponseReturnValue:
    """Keep what I brought back, without a script."""
    return _keep_note(_mine(identity))


@allow(*MEMBERS)
def completion(identity: UUID) -> ResponseReturnValue:
    """Keep what I brought back and mark the exercise done."""
    found = _mine(identity)
    answered = _keep_note(found)
    if not isinstance(answered, tuple):
        exercises.complete(_row(found), now())
    return answered


@allow(*MEMBERS)
def reopening(identity: UUID) -> ResponseReturnValue:
    """Open it again."""
    exercises.reopen(_row(_mine(identity)))
    return _back(NextForm(), identity)


@allow(*MEMBERS)
def photograph(identity: UUID) -> ResponseReturnValue:
    """Show my photograph, to me."""
    return sending.sent(photographs.jpeg_of(db(), actor(), identity, secret()))


@allow(*MEMBERS)
def add_photograph(identity: UUID) -> ResponseReturnValue:
    """Take a photograph, drawn anew, in place of the one before."""
    form = NextForm()
    with database().reading() as session:  # the one that writes must not begin before the drawing is done
        seen = exercises.own_exercise(session, actor(), identity)
    try:
        drawn = taking.taken(request.files.get("photograph"))
    except taking.Unusable as refused:
        return _page(seen, form, refused={"photograph": str(refused)})
    photographs.keep(db(), actor(), _row(_mine(identity)), drawn, secret(), now())
    return _back(form, identity)


add_photograph.__dict__["largest_body"] = taking.LARGEST_BODY


@allow(*MEMBERS)
def remove_photograph(identity: UUID) -> ResponseReturnValue:
    """Take my photograph away; the page offers to bring it back."""
    photographs.remove(db(), actor(), _row(_mine(identity)), now())
    return _back(NextForm(), identity)


@allow(*MEMBERS)
def restore_photograph(identity: UUID) -> ResponseReturnValue:
    """Bring my photograph back."""
    back = photographs.bring_back(db(), actor(), _row(_mine(identity)))
    flash(_("It is back.") if back else _("The photograph is deleted for good."))
    return _back(NextForm(), identity)


def _mine(identity: UUID) -> Exercise:
    return exercises.own_exercise(db(), actor(), identity)


def _row(found: Exercise) -> PracticeExercise:
    if found.row is None:
        raise NotFound
    return found.row


def _keep_note(found: Exercise) -> ResponseReturnValue:
    form = NoteForm()
    sent = form.text.data
    if form.text.raw_data and sent is not None:
        kind, module, block = own_words.PRACTICE, found.module, found.block.id
        try:
            own_words.keep(db(), actor(), kind, module, block, sent, secret(), now())
        except Refusal as refusal:
            return _page(found, form, refused={"note": refusal.reason}, typed=sent)
    return _back(form, _row(found).id)


def _page(
    found: Exercise,
    form: Confirmation | NextForm,
    *,
    refused: Mapping[str, str] | None = None,
    typed: str | None = None,
) -> tuple[str, int]:
    answers = reading.current(db(), actor(), [found.context], secret())
    shown = shown_exercise(found, answers, refused=refused, typed=typed)
    return render_template("practice/exercise.html", shown=shown, form=form), 422 if refused else 200


def _back(form: NextForm, identity: UUID) -> ResponseReturnValue:
    here = url_for("practice.exercise", identity=identity)
    return redirect(safe_next(form.next.data) or here, 303)
