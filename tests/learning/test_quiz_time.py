"""A time limit: by the server's clock, with a grace for what is under way; submitted by whoever meets it, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.learning.models import AttemptState
from tests.support.at_once import at_once
from tests.support.company import Browser
from tests.support.installation import Installation
from tests.support.ruled_pack import BLOCK, PAGE, RIGHT, Pupil, publish_rules, run_jobs

LATE = "The time was up before this answer arrived. What was saved by then counts."


@pytest.fixture(scope="module")
def timed(ruled: Installation) -> Installation:
    """Return an installation whose first quiz takes ten minutes."""
    publish_rules(ruled, "time_limit = 10\n")
    return ruled


@pytest.fixture
def pupil(timed: Installation) -> Pupil:
    """Return a pupil there."""
    return Pupil.on(timed)


def test_the_clock_starts_with_the_attempt_and_is_shown_from_the_servers_seconds(pupil: Pupil) -> None:
    assert "10 minutes from the moment you begin" in pupil.page, "said before it starts"
    context = pupil.start()
    assert pupil.latest.deadline_at == pupil.installation.clock.now() + timedelta(minutes=10)
    pupil.installation.clock.forward(minutes=4, seconds=30)
    assert 'data-seconds="330"' in pupil.page
    told = pupil.browser.get(f"/learn/attempts/{context.partition(':')[2]}/time")
    assert told.json == {"open": True, "seconds": 330}


def test_what_is_under_way_when_the_time_is_up_still_counts(pupil: Pupil) -> None:
    context = pupil.start()
    pupil.installation.clock.forward(minutes=10, seconds=30)
    assert pupil.keep(context, "hot", RIGHT["hot"]).status_code == 200
    pupil.submit(context, count="7391.25")
    attempt = pupil.latest
    assert (attempt.score, attempt.ended_by) == (1.0, "time")


def test_a_submission_in_time_is_the_persons_own(pupil: Pupil) -> None:
    assert pupil.take("hot").ended_by == "person"
    assert "The time was up" not in pupil.page


def test_an_answer_of_a_laptop_that_slept_is_refused_in_words_and_what_was_saved_counts(pupil: Pupil) -> None:
    context = pupil.start()
    pupil.keep(context, "hot", RIGHT["hot"])
    pupil.installation.clock.forward(minutes=10, seconds=31)
    late = pupil.keep(context, "count", RIGHT["count"])
    assert (late.status_code, late.json) == (409, {"errors": [{"field": "[0].context", "reason": LATE}]})
    attempt = pupil.latest
    assert (attempt.state, attempt.score, attempt.ended_by) == (AttemptState.SUBMITTED, 0.5, "time")
    assert attempt.scores == {"hot": 1.0, "count": 0.0}


def test_the_same_answer_again_after_the_time_is_still_acknowledged(pupil: Pupil) -> None:
    context = pupil.start()
    first = pupil.keep(context, "hot", RIGHT["hot"], id="019ab5e2-7c40-7d31-9f0e-5b1c2a8e5dff")
    pupil.installation.clock.forward(minutes=20)
    again = pupil.keep(context, "hot", RIGHT["hot"], id="019ab5e2-7c40-7d31-9f0e-5b1c2a8e5dff")
    assert (again.status_code, again.json["saved"]) == (200, first.json["saved"])


def test_a_form_that_comes_too_late_submits_what_was_saved_and_nothing_it_shows(pupil: Pupil) -> None:
    context = pupil.start()
    pupil.keep(context, "hot", RIGHT["hot"])
    pupil.installation.clock.forward(minutes=11)
    assert pupil.submit(context, hot="no", count="rubbish").status_code == 303
    attempt = pupil.latest
    assert (attempt.score, attempt.ended_by) == (0.5, "time")


def test_a_page_that_meets_it_submits_it_and_says_so_kindly(pupil: Pupil) -> None:
    context = pupil.start()
    pupil.keep(context, "hot", RIGHT["hot"])
    pupil.installation.clock.forward(minutes=20)
    met = pupil.browser.get(PAGE)
    assert (met.status_code, met.location) == (303, f"{PAGE}#{BLOCK}")
    page = pupil.page
    assert "The time was up, so your answers were submitted for you." in page
    assert "1 of 2" in page
    assert pupil.enrolment().quiz_passed is False, "the other quiz is still to be passed"


def test_the_job_submits_what_nobody_came_back_to(pupil: Pupil) -> None:
    pupil.keep(pupil.start(), "hot", RIGHT["hot"])
    pupil.installation.clock.forward(minutes=10, seconds=30)
    run_jobs(pupil.installation)
    assert pupil.latest.state is AttemptState.OPEN, "within the grace"
    pupil.installation.clock.forward(minutes=1)
    run_jobs(pupil.installation)
    attempt = pupil.latest
    assert (attempt.state, attempt.score, attempt.passed) == (AttemptState.SUBMITTED, 0.5, True)
    pupil.installation.clock.forward(minutes=5)
    run_jobs(pupil.installation)
    assert pupil.latest.submitted_at == attempt.submitted_at, "once"


def test_page_save_submission_and_job_at_once_submit_it_once(pupil: Pupil) -> None:
    context = pupil.start()
    pupil.keep(context, "hot", RIGHT["hot"])
    pupil.installation.clock.forward(minutes=20)
    others = [Pupil(pupil.installation, pupil.person, each) for each in _tabs(pupil, 3)]
    at_once(
        lambda: others[0].browser.get(PAGE),
        lambda: others[1].keep(context, "count", RIGHT["count"]),
        lambda: others[2].submit(context, count="7391.25"),
        lambda: run_jobs(pupil.installation),
    )
    attempt = pupil.latest
    assert (attempt.state, attempt.score, attempt.ended_by) == (AttemptState.SUBMITTED, 0.5, "time")


def test_the_next_try_begins_although_the_last_one_was_left_to_run_out(pupil: Pupil) -> None:
    pupil.start()
    pupil.installation.clock.forward(minutes=20)
    pupil.start()
    states = [(each.state, each.ended_by) for each in pupil.attempts()]
    assert states == [(AttemptState.SUBMITTED, "time"), (AttemptState.OPEN, None)]


def test_a_server_clock_that_is_set_back_takes_no_time_away(pupil: Pupil) -> None:
    context = pupil.start()
    pupil.installation.clock.forward(minutes=5)
    pupil.installation.clock.forward(hours=-1)
    assert 'data-seconds="3900"' in pupil.page
    assert pupil.keep(context, "hot", RIGHT["hot"]).status_code == 200


def test_a_deadline_in_the_form_is_nobodys_business(pupil: Pupil) -> None:
    context = pupil.start()
    before = pupil.latest.deadline_at
    pupil.browser.post(f"{PAGE}/{BLOCK}/attempts", {"deadline_at": "2099-01-01", "time_limit": "240"})
    pupil.check(context, "", deadline_at="2099-01-01")
    assert pupil.latest.deadline_at == before


def test_a_strangers_clock_is_not_there(timed: Installation, pupil: Pupil) -> None:
    context = pupil.start()
    stranger = Pupil.on(timed)
    assert stranger.browser.get(f"/learn/attempts/{context.partition(':')[2]}/time").status_code == 404
    assert stranger.check(context, "hot", hot="yes").status_code == 404


def test_a_quiz_without_a_limit_has_no_clock(ruled: Installation) -> None:
    publish_rules(ruled)
    pupil = Pupil.on(ruled)
    assert "No time limit" in pupil.page
    pupil.start()
    pupil.installation.clock.forward(days=300)
    assert pupil.latest.deadline_at is None
    run_jobs(ruled)
    assert pupil.latest.state is AttemptState.OPEN


def _tabs(pupil: Pupil, number: int) -> list[Browser]:
    found = []
    for _ in range(number):
        tab = Browser(pupil.installation.app.test_client())
        for name in ("lms_session", "lms_form"):
            cookie = pupil.browser.client.get_cookie(name)
            if cookie is not None:
                tab.client.set_cookie(name, cookie.value)
        tab.token()
        found.append(tab)
    return found
