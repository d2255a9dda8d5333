"""The headline has as many digits as its range bears wherever it stands: on its page, in its sentence, on the shelf."""

from __future__ import annotations

import re

import pytest

from lms.tools.ranges.kept import KeptRange, KeptRanges
from lms.tools.ranges.precision import borne_step, rounded
from tests.support.company import Company, answer
from tests.support.learner import Learner
from tests.tools.exports.spoken import seen, speaking, tool

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
MARGIN = {"shape": "triangular", "low": 700, "high": 1400}
RETENTION = {"shape": "pert", "low": 0.6, "high": 0.9}


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return a learner with a number of their own."""
    found = Learner.of(company)
    assert found.browser.save(answer(CLV, "inputs", "margin", 1017)).status_code == 200
    return found


def figures(learner: Learner) -> tuple[str, str, str]:
    """Return the headline on its page, what the sentence says it is, and the tile on the shelf."""
    page = learner.browser.get("/tools/customer-lifetime-value").get_data(as_text=True).replace("\u00a0", " ")
    shelf = learner.browser.get("/tools").get_data(as_text=True).replace("\u00a0", " ")
    (headline,) = re.findall(r'<output data-output="clv_net">([^<]*)<', page)
    (sentence,) = re.findall(r"data-sentence>([^<]*)<", page)
    tile = re.findall(r'class="tool-figure num">([^<]*)<', shelf)[0]
    return headline, sentence, tile


def test_without_a_range_all_three_say_every_figure(learner: Learner) -> None:
    headline, sentence, tile = figures(learner)
    assert headline == tile == "DKK 2,890"
    assert headline in sentence


def test_with_ranges_all_three_say_no_more_than_they_bear(learner: Learner) -> None:
    learner.browser.save(answer(CLV, "ranges", "margin", MARGIN), answer(CLV, "ranges", "retention", RETENTION))
    headline, sentence, tile = figures(learner)
    assert headline == tile == "DKK 2,900"
    assert headline in sentence
    assert "2,890" not in sentence


def test_the_step_is_that_of_the_run(learner: Learner) -> None:
    learner.browser.save(answer(CLV, "ranges", "margin", MARGIN), answer(CLV, "ranges", "retention", RETENTION))
    told = learner.browser.send("/tools/customer-lifetime-value/ranges", {"context": CLV}).json
    page = learner.browser.get("/tools/customer-lifetime-value").get_data(as_text=True)
    assert f'"step": {told["step"]}' in page


def test_a_range_without_width_takes_no_digit_away() -> None:
    with speaking():
        shown = seen(tool("customer-lifetime-value"))
        shown.ranges = KeptRanges({"margin": KeptRange("triangular", 1000, 1000)})
        assert borne_step(shown) is None
        assert rounded(1234.5, None) == 1234.5
