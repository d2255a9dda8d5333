"""A self-assessment's profile in the browser is the one the server would show, for every shipped instrument."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from lms.doors.scorm.questions.data import quiz_data
from lms.learning.assessing.scoring import CANNOT_JUDGE, TooManyMissing, result_of
from lms.packs.instruments import Instrument
from tests.doors.scorm.asked_engine import Engine, engine
from tests.doors.scorm.asked_shelf import shelf

PROFILES = "data.sittings.map((each) => asked.profile.profile(data.instrument, new Map(Object.entries(each))))"
BANDS = "data.scores.map((each) => asked.profile.bandOf(data.bands, each).title)"


def sittings(instrument: Instrument, chance: Random) -> list[dict[str, Any]]:
    """Return answers by chance: all, some, one and the same everywhere, and many that cannot be judged."""
    points = [*range(1, instrument.scale.points + 1)]
    ids = [item.id for item in instrument.items]
    alike = [dict.fromkeys(ids, point) for point in points]
    full = [{id: chance.choice(points) for id in ids} for _each in range(300)]
    some = [{id: chance.choice([*points, *points, CANNOT_JUDGE]) for id in ids} for _each in range(300)]
    few = [
        {id: chance.choice(points) for id in chance.sample(ids, chance.randint(0, len(ids)))} for _each in range(100)
    ]
    return [*alike, *full, *some, *few]


def mine(instrument: Instrument, answers: dict[str, Any]) -> dict[str, Any]:
    """Return the server's result as the browser tells it."""
    try:
        return result_of(instrument, answers).document()
    except TooManyMissing as missing:
        return {"judged": missing.judged, "needed": missing.needed}


def compare(instrument: Instrument, ours: Engine) -> None:
    given = sittings(instrument, Random(3))  # noqa: S311 - test inputs, no secret
    data = {"instrument": quiz_data(instrument.document(), "en", id="x"), "sittings": given}
    theirs = ours.run(PROFILES, data)
    assert theirs == [mine(instrument, each) for each in given]
    assert {"needed" in each for each in theirs} == {True, False}


def test_every_profile_is_the_servers() -> None:
    for instrument in shelf().instruments:
        compare(instrument, engine())


def test_every_score_has_the_servers_band() -> None:
    scores = [at / 4 for at in range(401)]
    for instrument in shelf().instruments:
        bands = quiz_data(instrument.document(), "sv", id="x")["bands"]
        found = engine().run(BANDS, {"bands": bands, "scores": scores})
        assert found == [instrument.band(score).title["sv"] for score in scores]


def test_a_scale_that_is_not_turned_round_would_be_noticed() -> None:
    broken = Engine(mutation=("1 + most - points.get(id)", "points.get(id)"))
    with pytest.raises(AssertionError):
        compare(shelf().instruments[0], broken)
