"""An attempt stands on the version it began with: three releases later its result is the same, and follows."""

from __future__ import annotations

import json

from sqlalchemy import select

from lms.answers.models import Answer, AnswerHead
from lms.catalog import shelf
from lms.learning.models import Attempt
from lms.learning.paper import asked
from lms.questions.scoring import score_quiz
from tests.support.installation import Installation
from tests.support.ruled_pack import RIGHT, Pupil, publish_rules, run_jobs

PUPILS = 6


def test_an_old_result_is_the_same_after_three_releases_and_follows_from_what_is_stored(ruled: Installation) -> None:
    publish_rules(ruled, version="5000.0")
    pupils = [Pupil.on(ruled) for _ in range(PUPILS)]
    taken = [pupil.take(*list(RIGHT)[: number % 3]) for number, pupil in enumerate(pupils)]
    pages = [pupil.page for pupil in pupils]
    publish_rules(ruled, version="5000.1", stem="Is the cup hot?")
    publish_rules(ruled, "partial_credit = false\n", version="5001.0", stem="Is the mug hot?")
    publish_rules(ruled, "attempts = 1\ntime_limit = 1\n", version="5002.0", stem="Is the pot hot?")
    run_jobs(ruled)
    for pupil, before, page in zip(pupils, taken, pages, strict=True):
        after = pupil.latest
        assert (after.score, after.passed, after.scores) == (before.score, before.passed, before.scores)
        assert "Is it hot?" in pupil.page
        assert pupil.page.count('class="big num"') == page.count('class="big num"') == 1
        assert _worked_out_anew(ruled, after) == before.scores


def test_a_minor_keeps_the_answers_of_an_open_attempt_and_a_major_its_questions(ruled: Installation) -> None:
    publish_rules(ruled, version="6000.0")
    pupil = Pupil.on(ruled)
    context = pupil.start()
    pupil.keep(context, "hot", "yes")
    publish_rules(ruled, version="6000.1", stem="Is the cup hot?")
    assert pupil.shown_form()["item-hot"] == "yes"
    publish_rules(ruled, "attempts = 1\n", version="6001.0", stem="Is the pot hot?")
    assert "Is it hot?" in pupil.page
    pupil.submit(context, count="7391.25")
    assert pupil.latest.score == 1.0
    pupil.start()
    assert "Is the cup hot?" in pupil.page, "the next try asks the newest minor of the major they are on"


def _worked_out_anew(installation: Installation, attempt: Attempt) -> dict[str, float]:
    """Return the points that the stored answers have by the stored version."""
    with installation.database.reading() as session:
        quiz = shelf.quiz(session, attempt.quiz_version_id)
        mine = AnswerHead.context == f"attempt:{attempt.id}", AnswerHead.person_id == attempt.person_id
        rows = session.scalars(select(Answer).join(AnswerHead, AnswerHead.answer == Answer.number).where(*mine))
        responses = {row.item: json.loads(row.value or "null") for row in rows}
    return score_quiz(asked(quiz, attempt), responses, quiz.pass_mark).by_item
