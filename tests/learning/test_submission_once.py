"""Submitted once whatever clicks, tabs, lost responses and wrong clocks coincide; an old result never changes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from lms.kernel.clock import SetClock
from lms.learning.models import AttemptState
from tests.support.at_once import at_once
from tests.support.company import Browser
from tests.support.installation import Installation
from tests.support.learner import BLOCK, QUIZ_PAGE, RIGHT, Learner
from tests.support.rows import log_of


def tabs(learner: Learner, number: int) -> list[Browser]:
    """Return further tabs: the same cookies, clients of their own."""
    found = []
    for _ in range(number):
        tab = Browser(learner.installation.app.test_client())
        for name in ("lms_session", "lms_form"):
            cookie = learner.browser.client.get_cookie(name)
            if cookie is not None:
                tab.client.set_cookie(name, cookie.value)
        tab.token()
        found.append(tab)
    return found


def address(context: str) -> str:
    """Return where an attempt is submitted."""
    return f"/learn/attempts/{context.partition(':')[2]}/submission"


def test_eight_clicks_at_once_submit_one_attempt_once(learner: Learner) -> None:
    context = learner.begin()
    learner.save_right(context, "five-points", "either-or")
    doors = tabs(learner, 8)
    clicks = [
        partial(tab.post, address(context), {"item-customer-value": "3333.33" if n % 2 else "1"})
        for n, tab in enumerate(doors)
    ]
    answered: list[TestResponse] = at_once(*clicks)
    assert {each.status_code for each in answered} == {303}
    (attempt,) = learner.attempts()
    assert attempt.state is AttemptState.SUBMITTED
    assert attempt.score in (0.5, 0.75), "what one of them showed, never a mixture"
    values = [row for row in log_of(learner.installation.database, learner.person) if row.item == "customer-value"]
    assert len(values) == 1, "the others found it submitted"


def test_a_retry_after_a_lost_response_finds_the_result_as_it_was(clock: SetClock, learner: Learner) -> None:
    context = learner.begin()
    learner.submit(context, standing_still="1200")
    (before,) = learner.attempts()
    clock.at += timedelta(minutes=2)
    again = learner.submit(context, standing_still="1", five_points="losses-halved")
    assert (again.status_code, again.location) == (303, f"{QUIZ_PAGE}#quiz")
    (after,) = learner.attempts()
    assert (after.score, after.submitted_at) == (before.score, before.submitted_at)
    assert "1 of 4" in learner.browser.get(QUIZ_PAGE).text


def test_try_again_clicked_in_two_tabs_opens_one_attempt(learner: Learner) -> None:
    learner.submit(learner.begin())
    opened = at_once(*(partial(tab.post, f"{QUIZ_PAGE}/quiz/attempts") for tab in tabs(learner, 4)))
    assert {each.status_code for each in opened} == {303}
    assert [each.number for each in learner.attempts()] == [1, 2]


def test_an_answer_to_a_submitted_quiz_is_refused_in_words_and_changes_nothing(learner: Learner) -> None:
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)
    shown = learner.browser.get(QUIZ_PAGE).text
    late = learner.browser.save(learner.answer(context, "five-points", "five-per-cent-more", base=1))
    assert late.status_code == 409
    assert late.json["errors"] == [
        {"field": "[0].context", "reason": "This attempt is submitted. Start a new one to answer again."}
    ]
    assert learner.browser.get(QUIZ_PAGE).text.count("Right answer") == shown.count("Right answer")
    assert learner.attempts()[0].score == 1.0


def test_an_answer_whose_response_was_lost_is_acknowledged_after_the_submission_too(learner: Learner) -> None:
    context = learner.begin()
    sent = learner.answer(context, "five-points", RIGHT["five-points"])
    assert learner.browser.save(sent).status_code == 200
    learner.submit(context)
    again = learner.browser.save(sent)
    assert (again.status_code, again.json["saved"][0]["revision"]) == (200, 1)


def test_answers_saved_while_another_tab_submits_are_in_or_refused_never_in_between(learner: Learner) -> None:
    context = learner.begin()
    saver, submitter = tabs(learner, 2)
    record = learner.answer(context, "standing-still", 1200)
    saving: Any = partial(saver.save, record)
    saved, submitted = at_once(saving, partial(submitter.post, address(context), {}))
    assert submitted.status_code == 303
    assert saved.status_code in (200, 409)
    assert learner.attempts()[0].score == (0.25 if saved.status_code == 200 else 0.0)


def test_a_browser_whose_clock_is_two_hours_off_changes_neither_order_nor_times(
    installation: Installation, clock: SetClock, learner: Learner
) -> None:
    """Ids made by clocks two hours ahead and behind: what counts is the order in which the server was told."""
    context = learner.begin()
    ahead, behind = (str(made_at(clock, hours)) for hours in (2, -2))
    first = learner.browser.save(learner.answer(context, "standing-still", 1, id=ahead))
    second = learner.browser.save(learner.answer(context, "standing-still", 1200, base=1, id=behind))
    assert [each.json["saved"][0]["revision"] for each in (first, second)] == [1, 2]
    learner.submit(context)
    (attempt,) = learner.attempts()
    assert (attempt.score, attempt.submitted_at) == (0.25, clock.now())
    assert {row.received_at for row in log_of(installation.database, learner.person)} == {clock.now()}
    assert {row.block for row in log_of(installation.database, learner.person)} == {BLOCK}


def made_at(clock: SetClock, hours: int) -> UUID:
    """Return a UUIDv7 as a browser makes it whose clock is off by so many hours."""
    milliseconds = int((clock.now() + timedelta(hours=hours)).timestamp() * 1000)
    return UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62) | (hours + 100))
