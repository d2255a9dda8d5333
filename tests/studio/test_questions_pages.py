"""The trainer's pages on questions: what is to mend stands first, in words, and never what single people answered."""

from __future__ import annotations

import csv
import io
from random import Random
from typing import Any

import pytest

from lms.kernel.permissions import Role
from tests.support.answering import count, submitted
from tests.support.company import MODULE, Browser, Company
from tests.support.installation import Installation
from tests.support.learner import RIGHT
from tests.support.rows import statements
from tests.support.sitter import NAME as PROFILE
from tests.support.sitter import Sitter, all_of

PAGE = f"/author/quizzes/{MODULE}"
WRONG: dict[str, Any] = {"five-points": "five-per-cent-more", "customer-value": 5000, "standing-still": 7}
MISKEYED, REALLY_RIGHT = "either-or", "everything-twice"


@pytest.fixture
def trainer(company: Company) -> Browser:
    """Return a trainer's browser."""
    return company.browser(company.person(Role.TRAINER))


def _answers(people: int) -> list[dict[str, Any]]:
    """Return answers of people who know more or less; those who know choose an option that the author marked wrong."""
    chance = Random(4)  # noqa: S311  - the same people every time is the point
    found = []
    for _ in range(people):
        knows = chance.random()
        given = {item: RIGHT[item] if chance.random() < knows else wrong for item, wrong in WRONG.items()}
        found.append(given | {MISKEYED: REALLY_RIGHT if chance.random() < knows else RIGHT[MISKEYED]})
    return found


def test_before_five_people_the_page_says_how_many_are_missing(
    trainer: Browser, company: Company, installation: Installation
) -> None:
    assert "As soon as five people have answered" in trainer.get(PAGE).text
    submitted(company, _answers(3))
    count(installation)
    page = trainer.get(PAGE).text
    assert "After 2 more people the first figures stand here." in page
    assert "of the points" not in page
    assert "2 more people" in trainer.get("/author/quizzes").text


def test_the_question_whose_key_is_wrong_stands_first_and_is_named(
    trainer: Browser, company: Company, installation: Installation
) -> None:
    submitted(company, _answers(60))
    count(installation)
    page = trainer.get(PAGE).text
    first = page.partition('<article class="card question"')[2].partition("</article>")[0]
    assert f'id="item-{MISKEYED}"' in first
    assert "The key may be wrong" in first
    assert "which is marked wrong" in first
    assert "Check the key first." in first
    assert page.count("The key may be wrong") == 1
    assert "1 question to look at" in trainer.get("/author/quizzes").text
    home = trainer.get("/author").text
    assert f'href="/author/quizzes/{MODULE}#item-{MISKEYED}"' in home


def test_the_numbers_on_the_page_are_those_of_the_answers(
    trainer: Browser, company: Company, installation: Installation
) -> None:
    answers = [{**RIGHT}] * 6 + [RIGHT | {MISKEYED: REALLY_RIGHT}] * 2
    submitted(company, answers)
    count(installation)
    rows = list(csv.DictReader(io.StringIO(trainer.get(f"{PAGE}/figures.csv").data.decode("utf-8-sig"))))
    question = next(row for row in rows if row["part"] == "question" and row["item"] == MISKEYED)
    assert (question["people"], question["share"], question["median_seconds"]) == ("8", "0.75", "25")
    said = {row["answer"]: (row["people"], row["share"], row["right"]) for row in rows if row["item"] == MISKEYED}
    assert said[RIGHT[MISKEYED]] == ("6", "0.75", "yes")
    assert said[REALLY_RIGHT] == ("2", "0.25", "no")


def test_another_companys_trainer_sees_nothing_of_it(
    trainer: Browser, company: Company, other_company: Company, installation: Installation
) -> None:
    submitted(company, _answers(30))
    count(installation)
    stranger = other_company.browser(other_company.person(Role.TRAINER))
    assert "30" in trainer.get(PAGE).text
    page = stranger.get(PAGE).text
    assert "As soon as five people have answered" in page
    assert len(stranger.get(f"{PAGE}/figures.csv").text.splitlines()) == 1 + 4, "the questions, without a figure"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.ADMIN])
@pytest.mark.parametrize("path", ["/author/quizzes", PAGE, f"{PAGE}/figures.csv"])
def test_nobody_but_a_trainer_opens_them(company: Company, role: Role, path: str) -> None:
    assert company.browser(company.person(role)).get(path).status_code == 403


def test_a_quiz_or_version_that_is_not_there_is_not_found(trainer: Browser) -> None:
    for path in ("/author/quizzes/no-such-quiz", f"{PAGE}?version=77.0", f"{PAGE}/figures.csv?version=x"):
        assert trainer.get(path).status_code == 404


def test_between_two_releases_every_page_stays_the_same(
    trainer: Browser, company: Company, installation: Installation
) -> None:
    submitted(company, _answers(10))
    count(installation)
    paths = (PAGE, f"{PAGE}/figures.csv")
    before = [_without_countdown(trainer.get(path).text) for path in paths]
    submitted(company, [{**RIGHT}])
    count(installation)
    assert [_without_countdown(trainer.get(path).text) for path in paths] == before


def _without_countdown(page: str) -> str:
    """Return what the page tells, without its token and without how many more people it waits for."""
    return page[max(0, page.find("<main")) :].partition("Until then")[0]


def test_a_self_assessment_shows_reliability_and_the_weakest_statement_first(
    trainer: Browser, company: Company, installation: Installation
) -> None:
    page = f"/author/quizzes/{PROFILE}"
    assert "As soon as five people have answered" in trainer.get(page).text
    for place in range(5):
        Sitter.of(company).sit(all_of(1 + place))
    count(installation)
    shown = trainer.get(page).text
    assert "15 more people have judged every statement" in shown
    assert "shown from ten people on" in shown
    assert "<dt>Alpha</dt>" not in shown


def test_the_pages_open_with_few_questions_to_the_database(trainer: Browser, company: Company) -> None:
    trainer.get(PAGE)
    with statements(company.installation.database) as sent:
        trainer.get(PAGE)
    assert len([each for each in sent if "sign_in" not in each]) <= 6, sent
