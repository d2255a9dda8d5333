"""What a platform is told of a result: the score that counts, completion, and nothing before there is something."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import pytest
from sqlalchemy import delete

from lms.doors.lti import grades, service_items
from lms.doors.lti.grades import DONE, Result
from lms.doors.lti.models import LtiLink
from lms.doors.lti.service_calls import LINE_ITEM, NoService, Services
from lms.doors.lti.service_items import next_page, scores_url, with_query
from lms.kernel.calling import Answer
from lms.learning.models import Attempt, Enrolment, State
from tests.support.company import MODULE, Company
from tests.support.curriculum import School
from tests.support.learner import BLOCK, PAGES, Learner

QUIZ = f"quiz:{MODULE}/{PAGES[-1]}/{BLOCK}"


def result(learner: Learner, target: str, organisation: UUID | None = None) -> Result | None:
    """Return what the target's result is for the learner."""
    with learner.installation.database.reading() as session:
        of = organisation or learner.person.organisation_id
        return grades.results(session, of, target, [learner.person.id]).get(learner.person.id)


def try_once(learner: Learner, *right: str) -> None:
    """Take the quiz once with these items right."""
    context = learner.begin()
    learner.save_right(context, *right)
    learner.submit(context)


def test_nobody_has_a_result_before_they_did_anything(company: Company) -> None:
    learner = Learner.of(company)
    for target in (f"module:{MODULE}", QUIZ, f"page:{MODULE}/{PAGES[0]}", "curriculum:nothing", "home", "", "tool:nps"):
        assert result(learner, target) is None


def test_a_quiz_gives_the_best_attempt_and_a_module_is_completed_with_its_pages(company: Company) -> None:
    learner = Learner.of(company)
    try_once(learner, "five-points", "customer-value")
    assert result(learner, QUIZ) == Result(50.0, completed=False)
    assert result(learner, f"module:{MODULE}") == Result(50.0, completed=False)
    try_once(learner)
    try_once(learner, "five-points")
    assert result(learner, QUIZ) == Result(100.0, completed=True)
    assert result(learner, f"module:{MODULE}") == Result(100.0, completed=False)
    learner.read()
    assert result(learner, f"module:{MODULE}") == DONE


def test_an_open_attempt_says_nothing(company: Company) -> None:
    learner = Learner.of(company)
    learner.save_right(learner.begin())
    assert result(learner, QUIZ) is None


def test_a_page_is_done_when_it_was_read(company: Company) -> None:
    learner = Learner.of(company)
    learner.read(PAGES[0])
    assert result(learner, f"page:{MODULE}/{PAGES[0]}") == DONE
    assert result(learner, f"page:{MODULE}/{PAGES[1]}") is None


def test_a_curriculum_is_done_when_all_it_asks_is_completed(company: Company) -> None:
    school, learner = School(company, size=2), Learner.of(company)
    target = f"curriculum:{school.publish()}"
    school.complete(learner.person, school.modules[0])
    assert result(learner, target) is None
    school.complete(learner.person, school.modules[1])
    assert result(learner, target) == DONE


def test_a_module_without_questions_gives_all_or_nothing(company: Company) -> None:
    learner = Learner.of(company)
    learner.read(PAGES[0])
    (enrolment,) = learner.enrolments()
    with company.installation.database.reading() as session:
        assert grades._of_module(session, enrolment, [], {}) == grades.NOTHING
        enrolment.state = State.COMPLETED
        assert grades._of_module(session, enrolment, [], {}) == DONE


def test_a_module_with_two_quizzes_gives_their_mean(company: Company) -> None:
    learner = Learner.of(company)
    try_once(learner)
    (enrolment,), attempts = learner.enrolments(), learner.attempts()
    with company.installation.database.reading() as session:
        found = grades._of_module(session, enrolment, ["one", "other"], {("one", BLOCK): attempts})
    assert found == Result(50.0, completed=False)


def test_a_new_cycle_takes_nothing_back(company: Company) -> None:
    learner = Learner.of(company)
    try_once(learner)
    (enrolment,) = learner.enrolments()
    with company.installation.database.writing() as session:
        again = Enrolment(
            organisation_id=enrolment.organisation_id,
            person_id=enrolment.person_id,
            module_id=enrolment.module_id,
            cycle=2,
            major=enrolment.major,
            created_at=enrolment.created_at,
        )
        session.add(again)
    assert result(learner, QUIZ) == Result(100.0, completed=True)


def test_what_was_forgotten_here_says_nothing(company: Company) -> None:
    learner = Learner.of(company)
    learner.read()
    try_once(learner)
    with company.installation.database.writing() as session:
        session.execute(delete(Attempt).where(Attempt.person_id == learner.person.id))
    assert result(learner, f"module:{MODULE}") is None


def test_another_company_finds_nothing_under_its_own_name(company: Company, other_company: Company) -> None:
    school, learner = School(company, size=1), Learner.of(company)
    school.complete(learner.person, *school.modules)
    target = f"curriculum:{school.publish()}"
    assert result(learner, target) == DONE
    assert result(learner, target, other_company.organisation.id) is None
    assert result(learner, f"module:{school.slugs[0]}", other_company.organisation.id) is None


def test_what_is_sent_holds_the_score_and_nothing_else() -> None:
    assert grades.body(Result(66.67, completed=False), "user-7", 1_795_000_000) == {
        "timestamp": "2026-11-18T11:06:40.000Z",
        "scoreGiven": 66.67,
        "scoreMaximum": 100,
        "activityProgress": "InProgress",
        "gradingProgress": "FullyGraded",
        "userId": "user-7",
    }
    assert grades.body(DONE, "user-7", 1)["activityProgress"] == "Completed"


@pytest.mark.parametrize(
    ("column", "scores"),
    [
        ("https://m.example/item/5", "https://m.example/item/5/scores"),
        ("https://m.example/item/5/", "https://m.example/item/5/scores"),
        (
            "https://m.example/mod/lti/services.php/2/lineitems/5/lineitem?type_id=1",
            "https://m.example/mod/lti/services.php/2/lineitems/5/lineitem/scores?type_id=1",
        ),
    ],
)
def test_scores_go_before_the_question_mark(column: str, scores: str) -> None:
    assert scores_url(column) == scores


def test_what_is_asked_of_a_list_is_added_to_what_its_address_asks() -> None:
    assert with_query("https://m.example/items?type_id=1", limit="5") == "https://m.example/items?type_id=1&limit=5"
    assert with_query("https://m.example/items", rlid="a b") == "https://m.example/items?rlid=a+b"


def test_a_next_page_is_on_the_same_host_or_none() -> None:
    def following(link: str) -> str | None:
        return next_page(Answer(200, {"Link": link}, b""), "https://m.example/items?page=1")

    assert following('<https://m.example/items?page=2>; rel="next"') == "https://m.example/items?page=2"
    assert following('<https://m.example/1>; rel="prev", </items?page=2>; rel=next') == "https://m.example/items?page=2"
    assert following('<https://elsewhere.example/items>; rel="next"') is None
    assert following('<https://m.example/1>; rel="prev"') is None
    assert following("") is None


def test_a_gradebook_that_is_slow_is_asked_later_and_gets_no_second_column(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds, asked = [0.0], []

    class Slow:
        def ask(self, method: str, url: str, *_args: Any, **_more: Any) -> Answer:
            asked.append(method)
            seconds[0] += 5
            return Answer(200, {"Link": f'<{url}&page={len(asked)}>; rel="next"'}, b"[]")

    monkeypatch.setattr(service_items, "monotonic", lambda: seconds[0])
    link = LtiLink(resource_link="1", target="home", title="", scopes=LINE_ITEM)
    link.line_items_url = "https://m.example/items"
    with pytest.raises(NoService):
        service_items.find_or_make(cast("Services", Slow()), link)
    assert asked == ["GET", "GET"]
