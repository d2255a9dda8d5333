"""What a learner does with a quiz: begins an attempt, checks a question, submits, asks how much time is left."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.answers import reading
from lms.catalog import shelf
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.learning import attempts, overdue, progress, timing
from lms.learning.forms import PREFIX, fill_in, quiz_form, responses
from lms.learning.in_hand import InHand, enrolment_in_hand, module_in_hand
from lms.learning.models import Attempt, AttemptState
from lms.learning.overdue import TimeIsUp
from lms.learning.player import show
from lms.learning.quizzes import QuizInHand, quizzes_in_hand
from lms.learning.views import enrolled
from lms.web.context import actor, database, db, now, secret
from lms.web.forms import Form
from lms.web.languages import language, speak_as_shown


@allow(*MEMBERS)
def open_attempt(slug: str, name: str, block: str) -> ResponseReturnValue:
    """Start an attempt at the quiz of a block."""
    hand = module_in_hand(db(), actor(), slug)
    quiz = _quiz_of(hand, name, block)
    ended = quiz.attempt is not None and overdue.end(db(), quiz.attempt.id, now())
    mine = enrolled(hand)
    if mine.major != hand.version.major:  # another tab has just moved to another edition
        return _back(hand, name, block)
    progress.begin(mine, now())
    try:
        attempts.open_attempt(db(), mine, quiz.row, block, now())
    except attempts.NoneLeft:
        if ended:  # the last one was just submitted, which a refusal would undo
            return _back(hand, name, block)
        flash(_("You have used every attempt at these questions."))
        return show(hand, name, status=409)
    except attempts.KindMissing:
        flash(_("These questions cannot be begun now: one of them needs a package that is not installed."))
        return show(hand, name, status=409)
    return _back(hand, name, block)


@allow(*MEMBERS)
def submission(identity: UUID) -> ResponseReturnValue:
    """Submit an attempt, exactly once, with what the form shows."""
    speak_as_shown()
    attempt = attempts.own_attempt(db(), actor(), identity)
    hand = enrolment_in_hand(db(), actor(), attempt.enrolment_id)
    name = _page_of(hand, attempt.block)
    if attempt.state is AttemptState.OPEN:
        form = _form(attempt)
        if not timing.is_overdue(attempt, now()) and not form.validate():
            return _given_back(hand, name, attempt, form)
        try:
            score = attempts.submit(db(), actor(), attempt, responses(form), secret(), now())
        except attempts.KindMissing:  # the page that follows says why
            attempts.keep(db(), actor(), attempt, responses(form), secret(), now())
            return _back(hand, name, attempt.block)
        if score is not None and attempts.may_change_passing(db(), attempt):
            progress.pass_quiz(db(), hand, enrolled(hand), now())
    return _back(hand, name, attempt.block)


@allow(*MEMBERS)
def checking(identity: UUID) -> ResponseReturnValue:
    """Save what the form shows, and settle my answer to the question it names, if any, to show what it teaches."""
    speak_as_shown()
    attempt = attempts.own_attempt(db(), actor(), identity)
    hand = enrolment_in_hand(db(), actor(), attempt.enrolment_id)
    name = _page_of(hand, attempt.block)
    item = request.form.get("check", "")
    form = _form(attempt)
    if attempt.state is AttemptState.OPEN and not form.validate():
        return _given_back(hand, name, attempt, form)
    if not item:
        attempts.keep(db(), actor(), attempt, responses(form), secret(), now())
        return _back(hand, name, attempt.block)
    try:
        attempts.check(db(), actor(), attempt, item, responses(form), secret(), now())
    except attempts.NothingToCheck:
        form[PREFIX + item].errors = [_("Answer this question first, then check it.")]
        return _given_back(hand, name, attempt, form)
    return _back(hand, name, f"{attempt.block}-{item}")


@allow(*MEMBERS)
def time_left(identity: UUID) -> ResponseReturnValue:
    """Tell a page by the server's clock how many seconds an attempt has left, and whether it takes answers."""
    attempt = attempts.own_attempt(db(), actor(), identity)
    is_open = attempt.state is AttemptState.OPEN and not timing.is_overdue(attempt, now())
    return {"open": is_open, "seconds": timing.seconds_left(attempt, now())}


def time_is_up(found: TimeIsUp) -> ResponseReturnValue:
    """End the attempt that a page found overdue, and ask for the page again."""
    db().rollback()
    with database().writing() as session:
        overdue.end(session, found.attempt, now())
    return redirect(url_for("learning.page", slug=found.slug, name=found.page, _anchor=found.block), 303)


def _form(attempt: Attempt) -> Form:
    return quiz_form(shelf.quiz(db(), attempt.quiz_version_id), attempt, language(), {})


def _given_back(hand: InHand, name: str, attempt: Attempt, form: Form) -> ResponseReturnValue:
    """Return the page with the form as it was sent; what it did not hold stands in it as it is saved."""
    saved = reading.current(db(), actor(), [f"attempt:{attempt.id}"], secret())
    fill_in(form, {item: found.value for (_context, _block, item), found in saved.items()})
    return show(hand, name, refused={attempt.block: form})


def _back(hand: InHand, name: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("learning.page", slug=hand.slug, name=name, _anchor=anchor), 303)


def _quiz_of(hand: InHand, name: str, block: str) -> QuizInHand:
    hand.position(name)
    found = shelf.page(db(), actor(), hand.version.id, name, language())
    uses = {b["id"]: b["data"]["use"] for b in (found.document["blocks"] if found else []) if b["kind"] == "quiz"}
    if block not in uses:
        raise NotFound
    return quizzes_in_hand(db(), actor(), hand.version.id, {block: uses[block]}, hand.enrolment)[block]


def _page_of(hand: InHand, block: str) -> str:
    """Return the name of the page a quiz stands on."""
    for each in hand.contents:
        found = shelf.page(db(), actor(), hand.version.id, each.name, "en")
        if found is not None and any(b["id"] == block and b["kind"] == "quiz" for b in found.document["blocks"]):
            return each.name
    raise NotFound
