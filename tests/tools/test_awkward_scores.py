"""The score of a survey with nobody in it, with one kind of answer only, with too few: words, never a wrong figure."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.support.company import Company, answer
from tests.support.forms import form_to
from tests.support.learner import Learner

TOOL = "/tools/nps"
CONTEXT = "calculator:4f4a661a-607d-476c-a305-ec73ed952200"


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return a learner."""
    return Learner.of(company)


def page(learner: Learner, promoters: float, passives: float, detractors: float) -> str:
    """Save three counts and return the page."""
    counts = {"promoters": promoters, "passives": passives, "detractors": detractors}
    saved = learner.browser.save(*(answer(CONTEXT, "inputs", name, count) for name, count in counts.items()))
    assert saved.status_code == 200
    return learner.browser.get(TOOL).text


def headline(html: str) -> str:
    """Return the headline's figure."""
    found = re.search(r'<output data-output="score">([^<]*)<', html)
    assert found is not None
    return found[1]


def test_no_answers_at_all(learner: Learner) -> None:
    html = page(learner, 0, 0, 0)
    assert headline(html) == "–"
    assert "There are no answers to count yet. Enter at least one." in html
    assert "NaN" not in html


def test_all_promoters(learner: Learner) -> None:
    html = page(learner, 150, 0, 0)
    assert headline(html) == "100"
    assert "NaN" not in html


def test_all_detractors(learner: Learner) -> None:
    assert headline(page(learner, 0, 0, 150)) == "−100"


def test_fewer_than_ten_answers_give_no_score(learner: Learner) -> None:
    html = page(learner, 3, 2, 1)
    assert headline(html) == "–"
    assert "NaN" not in html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("210\t130\t60", "Enter a number, such as 1,200.50."),
        ("9, 10, 8, 7", "Enter a number, such as 1,200.50."),
        ("<b>3</b>", "Enter a number, such as 1,200.50."),
        ("-3", "The smallest number that can be used here is 0."),
        ("2.5", "Enter a whole number."),
    ],
)
def test_what_is_no_count_is_refused_at_its_box(learner: Learner, typed: str, sentence: str) -> None:
    form = form_to(learner.browser.get(TOOL).text, TOOL)
    refused = learner.browser.client.post(form.action, data={**form.values, "input-promoters": typed})
    assert refused.status_code == 422
    box = refused.text[refused.text.index('data-input="promoters"') :]
    assert sentence in unescape(box[: box.index("</div>")])
    assert "<b>3</b>" not in refused.text
