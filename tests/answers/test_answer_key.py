"""Nothing of key or feedback is in any byte a learner receives before the attempt is submitted."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from tests.support.company import Browser, Company, answer
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.small_pack import MARKERS, SLUG

PAGE = f"/learn/{SLUG}/02-how"
EVERYWHERE = ("/learn", f"/learn/{SLUG}", f"/learn/{SLUG}/01-why", PAGE, f"/learn/{SLUG}/03-more", "/tools", "/me")


@pytest.fixture
def reader(small: Installation) -> Learner:
    """Return a learner of the small installation."""
    return Learner.of(Company(small))


def words_in(*answered: TestResponse) -> set[str]:
    """Return which of the words that give key and feedback away stand in the bytes, headers included."""
    received = b"\n".join(each.data + str(each.headers).encode() for each in answered)
    return {word for word in MARKERS.values() if word.encode() in received}


def everything(browser: Browser) -> list[TestResponse]:
    """Open every page a learner has, in every language, and the file of their own data."""
    pages = [browser.get("/me/data.json")]
    for language in ("en", "da", "sv"):
        browser.client.set_cookie("lms_language", language)
        pages += [browser.get(path) for path in EVERYWHERE]
    browser.client.delete_cookie("lms_language")
    assert {each.status_code for each in pages} == {200}
    return pages


def test_key_and_feedback_stay_on_the_server_until_the_attempt_is_submitted(reader: Learner) -> None:
    browser = reader.browser
    assert not words_in(*everything(browser)), "before the quiz is begun"
    context = reader.begin(PAGE, "check")
    assert not words_in(*everything(browser)), "while it is open"
    saved = [
        browser.save(answer(context, "check", "hot", "no")),
        browser.save(answer(context, "check", "hot", "yes")),
        browser.save(answer(context, "check", "hot", "neither", base=1)),
        browser.save(answer(context, "check", "count", "many")),
        browser.save(answer(context, "check", "count", 1)),
        browser.save(answer(context, "check", "price", 1)),
    ]
    assert [each.status_code for each in saved] == [200, 200, 422, 422, 200, 422]
    assert not words_in(*saved), "in what saving answers"
    refused = reader.submit(context, count="a few")
    assert refused.status_code == 422
    assert not words_in(refused, *everything(browser)), "after a submission that was refused"


def test_after_the_submission_the_feedback_of_what_was_chosen_is_there(reader: Learner) -> None:
    """The search above is not blind: the same pages hold the words once they may."""
    context = reader.begin(PAGE, "check")
    reader.submit(context, hot="no", count="6,428.5")
    found = words_in(reader.browser.get(PAGE))
    assert {"zebratouch", "zebramultiplied"} <= found
    assert not found & {"zebrasteam", "zebracounted", "zebraagain", "0.0625"}


def test_the_pages_of_an_open_quiz_do_not_depend_on_what_is_right(reader: Learner) -> None:
    context = reader.begin(PAGE, "check")
    html = reader.browser.get(PAGE).text
    quiz = html[html.index(f'data-context="{context}"') : html.index('id="check-saucers"')]
    assert not re.search(r"correct|right|wrong|verdict|tolerance|near|key", quiz.replace("data-not-a-number", ""))


def test_the_feedback_of_one_attempt_is_not_shown_under_the_next(reader: Learner) -> None:
    reader.submit(reader.begin(PAGE, "check"), hot="no", count="1")
    reader.begin(PAGE, "check")
    assert not words_in(reader.browser.get(PAGE))
