"""The pages of a drill: how it begins, a scene to decide in, what a decision led to, the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.learning import invitations
from lms.learning.drills import at_hand, plays
from lms.learning.drills.at_hand import DrillAtHand
from lms.learning.drills.forms import ChoiceForm, choice_form
from lms.learning.drills.models import Play
from lms.learning.drills.plays import PlayInHand
from lms.learning.drills.showing import shown_end, shown_scene, shown_step, total_of
from lms.learning.drills.tallies import released
from lms.packs.drills.model import KIND, Ending
from lms.web.context import actor, db, now
from lms.web.forms import Confirmation
from lms.web.languages import language

LISTED = 5
"""Earlier plays that are listed; all are kept."""


@allow(*MEMBERS)
def drill(name: str) -> ResponseReturnValue:
    """Show one drill: who one is in it, the play that goes on, the plays that ended."""
    found = at_hand.named(db(), actor(), name)
    earlier, back = _earlier(found.ended), _invitation(found)
    return render_template("learning/drills/begin.html", found=found, earlier=earlier, back=back, form=Confirmation())


@allow(*MEMBERS)
def begin(name: str) -> ResponseReturnValue:
    """Begin to play, or go on with the play that is open."""
    found = at_hand.named(db(), actor(), name)
    mine = plays.begin(db(), actor(), found.row, now())
    return redirect(url_for("drills.play", identity=mine.id), 303)


@allow(*MEMBERS)
def play(identity: UUID) -> ResponseReturnValue:
    """Show where one of my plays stands: the scene to decide in, or its end."""
    mine = plays.own_play(db(), actor(), identity)
    return _end(mine) if mine.play.is_over else _scene(mine, None)


@allow(*MEMBERS)
def choose(identity: UUID) -> ResponseReturnValue:
    """Decide, exactly once, and show what came of it."""
    mine = plays.own_play(db(), actor(), identity)
    form = choice_form(mine.scene, 0)
    if not form.validate():
        return _scene(mine, form) if mine.scene is not None else redirect(_address(mine), 303)
    try:
        decided = plays.choose(db(), actor(), mine, form.step.data, form.option.data, now())
    except plays.NoOption:
        form.option.errors = [_("Choose one of them.")]
        return _scene(mine, form)
    if not decided:
        return _decided_before(identity, form.step.data)
    return redirect(url_for("drills.step", identity=identity, number=form.step.data), 303)


@allow(*MEMBERS)
def step(identity: UUID, number: int) -> ResponseReturnValue:
    """Show what one of my decisions led to, and what the others would have."""
    mine = plays.own_play(db(), actor(), identity)
    if not 1 <= number <= len(mine.way):
        raise NotFound
    return render_template("learning/drills/step.html", mine=mine, shown=shown_step(mine, number))


def _scene(mine: PlayInHand, refused: ChoiceForm | None) -> ResponseReturnValue:
    scene = mine.scene
    if scene is None:
        raise NotFound
    shown = shown_scene(mine, scene)
    form = refused or choice_form(scene, shown.step)
    html = render_template("learning/drills/scene.html", mine=mine, shown=shown, form=form)
    return html, 422 if refused is not None else 200


def _decided_before(identity: UUID, number: int) -> ResponseReturnValue:
    """Lead to what stands: the decision that was taken in that scene, or where the play is."""
    mine = plays.own_play(db(), actor(), identity)
    flash(_("You had already decided here. What you decided first stands."))
    if 1 <= number <= len(mine.way):
        return redirect(url_for("drills.step", identity=identity, number=number), 303)
    return redirect(_address(mine), 303)


def _address(mine: PlayInHand) -> str:
    return url_for("drills.play", identity=mine.play.id)


def _end(mine: PlayInHand) -> ResponseReturnValue:
    found = at_hand.of_drill(db(), actor(), mine.play.drill_id)
    ending = mine.ending
    if ending is None:
        raise NotFound
    return render_template(
        "learning/drills/end.html",
        mine=mine,
        ending=ending,
        shown=shown_end(mine, released(db(), actor(), mine.counted)),
        teaching=_teaching(found, ending),
        found=found,
        back=_invitation(found),
        earlier=_earlier([each for each in found.ended if each.id != mine.play.id]) if found else [],
        form=Confirmation(),
    )


@dataclass(frozen=True)
class Teaching:
    """The page that teaches: its title, the language that is in, and its address."""

    title: str
    language: str
    address: str


def _teaching(found: DrillAtHand | None, ending: Ending) -> Teaching | None:
    """Return the page as the module has it now; None when the module, or the page, is gone."""
    if found is None or ending.page not in [page.name for page in found.hand.contents]:
        return None
    page = shelf.page(db(), actor(), found.hand.version.id, ending.page, language())
    address = url_for("learning.page", slug=found.hand.slug, name=ending.page)
    return Teaching(page.title, page.language, address) if page is not None else None


def _invitation(found: DrillAtHand | None) -> str | None:
    """Return the address of the place in a module that invites to it."""
    if found is None:
        return None
    place = invitations.invitation(db(), actor(), found.hand, KIND, found.drill.name)
    return url_for("learning.page", slug=found.hand.slug, name=place[0], _anchor=place[1]) if place else None


@dataclass(frozen=True)
class Earlier:
    """A play that ended: when, how, and its total."""

    play: Play
    at: datetime
    ending: Ending
    total: str


def _earlier(ended: Sequence[Play]) -> list[Earlier]:
    """Return the latest of the plays that ended, newest first; one query."""
    last = list(reversed(ended))[:LISTED]
    if not last:
        return []
    wanted = select(QuizVersion).where(QuizVersion.id.in_({each.quiz_version_id for each in last}))
    rows = {row.id: row for row in db().scalars(wanted)}
    found = [plays.in_hand(db(), actor(), each, rows[each.quiz_version_id]) for each in last]
    return [
        Earlier(mine.play, mine.play.ended_at, mine.ending, total_of(mine))
        for mine in found
        if mine.ending is not None and mine.play.ended_at is not None
    ]
