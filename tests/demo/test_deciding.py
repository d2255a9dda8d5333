"""Some of the demo company's managers have played the drill: enough for what others decided to be shown, honestly."""

from __future__ import annotations

from sqlalchemy import select

from lms.demo.deciding import PLAYERS
from lms.learning.analysis.releasing import FEWEST
from lms.learning.drills.models import ChoiceTally, Play
from lms.learning.models import PageRead
from tests.demo.conftest import LOADED_AT, Loaded


def test_they_played_when_they_read_the_page_and_some_left_in_the_middle(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        plays = list(session.scalars(select(Play)))
        read = {(row.person_id, row.read_at) for row in session.scalars(select(PageRead))}
    assert len(plays) == PLAYERS
    assert {(play.person_id, play.started_at) for play in plays} <= read
    assert {play.is_over for play in plays} == {True, False}
    assert all(play.started_at < LOADED_AT for play in plays)


def test_the_counters_are_those_of_the_plays_and_released_by_the_rule(loaded: Loaded) -> None:
    with loaded.database.reading() as session:
        tallies = list(session.scalars(select(ChoiceTally)))
        decided = sum(len(play.choices) for play in session.scalars(select(Play)))
    assert sum(sum(tally.chosen.values()) for tally in tallies) == decided
    for tally in tallies:
        assert sum(tally.released.values()) >= FEWEST
        assert sum(tally.chosen.values()) - sum(tally.released.values()) < FEWEST
