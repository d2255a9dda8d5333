"""A page beside a module as its readers open and print it.

Nothing is kept of who opens one: they hold no answers, so they are open to everybody on whose shelf the module stands,
also before they may begin it and where they never take it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel.permissions import Actor, NotFound
from lms.learning.blocks.turned import Turned
from lms.learning.in_hand import Companion, InHand, anew
from lms.learning.player import shown_blocks
from lms.learning.standing import standing_of
from lms.web.context import actor, db, today
from lms.web.languages import language


@dataclass(frozen=True)
class Opened:
    """A companion as somebody opens it: in the edition they have, else in the newest."""

    hand: InHand
    companion: Companion


def find(session: Session, who: Actor, hand: InHand, name: str) -> Opened | None:
    """Return the companion of that name; None where the module has none in the reader's edition nor in the newest."""
    found = _named(hand, name)
    if found is None and hand.version.major < hand.module.major and hand.page(name) is None:
        hand = anew(session, who, hand)
        found = _named(hand, name)
    return Opened(hand, found) if found is not None else None


def show(opened: Opened) -> str:
    """Return the page. NotFound where the module was taken off the shelf before the reader had it."""
    hand = opened.hand
    if hand.is_off_shelf:
        standing_of(db(), actor(), hand, today())
    page = shelf.page(db(), actor(), hand.version.id, opened.companion.name, language())
    if page is None:
        raise NotFound
    return render_template(
        "learning/companion.html",
        hand=hand,
        page=page,
        companion=opened.companion,
        others=[each for each in hand.companions if each.name != opened.companion.name],
        blocks=shown_blocks(Turned(hand, page)),
    )


def _named(hand: InHand, name: str) -> Companion | None:
    return next((each for each in hand.companions if each.name == name), None)
