"""Leaving in the middle and coming back in another browser at the same spot."""

from __future__ import annotations

import pytest

from tests.support.company import MODULE, Company
from tests.support.learner import PAGES, Learner

PLACE = f"/learn/{MODULE}/place"


def test_another_browser_resumes_at_page_and_block(company: Company, learner: Learner) -> None:
    kept = learner.browser.send(PLACE, {"page": PAGES[1], "block": "customer-value"})
    assert (kept.status_code, kept.data) == (204, b"")
    other = company.browser(learner.person)
    assert f"/learn/{MODULE}/{PAGES[1]}" in other.get("/learn").text
    assert other.post(f"/learn/{MODULE}/enrolment").location == f"/learn/{MODULE}/{PAGES[1]}"
    assert 'data-resume="customer-value"' in other.get(f"/learn/{MODULE}/{PAGES[1]}").text
    assert "data-resume" not in other.get(f"/learn/{MODULE}/{PAGES[0]}").text


def test_reading_a_page_to_its_end_turns_to_the_next_and_keeps_it_as_the_place(learner: Learner) -> None:
    answered = learner.browser.post(f"/learn/{MODULE}/{PAGES[0]}/reading")
    assert answered.location == f"/learn/{MODULE}/{PAGES[1]}"
    mine = learner.enrolment()
    assert (mine.place_page, mine.place_block, mine.pages_read) == (PAGES[1], "start", 1)


def test_a_page_read_twice_counts_once(learner: Learner) -> None:
    learner.read(PAGES[0], PAGES[0])
    assert learner.enrolment().pages_read == 1


def test_one_persons_place_is_not_anothers(company: Company, learner: Learner) -> None:
    other = Learner.of(company)
    learner.browser.send(PLACE, {"page": PAGES[2], "block": "quiz"})
    other.browser.post(f"/learn/{MODULE}/enrolment")
    assert "data-resume" not in other.browser.get(f"/learn/{MODULE}/{PAGES[2]}").text


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "page",
        {},
        {"page": PAGES[0]},
        {"page": 1, "block": "start"},
        {"page": PAGES[0], "block": None},
        {"page": PAGES[0], "block": "a\x00b"},
        {"page": PAGES[0], "block": "\ud800"},
    ],
    ids=repr,
)
def test_a_malformed_place_is_refused_by_the_name_of_the_field(learner: Learner, body: object) -> None:
    refused = learner.browser.send(PLACE, body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] in ("body", "block")
    assert learner.enrolments() == []


@pytest.mark.parametrize("page", ["no-such-page", "\x00", "\ud800", ""])
def test_a_place_on_an_unknown_page_is_not_taken(learner: Learner, page: str) -> None:
    assert learner.browser.send(PLACE, {"page": page, "block": "start"}).status_code in (404, 422)
    assert learner.enrolments() == []


def test_a_long_block_name_is_kept_as_far_as_it_fits(learner: Learner) -> None:
    assert learner.browser.send(PLACE, {"page": PAGES[0], "block": "b" * 500}).status_code == 204
    assert learner.enrolment().place_block == "b" * 80
