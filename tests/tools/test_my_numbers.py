"""My numbers on the home page: only tools with a number of one's own, the last changed first, in two queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import g

from lms.answers import reading
from lms.kernel.clock import SetClock
from lms.tools.inputs import all_newest
from lms.tools.numbers import MyNumber, contexts_of, numbers_among
from lms.web.context import actor, db, secret
from tests.support.company import Company, answer
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.rows import statements

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
CHURN = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"
Asked = Callable[..., tuple[list[MyNumber], list[str]]]


@pytest.fixture
def asked(installation: Installation) -> Asked:
    """Return `asked(learner, language)`: my numbers as a page of theirs gets them, and the queries it took."""

    def ask(learner: Learner, language: str = "en") -> tuple[list[MyNumber], list[str]]:
        cookies = learner.browser.client.get_cookie("lms_session")
        assert cookies is not None
        headers = {"Cookie": f"lms_session={cookies.value}; lms_language={language}"}
        with installation.app.test_request_context("/learn", headers=headers):
            actor()
            db()
            with statements(installation.database) as sent:
                calculators = all_newest(db(), actor())
                answers = reading.current(db(), actor(), contexts_of(calculators), secret())
                found = numbers_among(calculators, answers)
            g.session.close()
            return found, sent

    return ask


def test_an_example_never_enters_my_numbers(asked: Asked, company: Company) -> None:
    assert asked(Learner.of(company))[0] == []


def test_one_number_of_mine_brings_its_tool_and_no_other(asked: Asked, company: Company) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CLV, "inputs", "margin", 1500))
    (only,) = asked(learner)[0]
    assert (only.name, only.label) == ("customer-lifetime-value", "One customer is worth")
    assert only.figure in learner.browser.get("/tools/customer-lifetime-value").text
    assert (only.mine_text, only.is_complete, only.problem) == ("1 of 4 numbers are yours", False, "")


def test_a_choice_that_does_not_matter_makes_no_result_mine(asked: Asked, company: Company) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CLV, "inputs", "timing", "END"))
    assert asked(learner)[0] == []


def test_a_number_taken_back_takes_its_tool_away(asked: Asked, company: Company) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CLV, "inputs", "margin", 1500))
    learner.browser.save(answer(CLV, "inputs", "margin", None, base=1))
    assert asked(learner)[0] == []


def test_all_numbers_that_matter_make_it_complete(asked: Asked, company: Company) -> None:
    learner = Learner.of(company)
    values = {"margin": 1500, "retention": 0.9, "acquisition_cost": 100, "discount": 0.08}
    learner.browser.save(*(answer(CLV, "inputs", name, value) for name, value in values.items()))
    assert asked(learner)[0][0].is_complete


def test_the_tool_changed_last_stands_first(asked: Asked, company: Company, clock: SetClock) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CHURN, "inputs", "customers", 4321))
    first = clock.now()
    clock.at = first + timedelta(minutes=10)
    learner.browser.save(answer(CLV, "inputs", "margin", 1500))
    found = asked(learner)[0]
    assert [each.name for each in found] == ["customer-lifetime-value", "cost-of-churn"]
    assert [each.changed for each in found] == [first + timedelta(minutes=10), first]


def test_numbers_that_give_no_result_say_why(asked: Asked, company: Company) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CLV, "inputs", "retention", 1), answer(CLV, "inputs", "growth", 0.2))
    (only,) = asked(learner)[0]
    assert only.figure == "–"
    assert only.problem.startswith("With these numbers the value never stops growing.")


def test_they_are_told_in_the_readers_language_and_format(asked: Asked, company: Company) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CLV, "inputs", "margin", 1500))
    (only,) = asked(learner, "da")[0]
    assert only.figure.endswith("kr.")
    assert only.question.startswith("Hvad")


def test_nobody_elses_numbers_are_among_them(asked: Asked, company: Company) -> None:
    learner, colleague = Learner.of(company), Learner.of(company)
    colleague.browser.save(answer(CLV, "inputs", "margin", 1500))
    assert asked(learner)[0] == []


def test_two_queries_are_enough_for_all_tools(asked: Asked, company: Company) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CLV, "inputs", "margin", 1500), answer(CHURN, "inputs", "customers", 4321))
    asked(learner)
    found, sent = asked(learner)
    assert len(found) == 2
    assert len(sent) <= 2, sent
