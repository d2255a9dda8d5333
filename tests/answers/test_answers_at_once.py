"""Eight browsers of one person at the same moment: one current answer, none lost, none twice, one submission."""

from __future__ import annotations

import threading
from functools import partial

from werkzeug.test import TestResponse

from lms.answers import saving
from lms.answers.sent import SentAnswer
from lms.kernel.ids import new_id
from lms.learning.models import AttemptState
from tests.support.at_once import at_once
from tests.support.company import Browser, Company
from tests.support.installation import Installation
from tests.support.installations import KEY
from tests.support.learner import RIGHT, Learner
from tests.support.rows import log_of

MANY = 8
ROUNDS = 5


def browsers(company: Company, learner: Learner, number: int = MANY) -> list[Browser]:
    """Return further browsers of the learner, each with its form token at hand."""
    found = [company.browser(learner.person) for _ in range(number)]
    for each in found:
        each.token()
    return found


def test_different_answers_to_one_field_leave_one_current_and_the_others_as_conflicts(
    company: Company, learner: Learner, context: str
) -> None:
    many = browsers(company, learner)
    for base in range(ROUNDS):
        sent = [learner.answer(context, "customer-value", 10 * base + n, base=base) for n in range(MANY)]
        pairs = zip(many, sent, strict=True)
        answered = [each.json for each in at_once(*(partial(browser.save, one) for browser, one in pairs))]
        (winner,) = [each["saved"][0] for each in answered if each["saved"]]
        assert winner["revision"] == base + 1
        conflicts = [each["conflicts"][0] for each in answered if each["conflicts"]]
        won = next(one["value"] for one in sent if one["id"] == winner["id"])
        assert [each["current"] for each in conflicts] == [{"value": won, "revision": base + 1}] * (MANY - 1)
    assert len(log_of(company.installation.database, learner.person)) == MANY * ROUNDS


def test_one_answer_sent_eight_times_at_once_is_stored_once(company: Company, learner: Learner, context: str) -> None:
    many = browsers(company, learner)
    for base in range(ROUNDS):
        one = learner.answer(context, "standing-still", base, base=base)
        answered = [each.json for each in at_once(*(partial(browser.save, one) for browser in many))]
        assert [each["saved"][0]["revision"] for each in answered] == [base + 1] * MANY
    assert [row.revision for row in log_of(company.installation.database, learner.person)] == [1, 2, 3, 4, 5]


def test_one_id_with_eight_values_keeps_one_value(company: Company, learner: Learner, context: str) -> None:
    same = str(new_id())
    sent = [learner.answer(context, "standing-still", n, id=same) for n in range(MANY)]
    pairs = zip(browsers(company, learner), sent, strict=True)
    answered = at_once(*(partial(browser.save, one) for browser, one in pairs))
    assert sorted(each.status_code for each in answered) == [200] + [409] * (MANY - 1)
    assert len(log_of(company.installation.database, learner.person)) == 1


def test_batches_that_cross_each_other_do_not_block_each_other(
    company: Company, learner: Learner, context: str
) -> None:
    many = browsers(company, learner)
    for base in range(ROUNDS):
        batches = []
        for n in range(MANY):
            batch = [learner.answer(context, item, None, base=base) for item in RIGHT]
            batches.append(batch if n % 2 else batch[::-1])
        pairs = zip(many, batches, strict=True)
        answered = at_once(*(partial(browser.save, *batch) for browser, batch in pairs))
        assert [each.status_code for each in answered] == [200] * MANY
        assert sum(len(each.json["saved"]) for each in answered) == len(RIGHT)


def test_the_first_private_numbers_from_eight_browsers_share_one_key(company: Company, learner: Learner) -> None:
    names = ["customers", "churn_rate", "annual_margin", "replacement_share", "cac", "onboarding_cost", "discount"]
    key = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"
    sent = [{"id": str(new_id()), "context": key, "block": "inputs", "item": n, "base": 0, "value": 0.5} for n in names]
    pairs = zip(browsers(company, learner, len(names)), sent, strict=True)
    assert {each.status_code for each in at_once(*(partial(browser.save, one) for browser, one in pairs))} == {200}
    assert "7 of 8 numbers are yours" in learner.browser.get("/tools/cost-of-churn").text


def test_an_attempt_submitted_from_eight_browsers_at_once_is_submitted_once(
    installation: Installation, company: Company, learner: Learner
) -> None:
    many = browsers(company, learner)
    path = "/learn/attempts/{}/submission"
    for number in range(1, ROUNDS + 1):
        context = learner.begin()
        learner.save_right(context, "five-points", "either-or")
        address = path.format(context.partition(":")[2])
        shown = {"item-customer-value": "3,333.33", "item-standing-still": ""}
        answered = at_once(*(partial(browser.post, address, shown) for browser in many))
        assert {each.status_code for each in answered} == {303}
        latest = learner.attempts()[-1]
        assert (latest.number, latest.state, latest.score, latest.passed) == (
            number,
            AttemptState.SUBMITTED,
            0.75,
            True,
        )
        rows = [row for row in log_of(installation.database, learner.person) if row.context == context]
        assert [(row.item, row.revision) for row in rows if row.item == "customer-value"] == [("customer-value", 1)]


def test_no_answer_is_acknowledged_and_left_out_of_the_score(company: Company, learner: Learner) -> None:
    """Saves race the submission: what got a 200 counts, what came too late got a 409."""
    many = browsers(company, learner, len(RIGHT) + 1)
    for _round in range(3 * ROUNDS):
        context = learner.begin()
        address = f"/learn/attempts/{context.partition(':')[2]}/submission"
        saves = [
            partial(browser.save, learner.answer(context, item, value))
            for browser, (item, value) in zip(many[1:], RIGHT.items(), strict=True)
        ]
        answered: list[TestResponse] = at_once(partial(many[0].post, address), *saves)
        statuses = [each.status_code for each in answered[1:]]
        assert set(statuses) <= {200, 409}
        score = learner.attempts()[-1].score
        assert score == statuses.count(200) / len(RIGHT), f"{statuses} and a score of {score}"


def test_a_double_click_opens_one_attempt(company: Company, learner: Learner) -> None:
    many = browsers(company, learner)
    address = "/learn/loyalty-economics/03-what-losing-them-costs/quiz/attempts"
    assert {each.status_code for each in at_once(*(partial(browser.post, address) for browser in many))} == {303}
    assert [attempt.number for attempt in learner.attempts()] == [1]
    assert len(learner.enrolments()) == 1


def test_a_submission_waits_for_an_answer_that_is_being_stored(
    installation: Installation, company: Company, learner: Learner
) -> None:
    context = learner.begin()
    (submitter,) = browsers(company, learner, 1)
    sent = SentAnswer(new_id(), context, "quiz", "standing-still", 0, RIGHT["standing-still"])
    submission = threading.Thread(
        target=submitter.post, args=(f"/learn/attempts/{context.partition(':')[2]}/submission",)
    )
    with installation.app.test_request_context(), installation.database.writing() as session:
        saving.save(session, company.actor(learner.person), [sent], KEY.encode(), installation.clock.now())
        submission.start()
        submission.join(0.5)
        assert submission.is_alive(), "it did not wait, so this answer would be acknowledged and not counted"
    submission.join(10)
    assert learner.attempts()[0].score == 0.25
