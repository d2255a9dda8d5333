"""A learner's page of one curriculum they have been given: what it asks, by when, what opens when."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.learning.in_hand import InHand, shelf_in_hand
from lms.learning.plans import Given, given_to
from lms.learning.standing import standings
from lms.web.context import actor, db, today


@allow(*MEMBERS)
def curriculum(identity: UUID) -> ResponseReturnValue:
    """Show a curriculum I have been given; whoever was not given it finds nothing here."""
    found = next((given for given in given_to(db(), actor()) if given.curriculum_id == identity), None)
    if found is None:
        raise NotFound
    return curriculum_page(found)


def curriculum_page(given: Given, *, preview_of: str | None = None) -> str:
    """Return the page of a curriculum as its learner sees it.

    `preview_of`: the page it is a preview of; then it shows what somebody sees who has begun nothing.
    """
    hands = shelf_in_hand(db(), actor())
    if preview_of is not None:
        hands = [InHand(hand.module, hand.version, None) for hand in hands]
    return render_template(
        "learning/curriculum.html",
        given=given,
        hands={hand.module.id: hand for hand in hands},
        standings=standings([given], hands, today()),
        titles={hand.module.id: hand.document["title"] for hand in hands},
        today=today(),
        preview_of=preview_of,
    )
