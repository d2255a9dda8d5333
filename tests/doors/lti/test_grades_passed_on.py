"""Results on their way to a platform: once each, the newest last, never in a save, and in words where it says no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from lms.doors.lti import passing, service_scores
from lms.doors.lti.models import LtiLink, LtiPlatform
from lms.doors.lti.service_models import LtiResult
from lms.doors.partners import deliveries
from lms.doors.partners.models import DONE, REFUSED, WAITING, Delivery, Exchange, PartnerState
from lms.kernel import calling
from lms.people.erasing import erase
from lms.people.models import Person
from tests.doors.lti.gradebook import Course, Gradebook
from tests.doors.lti.platform import SCOPES, Asked, Reply
from tests.support.company import MODULE, Company
from tests.support.learner import PAGES, Learner

ITEM = "/lineitems/1/lineitem"


@pytest.fixture
def book(company: Company) -> Iterator[Gradebook]:
    """Return a platform that runs."""
    with Gradebook(company.installation.clock.now) as platform:
        yield platform


@pytest.fixture
def course(company: Company, book: Gradebook) -> Course:
    """Return a course with one activity: the module of the tests' library."""
    return Course(company, book)


@pytest.fixture
def learner(course: Course) -> Learner:
    """Return somebody who has launched the activity, and done nothing yet."""
    learner = Learner.of(course.company)
    course.enrol(learner.person, "user-1")
    return learner


def take(learner: Learner, *right: str) -> None:
    """Take the quiz once with these items right, all of them where none is named."""
    context = learner.begin()
    learner.save_right(context, *right)
    learner.submit(context)


def later(course: Course, seconds: float = 31) -> None:
    """Let some time go by, and the jobs run."""
    course.installation.clock.at += timedelta(seconds=seconds)
    course.look()


def test_nothing_goes_out_in_a_save_and_the_job_tells_the_platform(course: Course, learner: Learner) -> None:
    course.look()
    take(learner, "five-points", "customer-value")
    assert course.book.asked == []
    later(course)
    assert course.book.scores_of() == {"user-1": 50.0}
    (sent,) = course.sent()
    assert sent.headers["content-type"] == "application/vnd.ims.lis.v1.score+json"
    assert sent.headers["authorization"] == f"Bearer token:{SCOPES['score']}"
    assert set(sent.json()) == {
        "timestamp", "scoreGiven", "scoreMaximum", "activityProgress", "gradingProgress", "userId",
    }  # fmt: skip


def test_what_does_not_change_is_sent_once(course: Course, learner: Learner) -> None:
    take(learner)
    course.look()
    for _ in range(3):
        later(course)
    later(course, 7 * 3600)
    assert len(course.sent()) == 1


def test_a_better_result_and_completion_follow_each_with_a_later_stamp(course: Course, learner: Learner) -> None:
    take(learner, "five-points")
    course.look()
    take(learner)
    course.look()
    learner.read()
    course.look()
    told = [each.json() for each in course.sent()]
    assert [(each["scoreGiven"], each["activityProgress"]) for each in told] == [
        (25.0, "InProgress"), (100.0, "InProgress"), (100.0, "Completed"),
    ]  # fmt: skip
    stamps = [each["timestamp"] for each in told]
    assert stamps == sorted(set(stamps))


def test_a_regrade_is_found_though_nobody_did_anything(course: Course, learner: Learner) -> None:
    take(learner)
    course.look()
    later(course, 3600)
    with course.installation.database.writing() as session:
        mine = learner.attempts()[0]
        session.execute(update(type(mine)).where(type(mine).id == mine.id).values(score=0.75))
    later(course)
    assert course.book.scores_of() == {"user-1": 100.0}
    later(course, 6 * 3600)
    assert course.book.scores_of() == {"user-1": 75.0}


def test_what_was_done_before_the_first_launch_is_passed_on_too(course: Course) -> None:
    course.look()
    learner = Learner.of(course.company)
    take(learner)
    later(course, 3600)
    course.enrol(learner.person, "user-2")
    later(course)
    assert course.book.scores_of() == {"user-2": 100.0}


def test_a_page_and_a_question_mark_in_the_columns_address(company: Company, book: Gradebook) -> None:
    course = Course(company, book, target=f"page:{MODULE}/{PAGES[0]}", question="?type_id=7")
    learner = Learner.of(company)
    course.enrol(learner.person, "user-1")
    learner.read(PAGES[0])
    course.look()
    (sent,) = course.sent()
    assert (sent.path, sent.query) == (f"{ITEM}/scores", {"type_id": "7"})
    assert book.scores_of() == {"user-1": 100.0}


def test_without_a_column_one_is_made_once(company: Company, book: Gradebook) -> None:
    course = Course(company, book, item=None)
    for subject in ("user-1", "user-2"):
        learner = Learner.of(company)
        course.enrol(learner.person, subject)
        take(learner)
    course.look()
    (path,) = book.line_items
    assert book.line_items[path] == {
        "scoreMaximum": 100,
        "label": "Loyalty",
        "resourceId": f"module:{MODULE}",
        "resourceLinkId": "link-1",
        "tag": "outside-in",
    }
    assert book.scores_of(path) == {"user-1": 100.0, "user-2": 100.0}


def test_a_column_that_was_made_and_not_noted_is_found_again(company: Company, book: Gradebook) -> None:
    course = Course(company, book, item=None)
    book.line_items = {f"/lineitems/{n}/lineitem": {"resourceLinkId": f"link-{9 - n}"} for n in range(1, 9)}
    book.page_size = 3
    book.handlers["GET", "/lineitems"] = lambda asked: _all_items(book, asked)
    learner = Learner.of(company)
    course.enrol(learner.person, "user-1")
    take(learner)
    course.look()
    assert (len(book.line_items), book.scores_of("/lineitems/8/lineitem")) == (8, {"user-1": 100.0})


def _all_items(book: Gradebook, asked: Asked) -> Reply:
    """Answer as a platform that does not know how to look for a link."""
    items = [{"id": book.url(path), **item} for path, item in book.line_items.items()]
    shown, more = book._page(items, asked, "/lineitems")
    return 200, shown, more


@pytest.mark.parametrize(("status", "words"), [(404, "no such column"), (410, "no such column"), (403, "take a score")])
def test_a_no_is_told_to_the_administrator_and_not_tried_again(
    course: Course, learner: Learner, status: int, words: str
) -> None:
    course.book.trouble = lambda asked: str(status) if asked.path.endswith("/scores") else ""
    take(learner)
    course.look()
    later(course, 3600)
    (delivery,) = course.deliveries()
    assert (delivery.state, delivery.status, len(course.sent())) == (REFUSED, status, 1)
    assert words in delivery.told
    with course.installation.database.reading() as session:
        mine = select(Exchange.outcome).where(Exchange.partner_id == course.platform, Exchange.what == "score")
        assert list(session.scalars(mine)) == [REFUSED]


def test_once_it_is_mended_trying_again_delivers_it(course: Course, learner: Learner) -> None:
    course.book.trouble = lambda asked: "404" if asked.path.endswith("/scores") else ""
    take(learner)
    course.look()
    course.book.trouble = lambda _asked: ""
    with course.installation.database.writing() as session:
        deliveries.try_again(session, Delivery.partner_id == course.platform, course.installation.clock.now())
    course.look()
    assert course.book.scores_of() == {"user-1": 100.0}


def test_a_platform_that_asks_to_wait_is_left_alone_so_long(course: Course, learner: Learner) -> None:
    busy = True
    course.book.handlers["POST", f"{ITEM}/scores"] = lambda asked: (
        (429, "", {"Retry-After": "600"}) if busy else course.book._score(asked)
    )
    take(learner)
    course.look()
    later(course, 300)
    assert len(course.sent()) == 1
    busy = False
    later(course, 301)
    assert course.book.scores_of() == {"user-1": 100.0}


def test_a_lost_answer_ends_with_the_score_there_and_nothing_older_after(course: Course, learner: Learner) -> None:
    lost = iter(["lost"])
    course.book.trouble = lambda asked: next(lost, "") if asked.path.endswith("/scores") else ""
    take(learner)
    course.look()
    assert course.book.scores_of() == {"user-1": 100.0}
    for _ in range(4):
        later(course, 40)
    (delivery,) = course.deliveries()
    assert (delivery.state, course.book.scores_of()) == (DONE, {"user-1": 100.0})
    assert [told.score for told in course.told()] == [100.0]


def test_a_platform_whose_clock_runs_ahead_gets_the_score_once_ours_has_caught_up(
    course: Course, learner: Learner
) -> None:
    ahead = (course.installation.clock.now() + timedelta(seconds=50)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    course.book.book[ITEM, "user-1"] = 3.0, ahead
    take(learner)
    course.look()
    assert course.book.scores_of() == {"user-1": 3.0}
    later(course)
    later(course)
    assert course.book.scores_of() == {"user-1": 100.0}


def test_a_platform_that_always_has_something_newer_is_given_up_in_words(course: Course, learner: Learner) -> None:
    course.book.book[ITEM, "user-1"] = 3.0, "2999-01-01T00:00:00.000Z"
    take(learner)
    for _ in range(2 * service_scores.RENEWALS + 2):
        later(course)
    (delivery,) = course.deliveries()
    assert (delivery.state, len(course.sent())) == (REFUSED, service_scores.RENEWALS + 1)
    assert "clock" in delivery.told


def test_a_token_is_asked_once_and_anew_when_it_is_no_longer_taken(course: Course, learner: Learner) -> None:
    tokens = iter(("first", "second"))
    known: list[str] = []

    def grant(_asked: Asked) -> Reply:
        known[:] = [next(tokens)]
        return 200, {"access_token": f"{known[0]} {SCOPES['score']}", "expires_in": 3600}, {}

    course.book.handlers["POST", "/token"] = grant
    take(learner, "five-points")
    course.look()
    take(learner, "five-points", "customer-value")
    course.look()
    assert known == ["first"]
    stale = iter(["401"])
    course.book.trouble = lambda asked: next(stale, "") if asked.path.endswith("/scores") else ""
    take(learner)
    course.look()
    assert (known, course.book.scores_of()) == (["second"], {"user-1": 100.0})


def test_a_platform_that_gives_no_access_is_said_so_and_everything_waits(course: Course, learner: Learner) -> None:
    course.book.tool_keys = []
    take(learner)
    course.look()
    (delivery,) = course.deliveries()
    with course.installation.database.reading() as session:
        state = session.get_one(PartnerState, course.platform)
    assert (delivery.state, course.sent()) == (WAITING, [])
    assert "client ID" in state.told
    assert state.quiet_until is not None


def test_a_platform_that_is_switched_off_is_told_nothing(course: Course, learner: Learner) -> None:
    take(learner)
    with course.installation.database.writing() as session:
        session.execute(update(LtiPlatform).where(LtiPlatform.id == course.platform).values(active=False))
    course.look()
    assert (course.deliveries(), course.book.asked) == ([], [])


def test_a_link_without_the_right_to_pass_scores_passes_none(company: Company, book: Gradebook) -> None:
    course = Course(company, book, scopes=SCOPES["lineitem"])
    learner = Learner.of(company)
    course.enrol(learner.person, "user-1")
    take(learner)
    course.look()
    assert course.deliveries() == []


def test_what_was_to_be_told_of_somebody_who_left_vanishes(course: Course, learner: Learner) -> None:
    course.book.trouble = lambda _asked: "500"
    take(learner)
    course.look()
    with course.installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == learner.person.id).values(active=False))
    course.book.trouble = lambda _asked: ""
    later(course, 3600)
    assert (course.deliveries(), course.told(), course.book.book) == ([], [], {})


def test_erasing_somebody_takes_what_was_to_be_told_along(course: Course, learner: Learner) -> None:
    course.book.trouble = lambda _asked: "500"
    take(learner)
    course.look()
    assert (len(course.deliveries()), len(course.told())) == (1, 1)
    with course.installation.database.writing() as session:
        erase(session, session.get_one(Person, learner.person.id), course.installation.clock.now())
    course.book.trouble = lambda _asked: ""
    later(course, 3600)
    assert (course.deliveries(), course.told(), course.book.book) == ([], [], {})


def test_a_link_that_goes_takes_what_was_told_of_it(course: Course, learner: Learner) -> None:
    take(learner)
    course.look()
    with course.installation.database.writing() as session:
        session.execute(passing.LtiLearner.__table__.delete().where(passing.LtiLearner.link_id == course.link))
        session.execute(LtiLink.__table__.delete().where(LtiLink.id == course.link))
        count = session.scalar(select(func.count()).select_from(LtiResult).where(LtiResult.link_id == course.link))
    assert count == 0


def test_a_platform_that_hangs_is_left_alone_within_thirty_seconds_and_nobody_waits(
    course: Course, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "WHOLE", 0.3)
    course.book.trouble = lambda asked: "hang" if asked.path.endswith("/scores") else ""
    take(learner)
    course.look()
    with course.installation.database.reading() as session:
        state = session.get_one(PartnerState, course.platform)
    now = course.installation.clock.now()
    assert state.failing_since == now
    assert state.quiet_until is not None
    assert now < state.quiet_until <= now + timedelta(seconds=30)
    tried = len(course.sent())
    course.look()
    take(learner, "five-points")
    assert learner.browser.get(f"/learn/{MODULE}").status_code == 200
    assert (tried, len(course.sent())) == (1, 1), "nothing else asks it meanwhile"
    course.book.trouble = lambda _asked: ""
    later(course, 31)
    assert course.book.scores_of() == {"user-1": 100.0}
