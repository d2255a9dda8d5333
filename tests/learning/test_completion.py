"""Complete when every required page is read and the quiz is passed, in either order, once, and for good."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from lms.kernel.clock import SetClock
from lms.learning import progress
from lms.learning.in_hand import module_in_hand
from lms.learning.models import Attempt, State
from tests.support.at_once import at_once
from tests.support.company import MODULE, Company
from tests.support.installation import Installation
from tests.support.learner import PAGES, Learner
from tests.support.small_installation import publish
from tests.support.small_pack import SLUG


def passed(learner: Learner) -> None:
    """Pass the quiz."""
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)


def test_pages_first_then_the_quiz(clock: SetClock, learner: Learner) -> None:
    learner.read()
    assert learner.enrolment().state is State.UNDER_WAY
    clock.forward(minutes=30)
    passed(learner)
    mine = learner.enrolment()
    assert (mine.state, mine.completed_at, mine.quiz_passed) == (State.COMPLETED, clock.now(), True)


def test_the_quiz_first_then_the_pages_in_any_order(clock: SetClock, learner: Learner) -> None:
    passed(learner)
    learner.read(PAGES[2], PAGES[0])
    assert learner.enrolment().state is State.UNDER_WAY
    clock.forward(minutes=30)
    learner.read(PAGES[1])
    mine = learner.enrolment()
    assert (mine.state, mine.completed_at, mine.pages_read) == (State.COMPLETED, clock.now(), 3)


def test_completed_once_and_never_taken_back(clock: SetClock, learner: Learner) -> None:
    learner.read()
    passed(learner)
    completed_at = clock.now()
    clock.forward(minutes=30)
    learner.read()
    learner.submit(learner.begin(), customer_value="1")
    learner.browser.post(f"/learn/{MODULE}/enrolment")
    learner.browser.send(f"/learn/{MODULE}/place", {"page": PAGES[0], "block": "start"})
    mine = learner.enrolment()
    assert (mine.state, mine.completed_at, mine.quiz_passed) == (State.COMPLETED, completed_at, True)


def test_a_failed_quiz_completes_nothing(learner: Learner) -> None:
    learner.read()
    context = learner.begin()
    learner.save_right(context, "five-points", "either-or")
    learner.submit(context)
    mine = learner.enrolment()
    assert (mine.state, mine.quiz_passed, learner.attempts()[0].score) == (State.UNDER_WAY, False, 0.5)


@pytest.mark.parametrize("pages", [PAGES[2:], PAGES[:2]], ids=["only the last", "not the last"])
def test_nobody_is_told_that_every_page_is_read_before_it_is(learner: Learner, pages: tuple[str, ...]) -> None:
    for page in pages:
        answered = learner.browser.post(f"/learn/{MODULE}/{page}/reading", follow_redirects=True)
        assert "Every page is read" not in answered.text


def test_who_has_read_everything_is_told_what_is_missing(learner: Learner) -> None:
    learner.read(*PAGES[:-1])
    answered = learner.browser.post(f"/learn/{MODULE}/{PAGES[-1]}/reading", follow_redirects=True)
    assert "Every page is read. Pass the questions to complete the module." in answered.text


def test_what_is_done_at_the_same_moment_completes_the_module(company: Company, learner: Learner) -> None:
    """The last page is read in one tab while the quiz is submitted in another: neither overlooks the other."""
    tabs = [company.browser(learner.person) for _ in range(len(PAGES) + 1)]
    for each in tabs:
        each.token()
    context = learner.begin()
    learner.save_right(context)
    acts = [partial(tab.post, f"/learn/{MODULE}/{page}/reading") for tab, page in zip(tabs, PAGES, strict=False)]
    acts.append(partial(tabs[-1].post, f"/learn/attempts/{context.partition(':')[2]}/submission"))
    assert {each.status_code for each in at_once(*acts)} == {303}
    mine = learner.enrolment()
    assert (mine.state, mine.pages_read, mine.quiz_passed) == (State.COMPLETED, len(PAGES), True)


def test_a_page_noted_while_the_quiz_is_being_passed_does_not_overlook_it(
    installation: Installation, company: Company, learner: Learner
) -> None:
    """The same without luck: one has the enrolment in hand already when the other comes."""
    learner.read(*PAGES[:-1])
    context = learner.begin()
    learner.save_right(context)
    tab = company.browser(learner.person)
    tab.token()
    submission = threading.Thread(target=tab.post, args=(f"/learn/attempts/{context.partition(':')[2]}/submission",))
    actor, now = company.actor(learner.person), installation.clock.now()
    with installation.database.writing() as session:
        hand = module_in_hand(session, actor, MODULE)
        mine = progress.enrol(session, actor, hand, now)
        submission.start()
        submission.join(0.5)
        progress.mark_read(session, hand, mine, PAGES[-1], now)
    submission.join(10)
    assert learner.enrolment().state is State.COMPLETED


def test_a_page_that_need_not_be_read_need_not_be_read_and_each_quiz_is_passed(small: Installation) -> None:
    learner = Learner.of(Company(small))
    page = f"/learn/{SLUG}/02-how"
    for name in ("01-why", "02-how"):
        learner.browser.post(f"/learn/{SLUG}/{name}/reading")
    learner.submit(learner.begin(page, "check"), hot="yes", count="7391.25")
    assert (learner.enrolment().quiz_passed, learner.enrolment().state) == (False, State.UNDER_WAY)
    saucers = next(attempt for attempt in begun(learner, page, "check-saucers") if attempt.block == "check-saucers")
    learner.submit(f"attempt:{saucers.id}", flat="flat-yes")
    mine = learner.enrolment()
    assert (mine.quiz_passed, mine.state, mine.pages_read, mine.pages_required) == (True, State.COMPLETED, 2, 2)


def test_a_correction_of_the_wording_never_touches_progress(small: Installation) -> None:
    learner = Learner.of(Company(small))
    learner.browser.post(f"/learn/{SLUG}/01-why/reading")
    publish(small, version="1.1", wording="Mended.")
    learner.browser.post(f"/learn/{SLUG}/02-how/reading")
    assert learner.enrolment().pages_read == 2


def begun(learner: Learner, page: str, block: str) -> list[Attempt]:
    """Begin the quiz of a block and return the learner's attempts."""
    learner.browser.post(f"{page}/{block}/attempts")
    return learner.attempts()
