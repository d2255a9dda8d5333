"""What the home page shows of a person's self-assessments: first and latest, and what may be said of the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.kernel.permissions import Actor
from lms.learning.assessing.at_hand import day_of
from lms.learning.assessing.history import Profile, profile_of
from lms.learning.assessing.models import SittingState
from lms.learning.assessing.picture import Line
from lms.learning.assessing.rhythm import offered_from
from lms.learning.assessing.sittings import all_sittings
from lms.learning.assessing.wording import verdict_words
from lms.questions.text import Text
from lms.web.visitors import signed_in_visitor


@dataclass(frozen=True)
class ProfileLine:
    """One instrument. Scores are 0 to 100; the `first` ones are None before there are two sittings that compare.

    `band` is the latest score in words; `verdict` is empty before there is a change to judge; `picture` is drawn by the
    macro `profile_line` of learning/assessing/picture.html; `endpoint` and `address` lead to the whole of it.
    """

    title: Text
    band: Text
    latest_score: float
    latest_day: date
    first_score: float | None
    first_day: date | None
    verdict: str
    next_offer: date
    picture: Line
    endpoint: str
    address: dict[str, Any]


def my_profile(session: Session, actor: Actor) -> list[ProfileLine]:
    """Return a line for each instrument the actor has closed a sitting of; one query and what is kept of the shelf."""
    closed = [each for each in all_sittings(session, actor) if each.state is SittingState.CLOSED]
    instruments = partial(shelf.instrument, session)
    groups = (list(group) for _id, group in groupby(closed, key=lambda each: each.instrument_id))
    return [_line(profile_of(group[-1], group, instruments)) for group in groups]


def _line(profile: Profile) -> ProfileLine:
    zone = signed_in_visitor().time_zone
    latest = day_of(profile.sitting, zone)
    picture: Sequence[Line] = profile.lines
    return ProfileLine(
        title=profile.instrument.title,
        band=profile.instrument.band(profile.result.score).title,
        latest_score=profile.result.score,
        latest_day=latest,
        first_score=profile.first_result.score if profile.first_result else None,
        first_day=day_of(profile.first, zone) if profile.first else None,
        verdict=verdict_words(profile.change) if profile.first else "",
        next_offer=offered_from(latest),
        picture=picture[0],
        endpoint="assessing.sitting",
        address={"identity": profile.sitting.id},
    )
