"""A quiz attempt: opened once, submitted once, scored from what was saved and shown; every attempt is kept."""

from __future__ import annotations

from lms.kernel.permissions import Role
from lms.learning.models import AttemptState, Enrolment
from tests.support.company import Company
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.learner import QUIZ_PAGE, RIGHT, Learner
from tests.support.rows import log_of
from tests.support.small_pack import SLUG


def test_what_was_saved_counts_although_the_form_shows_nothing(learner: Learner) -> None:
    """Answers saved as one went along, the form sent from a tab that was opened before them."""
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)
    (attempt,) = learner.attempts()
    assert (attempt.state, attempt.score, attempt.passed) == (AttemptState.SUBMITTED, 1.0, True)


def test_what_the_form_shows_counts_although_nothing_was_saved(installation: Installation, learner: Learner) -> None:
    context = learner.begin()
    learner.submit(context, five_points="losses-halved", customer_value="3,333.33", either_or="each-once")
    assert learner.attempts()[0].score == 0.75
    assert {(row.item, row.revision) for row in log_of(installation.database, learner.person)} == {
        ("five-points", 1),
        ("customer-value", 1),
        ("either-or", 1),
    }


def test_what_the_form_shows_replaces_what_was_saved_and_an_emptied_box_is_empty(learner: Learner) -> None:
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context, customer_value="", five_points="five-in-a-hundred-stay")
    assert learner.attempts()[0].score == 0.5


def test_a_form_that_cannot_be_read_is_given_back_as_it_was_typed_and_nothing_is_submitted(learner: Learner) -> None:
    context = learner.begin()
    refused = learner.submit(context, customer_value="three thousand", five_points="losses-halved")
    assert refused.status_code == 422
    assert 'value="three thousand"' in refused.text
    assert 'value="losses-halved" data-item="five-points" checked' in refused.text
    assert "This is not a number" in refused.text
    assert learner.attempts()[0].state is AttemptState.OPEN


def test_an_option_that_is_none_is_refused_at_its_question(learner: Learner) -> None:
    refused = learner.submit(learner.begin(), five_points="no-such-option")
    assert refused.status_code == 422
    assert "Choose one of the options shown." in refused.text


def test_of_two_quizzes_on_a_page_one_may_be_refused(small: Installation) -> None:
    learner = Learner.of(Company(small))
    page = f"/learn/{SLUG}/02-how"
    learner.begin(page, "check-saucers")
    learner.browser.post(f"{page}/check/attempts")
    check = next(attempt for attempt in learner.attempts() if attempt.block == "check")
    refused = learner.submit(f"attempt:{check.id}", count="many")
    assert refused.status_code == 422
    assert 'value="many"' in refused.text
    assert 'name="item-flat"' in refused.text


def test_the_score_and_what_each_answer_teaches_are_shown_after_the_submission(learner: Learner) -> None:
    context = learner.begin()
    learner.submit(context, five_points="five-per-cent-more", customer_value="5,000", standing_still="1200")
    html = learner.browser.get(QUIZ_PAGE).text
    assert "1 of 4" in html
    assert "1 ÷ 0.10 is 10 years, and 1 ÷ 0.05 is 20" in html, "the feedback of the option chosen"
    assert "You have added up the years" in html, "the feedback of the typical mistake"
    assert "Not answered" in html


def test_a_second_submission_changes_nothing_whatever_it_shows(learner: Learner) -> None:
    context = learner.begin()
    learner.submit(context, standing_still="1200")
    for again in (learner.submit(context, standing_still="1"), learner.submit(context, standing_still="what?")):
        assert (again.status_code, again.location) == (303, f"{QUIZ_PAGE}#quiz")
    (attempt,) = learner.attempts()
    assert attempt.score == 0.25


def test_an_old_tab_cannot_submit_into_the_next_attempt(learner: Learner) -> None:
    first = learner.begin()
    learner.submit(first)
    second = learner.begin()
    assert learner.submit(first, standing_still="1200").status_code == 303
    assert learner.submit(first, standing_still="what?").status_code == 303
    assert [attempt.state for attempt in learner.attempts()] == [AttemptState.SUBMITTED, AttemptState.OPEN]
    assert learner.browser.save(learner.answer(second, "standing-still", 1)).json["saved"][0]["revision"] == 1


def test_every_attempt_is_kept_with_its_own_answers(learner: Learner) -> None:
    for score in (0.25, 0.5, 0.0):
        right = list(RIGHT)[: int(score * 4)]
        context = learner.begin()
        if right:
            learner.save_right(context, *right)
        learner.submit(context)
    attempts = learner.attempts()
    assert [(attempt.number, attempt.score) for attempt in attempts] == [(1, 0.25), (2, 0.5), (3, 0.0)]


def test_a_pass_is_kept_whatever_comes_after(learner: Learner) -> None:
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)
    learner.submit(learner.begin())
    assert [attempt.passed for attempt in learner.attempts()] == [True, False]
    assert learner.enrolment().quiz_passed


def test_the_next_attempt_begins_empty(learner: Learner) -> None:
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)
    assert learner.begin() != context
    form = form_to(learner.browser.get(QUIZ_PAGE).text, "/submission")
    assert {name: value for name, value in form.values.items() if name.startswith("item-")} == {
        "item-customer-value": "",
        "item-standing-still": "",
    }


def test_opening_twice_opens_one(learner: Learner) -> None:
    assert learner.begin() == learner.begin()
    assert len(learner.attempts()) == 1


def test_somebody_elses_attempt_cannot_be_submitted(company: Company, other_company: Company, learner: Learner) -> None:
    context = learner.begin()
    for other in (company, other_company):
        intruder = Learner(learner.installation, learner.person, other.browser(other.person(Role.HR, Role.ADMIN)))
        assert intruder.submit(context).status_code == 404
    assert learner.attempts()[0].state is AttemptState.OPEN


def test_an_attempt_begun_in_an_earlier_cycle_counts_for_that_cycle(
    installation: Installation, company: Company, learner: Learner
) -> None:
    context = learner.begin()
    learner.save_right(context)
    before = learner.enrolment()
    with installation.database.writing() as session:
        session.add(
            Enrolment(
                organisation_id=before.organisation_id,
                person_id=before.person_id,
                module_id=before.module_id,
                cycle=2,
                major=1,
                created_at=installation.clock.now(),
            )
        )
    learner.submit(context)
    assert {each.cycle: each.quiz_passed for each in learner.enrolments()} == {1: True, 2: False}
