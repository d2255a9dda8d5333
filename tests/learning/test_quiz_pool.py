"""A quiz with a pool: what an attempt draws is kept with it, is all it takes, and is never changed by a new version."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest

from lms.catalog import shelf
from lms.learning.models import Attempt, AttemptState
from lms.questions.kinds import Item
from tests.support.company import Company, answer
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.pool_pack import BLOCK, ITEMS, PAGE, PICTURE, publish_pool, right


@pytest.fixture
def pool(small: Installation) -> Installation:
    """Return an installation with the pool."""
    publish_pool(small)
    return small


@pytest.fixture
def pupil(pool: Installation) -> Learner:
    """Return a learner there."""
    return Learner.of(Company(pool))


def latest(learner: Learner) -> Attempt:
    """Return the latest attempt."""
    return learner.attempts()[-1]


def items(learner: Learner, attempt: Attempt) -> dict[str, Item]:
    """Return the items an attempt asks."""
    with learner.installation.database.reading() as session:
        quiz = shelf.quiz(session, attempt.quiz_version_id)
    return {item.id: item for item in quiz.items if item.id in (attempt.drawn or ())}


def save(learner: Learner, item: str, value: Any, attempt: UUID) -> Any:
    """Save one answer and return the response."""
    return learner.browser.save(answer(f"attempt:{attempt}", BLOCK, item, value))


def test_an_attempt_draws_evenly_and_asks_the_same_in_the_same_order_every_time(pupil: Learner) -> None:
    pupil.begin(PAGE, BLOCK)
    drawn = latest(pupil).drawn or []
    assert len(drawn) == len(set(drawn)) == 6
    assert sorted(ITEMS[item][0] for item in drawn) == ["count", "count", "heat", "heat", "shape", "shape"]
    pages = [pupil.browser.get(PAGE).text for _ in range(2)]
    asked = [re.findall(r'data-item-box="([a-z]+)"', html) for html in pages]
    options = [re.findall(r'value="([a-z]+)" data-item', html) for html in pages]
    assert asked[0] == asked[1] == drawn
    assert options[0] == options[1]


def test_the_next_attempt_asks_what_the_last_one_did_not(pupil: Learner) -> None:
    first = pupil.begin(PAGE, BLOCK)
    pupil.submit(first)
    pupil.begin(PAGE, BLOCK)
    before, after = (set(attempt.drawn or ()) for attempt in pupil.attempts())
    assert set(ITEMS) - before <= after


def test_an_answer_to_a_question_that_was_not_drawn_is_refused(pupil: Learner) -> None:
    pupil.begin(PAGE, BLOCK)
    attempt = latest(pupil)
    left = next(item for item in ITEMS if item not in (attempt.drawn or ()))
    for field in (left, f"{left}.sure"):
        refused = save(pupil, field, None, attempt.id)
        assert refused.status_code == 422
        assert "no such question" in refused.json["errors"][0]["reason"]


def test_a_form_with_a_question_that_was_not_drawn_changes_nothing(pupil: Learner) -> None:
    context = pupil.begin(PAGE, BLOCK)
    left = next(item for item in ITEMS if item not in (latest(pupil).drawn or ()))
    pupil.submit(context, **{left: "steam"})
    assert latest(pupil).score == 0


def test_the_pass_mark_is_a_share_of_what_was_drawn(pupil: Learner) -> None:
    context = pupil.begin(PAGE, BLOCK)
    attempt = latest(pupil)
    for item in list(items(pupil, attempt).values())[:3]:
        assert save(pupil, item.id, right(item), attempt.id).status_code == 200
    pupil.submit(context)
    assert (latest(pupil).score, latest(pupil).passed) == (0.5, True)


def test_every_kind_is_saved_scored_and_shown_right(pool: Installation, pupil: Learner) -> None:
    publish_pool(pool, "3.0", draw=None)
    pupil = Learner.of(Company(pool))
    context = pupil.begin(PAGE, BLOCK)
    attempt = latest(pupil)
    assert attempt.drawn is not None and sorted(attempt.drawn) == sorted(ITEMS), "all of them, in an order of its own"
    with pool.database.reading() as session:
        quiz = shelf.quiz(session, attempt.quiz_version_id)
    assert [item.id for item in quiz.items] == list(ITEMS)
    for item in quiz.items:
        assert save(pupil, item.id, right(item), attempt.id).status_code == 200, item.id
    shown = pupil.browser.get(PAGE).text
    assert re.search(r'value="round" data-item="table" data-row="cup" checked', shown)
    assert re.search(r'value="steam" data-item="signs"[^>]*checked', shown)
    assert re.search(r'value="handle" data-item="where"[^>]*checked', shown)
    assert re.search(r'data-item="match" data-row="trio">.*?value="three" selected', shown)
    pupil.submit(context)
    assert (latest(pupil).score, latest(pupil).passed) == (1.0, True)


@pytest.mark.parametrize(
    ("item", "value", "said"),
    [
        ("signs", ["steam", "nothing"], "none of the options"),
        ("steps", ["boil"], "not the whole order"),
        ("fits", 6, "no point of the scale"),
        ("table", {"cup": "square"}, "no choice of this table"),
        ("name", "x" * 201, "at most 200 characters"),
        ("hot.sure", "very", "none of the answers"),
        ("match", {"pair": "four"}, "none of the answers"),
        ("weigh", ["fire", "fire", "fire"], "not the whole ranking"),
        ("where", "roof", "no place on this picture"),
    ],
)
def test_a_response_that_does_not_fit_is_refused_in_words_at_its_field(
    pool: Installation, item: str, value: Any, said: str
) -> None:
    publish_pool(pool, "3.0", draw=None)
    pupil = Learner.of(Company(pool))
    pupil.begin(PAGE, BLOCK)
    refused = save(pupil, item, value, latest(pupil).id)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == f"[0].value.{item}"
    assert said in refused.json["errors"][0]["reason"]


def test_a_picture_is_served_as_it_was_when_the_attempt_began(pool: Installation, pupil: Learner) -> None:
    publish_pool(pool, "3.0", draw=None)
    pupil = Learner.of(Company(pool))
    pupil.begin(PAGE, BLOCK)
    (address,) = re.findall(r'src="(/media/[^"]+/quiz[.]cup[.]svg)"', pupil.browser.get(PAGE).text)
    served = pupil.browser.get(address)
    assert (served.text, served.content_type) == (PICTURE, "image/svg+xml")
    assert "sandbox" in served.headers["Content-Security-Policy"]
    publish_pool(pool, "3.1", draw=None, stem="Newly:")
    assert address in pupil.browser.get(PAGE).text, "the attempt keeps the picture it began with"
    assert pool.app.test_client().get(address).status_code in (302, 303, 401), "nobody sees it without signing in"


def test_a_new_minor_changes_neither_an_open_nor_a_submitted_attempt(pool: Installation, pupil: Learner) -> None:
    first = pupil.begin(PAGE, BLOCK)
    submitted = latest(pupil)
    pupil.submit(first)
    shown = pupil.browser.get(PAGE).text
    publish_pool(pool, "2.1", stem="Newly:")
    assert pupil.browser.get(PAGE).text.count("What of") == shown.count("What of") > 0, "the result stays as it was"
    pupil.begin(PAGE, BLOCK)
    opened = latest(pupil)
    assert "Newly:" in pupil.browser.get(PAGE).text
    publish_pool(pool, "2.2", stem="Newest:")
    html = pupil.browser.get(PAGE).text
    assert "Newly:" in html
    assert "Newest:" not in html
    assert (latest(pupil).drawn, latest(pupil).quiz_version_id) == (opened.drawn, opened.quiz_version_id)
    assert [each.state for each in pupil.attempts()] == [AttemptState.SUBMITTED, AttemptState.OPEN]
    assert pupil.attempts()[0].drawn == submitted.drawn
