"""A learner's page costs at most five queries, whatever stands on it and however often one has tried; home, where eight
rooms have a word, nine."""

from __future__ import annotations

import pytest

from tests.support.company import MODULE, answer
from tests.support.learner import PAGES, QUIZ_PAGE, Learner
from tests.support.rows import statements

MOST = 5
AT_HOME = 9
PATHS = (
    "/learn",
    f"/learn/{MODULE}",
    *(f"/learn/{MODULE}/{page}" for page in PAGES),
    "/tools",
    "/tools/cost-of-churn",
    "/tools/customer-lifetime-value",
)


@pytest.fixture
def busy(learner: Learner) -> Learner:
    """Return a learner with numbers, attempts and pages behind them, and a quiz open."""
    learner.read(PAGES[0])
    learner.browser.save(answer("calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22", "inputs", "cac", 900))
    for _ in range(3):
        learner.submit(learner.begin(), standing_still="1200")
    learner.save_right(learner.begin(), "five-points")
    return learner


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_somebody_who_is_well_under_way(busy: Learner, path: str) -> None:
    busy.browser.get(path)
    with statements(busy.installation.database) as sent:
        assert busy.browser.get(path).status_code == 200
    assert len(sent) <= (AT_HOME if path == "/learn" else MOST), "\n".join(sent)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_somebody_who_is_new(learner: Learner, path: str) -> None:
    learner.browser.get(path)
    with statements(learner.installation.database) as sent:
        assert learner.browser.get(path).status_code == 200
    assert len(sent) <= (AT_HOME if path == "/learn" else MOST), "\n".join(sent)


def test_the_result_of_a_quiz(busy: Learner) -> None:
    busy.submit(busy.context())
    with statements(busy.installation.database) as sent:
        assert "1 of 4" in busy.browser.get(QUIZ_PAGE).text
    assert len(sent) <= MOST, "\n".join(sent)
