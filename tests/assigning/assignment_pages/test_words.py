"""Assignments in words, and how many fall due when."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.assigning.assignment_pages.names import Names
from lms.assigning.assignment_pages.weeks import histogram
from lms.assigning.assignment_pages.words import again_words, audience_words, due_words, hours_words
from lms.assigning.assignments.again import Again
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.preview import Week
from lms.assigning.curricula.plan import Hours
from lms.kernel.ids import new_id
from tests.support.installation import Installation

MONDAY = date(2026, 11, 23)


def test_an_audience_is_named_as_far_as_a_line_has_room(installation: Installation) -> None:
    departments = {new_id(): name for name in ("Sales", "Finance", "Service", "Grid", "Legal")}
    people = {new_id(): f"Person {number}" for number in range(4)}
    names = Names(departments=departments, people=people)
    with installation.app.test_request_context():
        assert audience_words([Part("everyone"), Part("person", next(iter(people)))], names) == "Everybody"
        assert (
            audience_words([Part("department", id) for id in departments], names) == "Sales, Finance, Service, 2 more"
        )
        assert audience_words([Part("person", id) for id in people], names) == "4 people"
        assert audience_words([Part("group", new_id())], names) == "removed"
        assert audience_words([], names) == "Nobody yet"


def test_a_rule_is_told_as_a_person_would(installation: Installation) -> None:
    event, curriculum = new_id(), new_id()
    names = Names(events={event: "Spring conference"}, curricula={curriculum: {"en": "First steps"}})
    with installation.app.test_request_context():
        assert due_words(Due(), names) == "no due date"
        assert due_words(Due(Kind.FIXED, on=date(2026, 12, 15), at_least_days=0), names) == "by 15 December 2026"
        assert due_words(Due(Kind.HIRE, days=1, at_least_days=0), names) == "1 day after the hire date"
        told = due_words(Due(Kind.COMPLETION, days=30, curriculum=curriculum), names)
        assert told == "30 days after finishing “First steps”; at least 14 days to do it"
        assert due_words(Due(Kind.EVENT, event=event, at_least_days=0), names) == "on the day of “Spring conference”"
        assert again_words(None) == ""
        assert again_words(Again(12)) == "again every 12 months"
        assert again_words(Again(None, "02-29")) == "again every year by 29 February"


def test_hours_are_rounded_as_one_says_them(installation: Installation) -> None:
    with installation.app.test_request_context():
        assert hours_words(Hours(40, 40, 0, 40)) == "40 minutes"
        assert hours_words(Hours(350, 370, 0, 200)) == "about 6 hours"
        assert hours_words(Hours(300, 480, 0, 200)) == "5 to 8 hours"


@given(st.dictionaries(st.integers(0, 600), st.integers(1, 10_000), min_size=1, max_size=40))
def test_the_picture_counts_everybody_once_and_its_bars_stay_few(people: dict[int, int]) -> None:
    weeks = [Week(MONDAY + timedelta(weeks=week), count) for week, count in sorted(people.items())]
    picture = histogram(weeks)
    assert sum(bar.people for bar in picture.bars) == sum(people.values())
    assert [bar.place for bar in picture.bars] == list(range(len(picture.bars)))
    assert len(picture.bars) <= 140
    assert max(bar.height for bar in picture.bars) == 100
    assert [bar.first for bar in picture.bars] == sorted(bar.first for bar in picture.bars)


def test_nothing_due_is_no_picture() -> None:
    assert histogram(()).bars == ()
    assert histogram(()).tallest == 0
