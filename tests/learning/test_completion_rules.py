"""What a module asks is shown from the start, in the words that the summary goes by."""

from __future__ import annotations

import pytest

from lms.kernel.permissions import Role
from lms.learning.completion import Rule, is_complete, rules_of
from tests.support.company import MODULE, Company
from tests.support.installation import Installation
from tests.support.learner import PAGES, Learner
from tests.support.small_pack import SLUG

DOCUMENT = {"pages": [{"required": True}, {"required": True}, {"required": False}], "quizzes": ["one", "two"]}


@pytest.mark.parametrize(
    ("read", "passed", "done"), [(0, False, False), (2, False, False), (1, True, False), (2, True, True)]
)
def test_required_pages_and_quizzes_and_nothing_else_complete_a_module(read: int, passed: bool, done: bool) -> None:
    assert is_complete(rules_of(DOCUMENT, read, passed)) is done


def test_a_module_without_quizzes_asks_for_pages_only() -> None:
    assert rules_of({**DOCUMENT, "quizzes": []}, 2, quizzes_passed=False) == (Rule("pages", 2, 2),)


def test_what_is_recommended_stops_nobody() -> None:
    assert is_complete([Rule("pages", 1, 1), Rule("exercise", 0, 1, required=False)])


def test_a_newcomer_sees_what_it_takes(company: Company) -> None:
    page = Learner.of(company).browser.get(f"/learn/{MODULE}").text
    assert "To complete this module" in page
    assert "Read the 3 pages" in page
    assert "Pass the questions with 3 of 4, as many tries as you like" in page
    assert "not passed yet" not in page, "nobody stands anywhere before they begin"


def test_one_sees_where_one_stands(learner: Learner) -> None:
    learner.read(PAGES[0], PAGES[1])
    page = learner.browser.get(f"/learn/{MODULE}").text
    assert "2 read" in page
    assert "not passed yet" in page
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)
    learner.read()
    page = learner.browser.get(f"/learn/{MODULE}").text
    assert page.count('class="done"') >= 2
    assert "not passed yet" not in page


def test_pages_that_do_not_count_and_several_quizzes_are_told_apart(small: Installation) -> None:
    page = Learner.of(Company(small)).browser.get(f"/learn/{SLUG}").text
    assert "Read the 2 pages that count; the rest is there if you want more" in page
    assert "Pass each of the 2 sets of questions, as many tries as you like" in page


def test_the_last_page_says_the_same(learner: Learner) -> None:
    last = learner.browser.get(f"/learn/{MODULE}/{PAGES[-1]}").text
    assert "Pass the questions with 3 of 4, as many tries as you like" in last
    assert "Pass the questions with" not in learner.browser.get(f"/learn/{MODULE}/{PAGES[0]}").text


def test_hr_reads_the_same_words_without_anybodys_standing(company: Company, learner: Learner) -> None:
    hr = company.person(Role.HR)
    mine = Learner(company.installation, hr, company.browser(hr))
    mine.read(PAGES[0])
    page = mine.browser.get("/assign/people", query_string={"module": MODULE}).text
    assert "What finished means" in page
    for line in ("Read the 3 pages", "Pass the questions with 3 of 4, as many tries as you like"):
        assert line in page
        assert line in learner.browser.get(f"/learn/{MODULE}").text
    assert "1 read" not in page
