"""Home: one next step and why it is next; my week, my numbers, my profile; what teaches a newcomer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest

from lms.kernel.clock import SetClock
from lms.learning.models import Enrolment
from tests.support.company import MODULE, Company, answer
from tests.support.learner import PAGES, Learner

COST = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"


def home(learner: Learner) -> str:
    """Return the text of the learner's home, without tags."""
    page = learner.browser.get("/learn")
    assert page.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.fixture
def due(learner: Learner) -> Callable[[date], None]:
    """Return a way to give the learner's enrolment a due date."""

    def give(day: date) -> None:
        with learner.installation.database.writing() as session:
            mine = session.query(Enrolment).filter_by(person_id=learner.person.id).one()
            mine.due = day

    return give


def test_a_newcomer_is_offered_one_thing_and_taught_the_rest(learner: Learner) -> None:
    shown = home(learner)
    assert "Begin" in shown
    assert "Promise somebody one small thing" in shown
    assert "Put in your own numbers, and the answer stands here" in shown
    assert "Nine statements, three minutes" in shown
    assert "Mark a sentence while you read" in shown


def test_what_is_begun_goes_on_where_it_was(learner: Learner) -> None:
    learner.read(PAGES[0])
    learner.browser.send(f"/learn/{MODULE}/place", {"page": PAGES[1], "block": "one-fraction"})
    page = learner.browser.get("/learn").text
    assert "you go on exactly where you were" in page
    assert f"/learn/{MODULE}/{PAGES[1]}#one-fraction" in page


def test_what_is_due_says_when(learner: Learner, clock: SetClock, due: Callable[[date], None]) -> None:
    learner.read(PAGES[0])
    due(clock.now().date() + timedelta(days=5))
    assert "Next because it is due first" in home(learner)
    due(clock.now().date() - timedelta(days=5))
    assert "Nothing is lost: it can still be finished" in home(learner)


def later(learner: Learner, company: Company, clock: SetClock, days: int) -> None:
    """Let days go by; sessions end meanwhile, so the learner signs in again."""
    clock.at += timedelta(days=days)
    learner.browser = company.browser(learner.person)


def test_who_was_away_for_weeks_is_told_where_they_were(learner: Learner, company: Company, clock: SetClock) -> None:
    learner.read(PAGES[0])
    later(learner, company, clock, 20)
    assert "weeks since you were here" not in home(learner)
    later(learner, company, clock, 12)
    shown = home(learner)
    assert "It is 4 weeks since you were here" in shown
    assert "16 minutes are left" in shown


def test_only_the_questions_left(learner: Learner) -> None:
    learner.read()
    assert "only the questions are left" in home(learner)


def test_everything_done_leads_to_the_tools(learner: Learner) -> None:
    learner.read()
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)
    assert "You have completed what there is" in home(learner)


def test_an_example_never_enters_my_numbers(learner: Learner) -> None:
    learner.browser.get("/tools/cost-of-churn")
    assert "One year's customer losses cost" not in home(learner)
    learner.browser.save(answer(COST, "inputs", "customers", 20_000))
    shown = home(learner)
    assert "One year's customer losses cost" in shown
    assert re.search(r"1 of \d+ numbers are yours", shown)


def test_a_promise_is_asked_back_on_its_day_and_not_before(learner: Learner, company: Company, clock: SetClock) -> None:
    day = clock.now().date() + timedelta(days=3)
    made = {"what": "Call the baker who left", "whom": "Jens", "day": "other", "other_day": day.isoformat()}
    assert learner.browser.post("/practice/promises", made).status_code == 303
    shown = home(learner)
    assert "Call the baker who left" in shown
    assert "Have you kept it?" not in shown
    later(learner, company, clock, 3)
    shown = home(learner)
    assert "You promised Jens" in shown
    assert "Have you kept it?" in shown


def test_nobody_elses_promise_or_number_is_on_my_home(learner: Learner, company: Company) -> None:
    other = Learner.of(company)
    other.browser.save(answer(COST, "inputs", "customers", 20_000))
    day = {"what": "A secret promise", "whom": "Mette", "day": "other"}
    day["other_day"] = (other.installation.clock.now().date() + timedelta(days=2)).isoformat()
    assert other.browser.post("/practice/promises", day).status_code == 303
    shown = home(learner)
    assert "A secret promise" not in shown
    assert "One year's customer losses cost" not in shown


@pytest.mark.parametrize(("language", "words"), [("da", "Mine tal"), ("sv", "Mina siffror")])
def test_home_in_every_language(learner: Learner, language: str, words: str) -> None:
    learner.browser.client.set_cookie("lms_language", language)
    assert words in home(learner)
