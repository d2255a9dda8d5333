"""The pages of recall: a question, what its answer teaches, the end for today, and where to rest from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalog import shelf
from lms.kernel.permissions import MEMBERS, allow
from lms.learning.forms import PREFIX, form_of, responses
from lms.learning.in_hand import shelf_in_hand
from lms.learning.recall import asking, pausing
from lms.learning.recall.asking import Said
from lms.learning.recall.at_hand import Question, Recalled, all_recalled
from lms.learning.recall.forms import RestForm
from lms.learning.recall.models import RecallCard
from lms.learning.recall.wording import invitation_in_words, next_words
from lms.practice import days
from lms.questions.confidence import sureness_of
from lms.questions.kinds import BadResponse, Item
from lms.questions.text import Json, Text
from lms.web.context import actor, db, my, now, secret, today
from lms.web.forms import Confirmation, Form
from lms.web.languages import language, speak_as_shown
from lms.web.redirects import safe_next


@dataclass(frozen=True)
class Shown:
    """One question as its page shows it, under the names that the templates of quizzes know.

    `number` of `of` today; `said`: what was answered, None while it is asked; `pages`: {name: title} to read again.
    """

    question: Question
    item: Item
    form: Form
    number: int
    of: int
    said: Said | None
    pages: dict[str, Text]
    home: UUID | None


@allow(*MEMBERS)
def ask() -> ResponseReturnValue:
    """Ask the next question of today, or say when the next ones come."""
    mine = _mine()
    if not mine.waiting:
        return render_template("learning/recall/done.html", mine=mine, coming=_coming(mine), rest=_rest(mine))
    return _asked(mine, mine.waiting[0], None)


@allow(*MEMBERS)
def answer(identity: UUID) -> ResponseReturnValue:
    """Take the answer to a question, once, and show what it teaches."""
    speak_as_shown()
    mine = _mine()
    question = _waiting(mine, identity)
    if question is None:
        return _settled(identity)
    form = _form(question, asking.arranged(question, today()), {})
    item = question.item.id
    knows = "unknown" not in request.form
    if knows and not form.validate():
        return _asked(mine, question, form)
    given = responses(form) if knows else {}
    if knows and given.get(item) is None:
        form[PREFIX + item].errors = [_("Answer the question, or say that you do not know.")]
        return _asked(mine, question, form)
    try:
        sure = given.get(sureness_of(item))
        asking.answer(db(), actor(), question, given.get(item), sure, secret(), now(), today())
    except BadResponse as bad:
        form[PREFIX + item].errors = [f"{_(bad.reason)} {_(bad.remedy)}"]
        return _asked(mine, question, form)
    return redirect(url_for("recall.answered", identity=identity, _anchor="taught"), 303)


@allow(*MEMBERS)
def answered(identity: UUID) -> ResponseReturnValue:
    """Show what the answer I gave today teaches."""
    mine = _mine()
    question = mine.find(identity)
    if question is None or question.card.answered_on != mine.today:
        my(RecallCard).where(RecallCard.id == identity).one_or_404()
        return redirect(url_for("recall.ask"), 303)
    said = asking.said(db(), actor(), question, secret())
    item = asking.arranged(question, mine.today)
    given = {item.id: said.response, sureness_of(item.id): said.sureness}
    shown = _shown(mine, question, item, _form(question, item, given), said)
    return render_template("learning/recall/answered.html", shown=shown, mine=mine, coming=_coming(mine))


@allow(*MEMBERS)
def mine() -> ResponseReturnValue:
    """Show what comes back to me, from which modules, and let me rest from it."""
    found = _mine()
    hands = {each.hand.module.id: each.hand for each in found.questions}
    modules = [
        (hand, [each for each in found.questions if each.hand.module.id == module]) for module, hand in hands.items()
    ]
    return render_template(
        "learning/recall/mine.html",
        modules=modules,
        invited=invitation_in_words(found.invitation),
        coming=_coming(found),
        rest=_rest(found),
        form=Confirmation(),
    )


@allow(*MEMBERS)
def rest() -> ResponseReturnValue:
    """Ask me nothing for some days."""
    form = RestForm()
    if not form.validate():
        flash(_("Nothing is paused: choose a break of one week or of four."))
        return redirect(url_for("recall.mine"), 303)
    until = pausing.rest(db(), actor(), form.days.data, today())
    flash(_("Nothing is asked before %(day)s. What falls due until then waits.", day=days.full(until)))
    return redirect(safe_next(form.next.data) or url_for("recall.mine"), 303)


@allow(*MEMBERS)
def resumption() -> ResponseReturnValue:
    """Go on today."""
    pausing.resume(db(), actor())
    flash(_("The questions come back again, each on its day."))
    return redirect(url_for("recall.mine"), 303)


@allow(*MEMBERS)
def stop(module: UUID) -> ResponseReturnValue:
    """Ask me nothing more of a module."""
    pausing.stop(db(), actor(), module)
    flash(_("Nothing more comes back from this module. You can begin again under your name, any time."))
    return redirect(safe_next(request.form.get("next")) or url_for("recall.mine"), 303)


@allow(*MEMBERS)
def restart(module: UUID) -> ResponseReturnValue:
    """Let the questions of a module come back again."""
    pausing.restart(db(), actor(), module)
    flash(_("The questions come back again, each on its day."))
    return redirect(url_for("recall.mine"), 303)


def _mine() -> Recalled:
    return all_recalled(db(), actor(), shelf_in_hand(db(), actor()), today())


def _waiting(mine: Recalled, card: UUID) -> Question | None:
    return next((each for each in mine.waiting if each.card.id == card), None)


def _settled(card: UUID) -> ResponseReturnValue:
    """Lead on from a question that is not asked now: answered in another tab, withdrawn, or resting."""
    kept = my(RecallCard).where(RecallCard.id == card).one_or_404()
    if kept.answered_on == today():
        flash(_("You had already answered this one. What you answered first stands."))
        return redirect(url_for("recall.answered", identity=card), 303)
    return redirect(url_for("recall.ask"), 303)


def _asked(mine: Recalled, question: Question, refused: Form | None) -> ResponseReturnValue:
    item = asking.arranged(question, mine.today)
    shown = _shown(mine, question, item, refused or _form(question, item, {}), None)
    html = render_template("learning/recall/question.html", shown=shown)
    return html, 422 if refused is not None else 200


def _shown(mine: Recalled, question: Question, item: Item, form: Form, said: Said | None) -> Shown:
    number = mine.answered + (said is None)
    return Shown(
        question,
        item,
        form,
        number,
        mine.answered + len(mine.waiting),
        said,
        {page.name: page.title for page in question.hand.contents},
        shelf.home(db(), question.row.id) if question.quiz.media else None,
    )


def _form(question: Question, item: Item, given: dict[str, Json]) -> Form:
    return form_of(question.quiz, (item,), language(), given)


def _coming(mine: Recalled) -> str:
    return next_words(mine.next_day, mine.today)


def _rest(mine: Recalled) -> str:
    """Return the day a rest ends, in words; "" where there is none."""
    until: date | None = mine.rest_until
    return days.full(until) if mine.is_resting and until is not None else ""
