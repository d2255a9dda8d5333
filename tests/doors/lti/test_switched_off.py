"""Results that a platform was not told before it was switched off: kept for it, however long that takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from lms.doors.lti import platforms
from lms.doors.lti.models import LtiPlatform
from lms.doors.partners.models import DONE
from tests.doors.lti.gradebook import Course, Gradebook
from tests.support.company import Company
from tests.support.learner import Learner


@pytest.fixture
def course(company: Company) -> Iterator[Course]:
    """Return a course with one activity."""
    with Gradebook(company.installation.clock.now) as book:
        yield Course(company, book)


def _take(course: Course, subject: str, *right: str) -> None:
    """Let somebody new launch the activity and take its quiz."""
    learner = Learner.of(course.company)
    course.enrol(learner.person, subject)
    context = learner.begin()
    learner.save_right(context, *right)
    learner.submit(context)


def _switch(course: Course, *, on: bool) -> None:
    with course.installation.database.writing() as session:
        platforms.switch(session, session.get_one(LtiPlatform, course.platform), on=on)


def _later(course: Course, **time: float) -> None:
    course.installation.clock.at += timedelta(**time)
    course.look()


def test_scores_that_waited_go_out_after_days_of_being_switched_off(course: Course) -> None:
    _take(course, "told before", "five-points")
    course.look()
    course.book.trouble = lambda _asked: "500"
    _take(course, "waited", "five-points", "customer-value")
    _later(course, minutes=1)
    assert course.book.scores_of() == {"told before": 25.0}
    _switch(course, on=False)
    assert [each.state for each in course.deliveries()] == [DONE]
    course.book.trouble = lambda _asked: ""
    for _day in range(4):
        _later(course, days=1)
    asked = len(course.book.asked)
    _switch(course, on=True)
    _later(course, minutes=1)
    assert course.book.scores_of() == {"told before": 25.0, "waited": 50.0}
    assert [each.path for each in course.book.asked[asked:] if each.path.endswith("/scores")] == [
        "/lineitems/1/lineitem/scores"
    ]


def test_what_failed_while_it_was_off_is_told_when_it_is_on_again(course: Course) -> None:
    course.book.trouble = lambda _asked: "500"
    _take(course, "user-1", "five-points")
    course.look()
    with course.installation.database.writing() as session:
        session.get_one(LtiPlatform, course.platform).active = False  # as one that was switched off earlier
    course.book.trouble = lambda _asked: ""
    for _day in range(4):
        _later(course, days=1)
    _switch(course, on=True)
    _later(course, minutes=1)
    assert course.book.scores_of() == {"user-1": 25.0}
