"""Saving: the same again is the same, nothing older lands on something newer, a batch is taken whole or not at all."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from lms.answers.models import Answer
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from tests.support.company import Company, answer
from tests.support.installation import Installation
from tests.support.learner import RIGHT, Learner
from tests.support.rows import log_of, stored


def test_the_first_answer_is_revision_one_and_the_next_revision_two(learner: Learner, context: str) -> None:
    first, second = learner.answer(context, "customer-value", 5), learner.answer(context, "customer-value", 6, base=1)
    named = {"block": "quiz", "item": "customer-value"}
    assert learner.browser.save(first).json == {"saved": [{"id": first["id"], **named, "revision": 1}], "conflicts": []}
    assert learner.browser.save(second).json == {
        "saved": [{"id": second["id"], **named, "revision": 2}],
        "conflicts": [],
    }


def test_sending_the_same_answer_again_changes_nothing(
    installation: Installation, learner: Learner, context: str
) -> None:
    sent = learner.answer(context, "customer-value", 1234.5)
    first = learner.browser.save(sent).json
    assert learner.browser.save(sent).json == first
    assert stored(installation.database, learner.person) == (1, 1)


def test_a_retry_that_arrives_after_a_newer_answer_does_not_bring_the_old_one_back(
    learner: Learner, context: str
) -> None:
    old = learner.answer(context, "five-points", "losses-halved")
    new = learner.answer(context, "five-points", "five-in-a-hundred-stay", base=1)
    learner.browser.save(old)
    learner.browser.save(new)
    assert learner.browser.save(old).json["saved"][0]["revision"] == 1
    html = learner.browser.get("/learn/loyalty-economics/03-what-losing-them-costs").text
    assert 'value="five-in-a-hundred-stay" data-item="five-points" checked' in html
    assert 'value="losses-halved" data-item="five-points" checked' not in html


def test_an_id_that_was_used_for_another_value_is_refused(
    installation: Installation, learner: Learner, context: str
) -> None:
    sent = learner.answer(context, "customer-value", 5)
    learner.browser.save(sent)
    refused = learner.browser.save({**sent, "value": 6})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (409, "[0].id")
    assert stored(installation.database, learner.person) == (1, 1)


def test_an_id_that_was_used_for_another_field_is_refused(learner: Learner, context: str) -> None:
    sent = learner.answer(context, "customer-value", 5)
    learner.browser.save(sent)
    refused = learner.browser.save({**sent, "item": "standing-still"})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (409, "[0].id")


def test_two_people_may_use_the_same_id(company: Company, learner: Learner, context: str) -> None:
    other = Learner.of(company)
    same = str(new_id())
    assert learner.browser.save(learner.answer(context, "standing-still", 1, id=same)).status_code == 200
    assert other.browser.save(other.answer(other.begin(), "standing-still", 2, id=same)).status_code == 200


def test_an_answer_made_from_an_older_revision_is_kept_but_not_current(
    installation: Installation, learner: Learner, context: str
) -> None:
    learner.browser.save(learner.answer(context, "customer-value", 100))
    stale = learner.answer(context, "customer-value", 200)
    expected = {
        "id": stale["id"],
        "block": "quiz",
        "item": "customer-value",
        "current": {"value": 100.0, "revision": 1},
    }
    assert learner.browser.save(stale).json == {"saved": [], "conflicts": [expected]}
    assert [(row.revision, row.value) for row in log_of(installation.database, learner.person)] == [
        (1, "100.0"),
        (None, "200.0"),
    ]
    assert learner.browser.save(stale).json["conflicts"] == [expected], "sent again it is still the same conflict"


def test_an_answer_from_a_revision_that_never_was_is_a_conflict(learner: Learner, context: str) -> None:
    answered = learner.browser.save(learner.answer(context, "customer-value", 1, base=7)).json
    assert answered["saved"] == []
    assert answered["conflicts"][0]["current"] == {"value": None, "revision": 0}


def test_answers_of_one_batch_are_taken_in_the_order_they_were_sent(learner: Learner, context: str) -> None:
    sent = [learner.answer(context, "customer-value", value, base=base) for base, value in enumerate((10, 20, 30))]
    assert [each["revision"] for each in learner.browser.save(*sent).json["saved"]] == [1, 2, 3]
    after = learner.browser.save(learner.answer(context, "customer-value", 40)).json
    assert after["conflicts"][0]["current"] == {"value": 30.0, "revision": 3}


def test_taking_an_answer_back_is_an_answer(learner: Learner, context: str) -> None:
    learner.browser.save(learner.answer(context, "five-points", "losses-halved"))
    assert learner.browser.save(learner.answer(context, "five-points", None, base=1)).json["saved"][0]["revision"] == 2
    learner.submit(context)
    assert learner.attempts()[0].score == 0


def test_one_bad_answer_keeps_its_whole_batch_out(installation: Installation, learner: Learner, context: str) -> None:
    good = learner.answer(context, "customer-value", 5)
    bad = learner.answer(context, "five-points", "no-such-option")
    refused = learner.browser.save(good, bad)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "[1].value.five-points")
    assert stored(installation.database, learner.person) == (0, 0)
    assert learner.browser.save(good).json["saved"][0]["revision"] == 1, "its id and its field are as if never sent"


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("five-points", 1),
        ("five-points", True),
        ("five-points", ["losses-halved"]),
        ("five-points", {"id": "losses-halved"}),
        ("five-points", ""),
        ("customer-value", "3333"),
        ("customer-value", True),
        ("customer-value", []),
        ("customer-value", {}),
    ],
)
def test_a_value_that_does_not_fit_its_question_is_refused(
    installation: Installation, learner: Learner, context: str, item: str, value: object
) -> None:
    refused = learner.browser.save(learner.answer(context, item, value))
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == f"[0].value.{item}"
    assert refused.json["errors"][0]["reason"]
    assert stored(installation.database, learner.person) == (0, 0)


def test_an_unknown_block_or_question_is_refused(learner: Learner, context: str) -> None:
    wrong_block = learner.browser.save(answer(context, "elsewhere", "five-points", None))
    wrong_item = learner.browser.save(answer(context, "quiz", "no-such-question", None))
    assert (wrong_block.status_code, wrong_block.json["errors"][0]["field"]) == (422, "[0].block")
    assert (wrong_item.status_code, wrong_item.json["errors"][0]["field"]) == (422, "[0].item")


def test_somebody_elses_attempt_looks_like_one_that_does_not_exist(
    company: Company, other_company: Company, learner: Learner, context: str
) -> None:
    same_company, elsewhere = Learner.of(company), Learner.of(other_company)
    hr = company.browser(company.person(Role.HR, Role.ADMIN))
    nowhere = learner.answer(f"attempt:{new_id()}", "customer-value", 5)
    absent = learner.browser.save(nowhere)
    assert absent.status_code == 404
    for browser in (same_company.browser, elsewhere.browser, hr):
        refused = browser.save(learner.answer(context, "customer-value", 5))
        assert (refused.status_code, refused.data) == (404, absent.data)


@pytest.mark.parametrize(
    "context",
    [
        "attempt:",
        "attempt",
        "attempt:x",
        f"attempt:{str(uuid4()).upper()}",
        "nothing:1",
        "calculator:",
        f"calculator:{uuid4()}",
    ],
    ids=lambda key: key.replace(key.partition(":")[2], "…") if len(key) > 20 else key,
)
def test_an_unknown_context_is_not_found(learner: Learner, context: str) -> None:
    refused = learner.browser.save(answer(context, "inputs", "margin", 1))
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (404, "[0].context")


def test_the_position_of_a_foreign_context_in_a_batch_is_named(
    installation: Installation, learner: Learner, context: str
) -> None:
    foreign = learner.answer(f"attempt:{new_id()}", "customer-value", 5)
    refused = learner.browser.save(learner.answer(context, "customer-value", 5), foreign, foreign)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (404, "[1].context")
    assert stored(installation.database, learner.person) == (0, 0)


def test_a_late_answer_is_refused_but_the_retry_of_a_stored_one_is_not(
    installation: Installation, learner: Learner, context: str
) -> None:
    in_time = learner.answer(context, "customer-value", RIGHT["customer-value"])
    learner.browser.save(in_time)
    learner.submit(context, customer_value="3333.33")
    late = learner.browser.save(learner.answer(context, "standing-still", 1200))
    assert (late.status_code, late.json["errors"][0]["field"]) == (409, "[0].context")
    assert learner.browser.save(in_time).json["saved"][0]["revision"] == 1
    assert learner.browser.save({**in_time, "value": 1}).status_code == 409
    assert stored(installation.database, learner.person) == (1, 1)


def test_an_answer_records_the_exact_version_it_was_given_to(
    installation: Installation, learner: Learner, context: str
) -> None:
    learner.save_right(context, "customer-value")
    (row,) = log_of(installation.database, learner.person)
    assert (row.version, row.context, row.organisation_id) == ("1.0", context, learner.person.organisation_id)
    assert row.received_at == installation.clock.now()


def test_saved_rows_are_never_changed(installation: Installation, learner: Learner, context: str) -> None:
    sent = learner.answer(context, "customer-value", 1)
    learner.browser.save(sent)
    before = {row.number: (row.id, row.value, row.revision) for row in log_of(installation.database, learner.person)}
    learner.browser.save(learner.answer(context, "customer-value", 2, base=1))
    learner.browser.save(learner.answer(context, "customer-value", 3))
    learner.browser.save(sent)
    learner.submit(context, customer_value="4")
    after = {row.number: (row.id, row.value, row.revision) for row in log_of(installation.database, learner.person)}
    assert before.items() <= after.items()
    assert [revision for _id, _value, revision in after.values()] == [1, 2, None, 3]


def test_nobody_saves_without_signing_in(company: Company, learner: Learner, context: str) -> None:
    refused = company.anonymous().save(learner.answer(context, "customer-value", 1))
    assert (refused.status_code, refused.json) == (401, {"error": "signed-out"})


def test_the_database_itself_refuses_to_change_a_stored_answer(
    installation: Installation, learner: Learner, context: str
) -> None:
    learner.save_right(context, "customer-value")
    (row,) = log_of(installation.database, learner.person)
    with (
        pytest.raises(DBAPIError, match="written once"),
        installation.database.writing() as session,
    ):
        session.execute(update(Answer).where(Answer.number == row.number).values(value="9"))
    assert [each.value for each in log_of(installation.database, learner.person)] == ["3333.33"]
