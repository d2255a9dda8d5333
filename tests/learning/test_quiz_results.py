"""After submitting: what each answer teaches, topic by topic, how sure and how right; for one's own eyes only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.company import Company, answer
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.pool_pack import BLOCK, PAGE, publish_pool
from tests.support.rows import statements

ANSWERS: dict[str, Any] = {
    "hot": "ice",
    "hot.sure": "sure",
    "warm": "hand",
    "warm.sure": "sure",
    "signs": ["steam", "rust"],
    "signs.sure": "fairly",
    "name": "dozan",
    "name.sure": "guess",
    "steps": ["pour", "boil", "drink"],
    "fits": 2,
    "fits.sure": "sure",
    "table": {"cup": "round", "saucer": "round"},
}


@pytest.fixture
def pupil(small: Installation) -> Learner:
    """Return a learner who has submitted the whole pool with these answers."""
    publish_pool(small, draw=None)
    pupil = Learner.of(Company(small))
    context = pupil.begin(PAGE, BLOCK)
    saved = pupil.browser.save(*(answer(context, BLOCK, item, value) for item, value in ANSWERS.items()))
    assert saved.status_code == 200
    pupil.submit(context)
    return pupil


@pytest.fixture
def html(pupil: Learner) -> str:
    """Return the page with the result."""
    return pupil.browser.get(PAGE).text


def test_points_in_part_are_added_up(pupil: Learner, html: str) -> None:
    """One option, one word, two of three pairs, one row of two; one right and one wrong of two."""
    (attempt,) = pupil.attempts()
    assert attempt.score == pytest.approx((1 + 1 + 2 / 3 + 0.5) / 11)
    assert "3.17 of 11" in html


def test_chosen_and_missed_options_teach_and_rows_do(html: str) -> None:
    for words in ("About ice", "About hand", "About steam", "About glow", "About rust", "On the cup", "On the saucer"):
        assert words in html, words
    for words in ("About fog", "About foot", "About frost"):
        assert words not in html, words


def test_the_answer_is_given_in_words_where_it_was_missed(html: str) -> None:
    assert "Right answer:" in html
    assert '<strong class="num">20</strong>' in html, "of the number nobody wrote"
    assert "You placed it 2" in html
    assert "Not answered" in html


def test_topic_by_topic_with_the_page_to_read_again(html: str) -> None:
    topics = html[html.index('class="topics"') : html.index("</section>", html.index('class="topics"'))]
    assert "1 of 3" in topics
    assert "1 of 4" in topics
    assert 'href="/learn/cups/01-why"' in topics
    assert "Read again: Why" in topics


def test_sure_and_wrong_is_said_in_words_first_and_marked(html: str) -> None:
    assert "You were sure of 3, and right in 1 of them." in html
    assert "Sure and wrong: look at these first." in html
    words = html[html.index("Sure and wrong") :]
    assert max(words.index("What of hot?"), words.index("What of fits?")) < words.index("</ul>")
    assert html.count("You were sure of this one") == 2


def test_how_sure_one_is_never_changes_the_score(small: Installation) -> None:
    publish_pool(small, draw=None)
    scores = []
    for sure in ("guess", "sure"):
        pupil = Learner.of(Company(small))
        context = pupil.begin(PAGE, BLOCK)
        pupil.browser.save(answer(context, BLOCK, "hot", "steam"), answer(context, BLOCK, "hot.sure", sure))
        pupil.submit(context)
        scores.append(pupil.attempts()[0].score)
    assert scores[0] == scores[1] == 1 / 11


def test_earlier_tries_are_listed_with_date_and_points(pupil: Learner) -> None:
    assert "tries so far" not in pupil.browser.get(PAGE).text
    pupil.submit(pupil.begin(PAGE, BLOCK))
    html = pupil.browser.get(PAGE).text
    assert "Your 2 tries so far" in html
    assert "29% of the points" in html
    assert "Only you see how often you tried" in html


def test_a_result_costs_at_most_five_queries_however_many_tries(pupil: Learner) -> None:
    for _ in range(3):
        pupil.submit(pupil.begin(PAGE, BLOCK))
    pupil.browser.get(PAGE)
    with statements(pupil.installation.database) as sent:
        assert "Your 4 tries so far" in pupil.browser.get(PAGE).text
    assert len(sent) <= 5, "\n".join(sent)


def test_the_whole_quiz_by_its_form_alone(small: Installation) -> None:
    publish_pool(small, draw=None)
    pupil = Learner.of(Company(small))
    pupil.begin(PAGE, BLOCK)
    form = form_to(pupil.browser.get(PAGE).text, "/submission")
    filled = {
        "item-hot": "steam",
        "item-hot.sure": "fairly",
        "item-signs": "glow",
        "item-name": "Dozen",
        "item-steps:boil": "1",
        "item-steps:drink": "3",
        "item-fits": "5",
        "item-table:cup": "round",
        "item-match:pair": "two",
        "item-match:trio": "",
        "item-weigh:fire": "1",
        "item-where": "handle",
    }
    assert pupil.browser.client.post(form.action, data={**form.values, **filled}).status_code == 303
    assert pupil.attempts()[0].score == pytest.approx((1 + 0.5 + 1 + 1 + 1 + 0.5 + 0.5 + 1 + 1) / 11)


def test_two_lines_in_one_place_are_given_back_with_words_and_nothing_is_submitted(small: Installation) -> None:
    publish_pool(small, draw=None)
    pupil = Learner.of(Company(small))
    context = pupil.begin(PAGE, BLOCK)
    refused = pupil.submit(context, **{"steps:boil": "1", "steps:pour": "1", "name": "x" * 201})
    assert refused.status_code == 422
    assert "Two lines have the same place." in refused.text
    assert "Write at most 200 characters." in refused.text
    assert not pupil.attempts()[0].submitted_at
    assert pupil.submit(context, **{"steps:boil": "first"}).status_code == 422
