"""One answer in every language: numbers as written there, a switch in the middle, English where a page is missing."""

from __future__ import annotations

import pytest

from tests.support.company import MODULE
from tests.support.learner import PAGES, QUIZ_PAGE, Learner

CHURN = "/tools/cost-of-churn"


def speak(learner: Learner, language: str) -> None:
    """Choose a language in the learner's browser."""
    learner.browser.client.set_cookie("lms_language", language)


@pytest.mark.parametrize(("language", "written"), [("en", "1,234.5"), ("da", "1.234,5"), ("sv", "1\u00a0234,5")])
def test_a_number_is_shown_as_the_language_writes_it(learner: Learner, language: str, written: str) -> None:
    learner.browser.save(learner.answer(learner.begin(), "customer-value", 1234.5))
    speak(learner, language)
    assert f'value="{written}"' in learner.browser.get(QUIZ_PAGE).text


def test_answers_stay_when_the_language_changes_in_the_middle(learner: Learner) -> None:
    context = learner.begin()
    learner.save_right(context, "five-points", "customer-value")
    speak(learner, "da")
    danish = learner.browser.get(QUIZ_PAGE).text
    assert learner.context() == context
    assert 'value="losses-halved" data-item="five-points" checked' in danish
    assert "Der går halvt så mange kunder om året som før." in danish
    learner.submit(context, customer_value="3.333,33", five_points="losses-halved", standing_still="1.200")
    assert learner.attempts()[0].score == 0.75


def test_feedback_comes_in_the_readers_language(learner: Learner) -> None:
    context = learner.begin()
    learner.submit(context, standing_still="1200")
    assert "15% of 8,000 is 1,200" in learner.browser.get(QUIZ_PAGE).text
    speak(learner, "da")
    assert "altså 23 om ugen, før der er vækst" in learner.browser.get(QUIZ_PAGE).text


def test_a_danish_number_is_read_in_danish(learner: Learner) -> None:
    speak(learner, "da")
    learner.submit(learner.begin(), customer_value="3.333,33")
    assert learner.attempts()[0].score == 0.25


def test_an_english_decimal_point_in_danish_groups_thousands(learner: Learner) -> None:
    speak(learner, "da")
    learner.submit(learner.begin(), standing_still="1.200")
    assert learner.attempts()[0].score == 0.25


def test_a_page_without_swedish_is_read_in_english_and_says_so_in_swedish(learner: Learner) -> None:
    speak(learner, "sv")
    html = learner.browser.get(f"/learn/{MODULE}/{PAGES[0]}").text
    assert '<html lang="sv">' in html
    assert 'lang="en"><' in html.replace("\n", "").replace("  ", ""), "the reading column says it is English"
    assert '<aside class="notice" lang="sv">' in html
    speak(learner, "da")
    assert '<aside class="notice"' not in learner.browser.get(f"/learn/{MODULE}/{PAGES[0]}").text


def test_the_quiz_speaks_swedish_already(learner: Learner) -> None:
    learner.begin()
    speak(learner, "sv")
    assert "Ett företags kundbevarande stiger" in learner.browser.get(QUIZ_PAGE).text


def test_an_unknown_language_falls_back(learner: Learner) -> None:
    speak(learner, "xx")
    assert '<html lang="en">' in learner.browser.get(QUIZ_PAGE).text


def test_a_sentence_that_ends_with_an_amount_ends_once(learner: Learner) -> None:
    speak(learner, "da")
    shown = learner.browser.get("/tools/customer-segments").text
    assert "kr." in shown
    assert "kr.." not in shown
