"""The learner's pages: home, a module, a page of it, and what is done there."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.permissions import MEMBERS, allow
from lms.learning import companions, completion, progress
from lms.learning.home import home_of
from lms.learning.in_hand import InHand, anew, module_in_hand, named
from lms.learning.models import Enrolment, State
from lms.learning.moving.choosing import choice_of
from lms.learning.player import show
from lms.learning.recall.wording import invitation_in_words
from lms.learning.standing import Shut, Standing, check_open, standing_of
from lms.learning.usefulness import visits
from lms.web.context import actor, db, now, secret, today
from lms.web.forms import Confirmation


@allow(*MEMBERS)
def home() -> ResponseReturnValue:
    """Show the one next step and why it is next, the path, my week, my numbers and my profile."""
    mine = home_of(db(), actor(), secret(), today(), now())
    recall = invitation_in_words(mine.recall)
    return render_template("learning/home.html", home=mine, recall=recall, form=Confirmation(), today=today())


@allow(*MEMBERS)
def module(slug: str) -> ResponseReturnValue:
    """Show what a module is about, its pages and where I am."""
    hand = module_in_hand(db(), actor(), slug)
    standing = standing_of(db(), actor(), hand, today())
    before = named(db(), actor(), [module for one in standing.left for module in one.after] if standing.is_shut else [])
    return render_template(
        "learning/module.html",
        hand=hand,
        rules=completion.checklist(db(), actor(), hand),
        standing=standing,
        edition=choice_of(db(), actor(), hand),
        titles={module: title for module, (_slug, title) in before.items()},
        before=list(before.values()),
        form=Confirmation(),
        today=today(),
    )


@allow(*MEMBERS)
def enrolment(slug: str) -> ResponseReturnValue:
    """Begin a module, go on with it, or begin its next cycle where it is to be taken again."""
    hand = module_in_hand(db(), actor(), slug)
    standing = standing_of(db(), actor(), hand, today())
    if standing.is_shut:
        raise Shut(slug)
    if standing.is_again:
        hand = anew(db(), actor(), hand)
    mine = progress.enrol(db(), actor(), hand, now(), terms_of(standing))
    progress.begin(mine, now())
    visits.opened(db(), hand, mine, hand.next_page, now())
    return redirect(url_for("learning.page", slug=slug, name=hand.next_page), 303)


@allow(*MEMBERS)
def page(slug: str, name: str) -> ResponseReturnValue:
    """Show a page with everything I have typed on it; of a module that is not open yet, its overview.

    A page beside the module is there for everybody whose shelf it stands on.
    """
    hand = module_in_hand(db(), actor(), slug)
    beside = companions.find(db(), actor(), hand, name)
    if beside is not None:
        return companions.show(beside)
    check_open(db(), actor(), hand, today())
    return show(hand, name)


@allow(*MEMBERS)
def reading(slug: str, name: str) -> ResponseReturnValue:
    """Note that I have read a page to its end, and turn to the next."""
    hand = module_in_hand(db(), actor(), slug)
    hand.position(name)
    mine = enrolled(hand)
    was_completed = mine.state is State.COMPLETED
    visits.opened(db(), hand, mine, name, now())
    progress.mark_read(db(), hand, mine, name, now())
    visits.read(db(), mine, name, now())
    following = hand.beside(name, 1)
    if following is not None:
        progress.keep_place(mine, following.name, "start", now())
        visits.opened(db(), hand, mine, following.name, now())
        return redirect(url_for("learning.page", slug=slug, name=following.name), 303)
    if mine.state is State.COMPLETED and not was_completed:
        flash(_("You have completed the module."))
    elif mine.pages_read < mine.pages_required:
        flash(_("Some pages are still to be read before the module is complete."))
    elif not mine.quiz_passed and hand.document["quizzes"]:
        flash(_("Every page is read. Pass the questions to complete the module."))
    return redirect(url_for("learning.module", slug=slug), 303)


@allow(*MEMBERS)
def place(slug: str) -> ResponseReturnValue:
    """Remember the page and block in view, for the next browser I come with."""
    sent = request.get_json(silent=True)
    hand = module_in_hand(db(), actor(), slug)
    if not isinstance(sent, dict) or not isinstance(sent.get("page"), str) or not isinstance(sent.get("block"), str):
        return {"errors": [{"field": "body", "reason": _("is an object with page and block")}]}, 422
    if not sent["block"].isprintable():
        return {"errors": [{"field": "block", "reason": _("There is no such block on this page.")}]}, 422
    hand.position(sent["page"])
    mine = enrolled(hand)
    progress.keep_place(mine, sent["page"], sent["block"], now())
    visits.opened(db(), hand, mine, sent["page"], now())
    return "", 204


def enrolled(hand: InHand) -> Enrolment:
    """Return my enrolment, made when I come to a page without one: whoever types has begun.

    Raise `Shut` where the module is not open to me yet.
    """
    if hand.enrolment is not None and hand.enrolment.state is not State.NOT_STARTED:
        return progress.enrol(db(), actor(), hand, now())
    standing = standing_of(db(), actor(), hand, today())
    if standing.is_shut:
        raise Shut(hand.slug)
    return progress.enrol(db(), actor(), hand, now(), terms_of(standing))


def terms_of(standing: Standing) -> progress.Terms:
    """Return what an enrolment is made under by the curricula that ask for it."""
    return progress.Terms(standing.due, standing.required, standing.available_from)


def shut(found: Shut) -> ResponseReturnValue:
    """Lead whoever wants to begin a module that is not open yet to its overview, which says what opens it."""
    db().rollback()
    if request.is_json:
        return {"errors": [{"field": "module", "reason": _("This module is not open to you yet.")}]}, 409
    return redirect(url_for("learning.module", slug=found.slug, _anchor="opening"), 303)
