"""What a person's own export adds: the pictures of their touchpoints, opened."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from lms.answers.keys import known_seal
from lms.kernel.permissions import Actor, scope_of
from lms.people.export import opens
from lms.tools.journeys.models import JourneyPicture
from lms.tools.journeys.pictures import opened, words_of
from lms.web.context import secret


@opens
def journey_pictures(session: Session, actor: Actor) -> dict[str, Any]:
    """Return {"journey_pictures"}: what each shows in the person's words, and its JPEG as base64."""
    seal = known_seal(session, actor.person_id, secret())
    mine = select(JourneyPicture).where(scope_of(JourneyPicture, actor)).order_by(JourneyPicture.added_at)
    return {
        "journey_pictures": [
            {"id": str(each.id), "words": words_of(each, seal), "jpeg": b64encode(opened(each, seal)).decode()}
            for each in session.scalars(mine.options(undefer(JourneyPicture.sealed)))
        ]
    }
