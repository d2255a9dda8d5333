"""The rules of a quiz: checked question by question, so many attempts, which one counts, what a review shows."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from lms.learning.models import Attempt, AttemptState
from tests.support.at_once import at_once
from tests.support.company import Browser
from tests.support.installation import Installation
from tests.support.ruled_pack import BLOCK, PAGE, RIGHT, Pupil, publish_rules
from tests.support.small_pack import MARKERS

TAUGHT = (MARKERS["feedback of the right option"], MARKERS["feedback of a wrong number"])
KEYS = tuple(MARKERS.values())


def pupil_with(installation: Installation, settings: str) -> Pupil:
    """Return a pupil on the quiz with these settings."""
    publish_rules(installation, settings)
    return Pupil.on(installation)


# feedback question by question


def test_checking_a_question_shows_what_it_teaches_and_settles_that_answer_alone(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'feedback = "immediate"\n')
    assert "Check each question as you go" in pupil.page
    context = pupil.start()
    assert not any(key in pupil.page for key in KEYS), "nothing of the key before a check"
    checked = pupil.check(context, "hot", hot="yes")
    assert (checked.status_code, checked.location) == (303, f"{PAGE}#{BLOCK}-hot")
    page = pupil.page
    assert MARKERS["feedback of the right option"] in page
    others = [value for name, value in MARKERS.items() if "option" not in name]
    assert not any(key in page for key in others), "nothing of the other question's key"
    assert pupil.latest.checked == ["hot"]
    refused = pupil.keep(context, "hot", "no", base=1)
    assert refused.status_code == 409
    assert refused.json["errors"][0]["reason"] == "You have checked this question, so its answer stays as it is."
    assert pupil.keep(context, "count", RIGHT["count"]).status_code == 200


def test_a_check_saves_what_else_the_form_shows(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'feedback = "immediate"\n')
    context = pupil.start()
    pupil.check(context, "hot", hot="no", count="7391.25")
    pupil.submit(context)
    assert pupil.latest.scores == {"hot": 0.0, "count": 1.0}


def test_checking_twice_or_with_another_answer_changes_nothing(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'feedback = "immediate"\n')
    context = pupil.start()
    pupil.check(context, "hot", hot="no")
    assert pupil.check(context, "hot", hot="yes").status_code == 303
    pupil.submit(context, hot="yes")
    assert pupil.latest.scores == {"hot": 0.0, "count": 0.0}
    assert pupil.check(context, "count", count="7391.25").status_code == 303, "after the submission, too"
    assert pupil.latest.checked == ["hot"]


def test_a_question_without_an_answer_has_nothing_to_check(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'feedback = "immediate"\n')
    context = pupil.start()
    pupil.keep(context, "count", 12)
    refused = pupil.check(context, "hot")
    assert refused.status_code == 422
    assert "Answer this question first, then check it." in refused.text
    assert 'value="12"' in refused.text, "what was saved still stands in the form"
    assert pupil.latest.checked == []


def test_a_question_of_another_quiz_or_of_one_that_tells_at_the_end_cannot_be_checked(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'feedback = "immediate"\n')
    context = pupil.start()
    for foreign in ("flat", "hot.sure", "no-such-question", "hot" * 40):
        assert pupil.check(context, foreign, hot="yes").status_code == 404
    publish_rules(ruled)
    other = Pupil.on(ruled)
    context = other.start()
    assert other.check(context, "hot", hot="yes").status_code == 404
    assert other.latest.checked == []


def test_saving_without_a_script_keeps_what_the_form_shows_and_submits_nothing(ruled: Installation) -> None:
    pupil = pupil_with(ruled, "")
    context = pupil.start()
    assert pupil.check(context, "", hot="yes", count="12").status_code == 303
    assert pupil.latest.state is AttemptState.OPEN
    shown = pupil.shown_form()
    assert (shown["item-hot"], shown["item-count"]) == ("yes", "12")


# how many, and which one counts


def test_what_one_must_know_stands_on_the_card_before_the_first_try(ruled: Installation) -> None:
    card = pupil_with(ruled, 'attempts = 3\ncounts = "latest"\ntime_limit = 20\npartial_credit = false\n').page
    for words in (
        "2 questions · pass with 1",
        "20 minutes from the moment you begin",
        "3 tries; your latest one counts",
        "Only an answer that is right in full has a point.",
        "Afterwards you see what each answer teaches",
    ):
        assert words in card, words


def test_beyond_the_last_attempt_none_is_begun(ruled: Installation) -> None:
    pupil = pupil_with(ruled, "attempts = 2\n")
    pupil.take()
    assert "1 try left" in pupil.page
    pupil.take()
    page = pupil.page
    assert 'class="btn">Try again' not in page
    assert "That was the last try." in page
    refused = pupil.browser.post(f"{PAGE}/{BLOCK}/attempts")
    assert refused.status_code == 409
    assert "You have used every attempt at these questions." in refused.text
    assert len(pupil.attempts()) == 2


def test_two_tabs_cannot_begin_more_attempts_than_there_are(ruled: Installation) -> None:
    pupil = pupil_with(ruled, "attempts = 1\n")
    tab = Browser(ruled.app.test_client())
    for name in ("lms_session", "lms_form"):
        cookie = pupil.browser.client.get_cookie(name)
        if cookie is not None:
            tab.client.set_cookie(name, cookie.value)
    pupil.browser.token()
    tab.token()
    at_once(*(lambda door=door: door.post(f"{PAGE}/{BLOCK}/attempts") for door in (pupil.browser, tab)))
    assert len(pupil.attempts()) == 1


@pytest.mark.parametrize(
    ("counts", "tries", "decides", "passed"),
    [
        ("best", [(), ("hot", "count"), ("hot",)], 2, True),
        ("latest", [("hot", "count"), ()], 2, False),
        ("first", [(), ("hot", "count")], 1, False),
    ],
)
def test_every_attempt_is_kept_and_the_policy_says_which_counts(
    ruled: Installation, counts: str, tries: list[tuple[str, ...]], decides: int, passed: bool
) -> None:
    pupil = pupil_with(ruled, f'counts = "{counts}"\n')
    for right in tries:
        pupil.take(*right)
    assert [each.score for each in pupil.attempts()] == [len(right) / 2 for right in tries]
    listed = pupil.page
    listed = listed[listed.index("<ol reversed>") : listed.index("</ol>", listed.index("<ol reversed>"))]
    places = ["counts</span>" in each for each in listed.split("</li>")[: len(tries)]]
    assert places[::-1].index(True) + 1 == decides
    assert places.count(True) == 1
    _pass_the_other_quiz(pupil)
    assert pupil.enrolment().quiz_passed is passed


def test_where_the_latest_counts_a_completed_module_stays_completed(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'counts = "latest"\n')
    pupil.take("hot", "count")
    _pass_the_other_quiz(pupil)
    for page in ("01-why", "02-how"):
        pupil.browser.post(f"/learn/cups/{page}/reading")
    done = pupil.enrolment()
    assert done.state.value == "completed"
    pupil.take()
    assert (pupil.enrolment().state, pupil.enrolment().quiz_passed) == (done.state, True)


def _pass_the_other_quiz(pupil: Pupil) -> None:
    pupil.browser.post(f"{PAGE}/check-saucers/attempts")
    saucers = next(each for each in pupil.attempts() if each.block == "check-saucers")
    pupil.submit(f"attempt:{saucers.id}", flat="flat-yes")


# what a review shows


def test_a_score_is_all_that_a_score_only_quiz_ever_shows(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'review = "score"\n')
    assert "Afterwards you see your score" in pupil.page
    pupil.take("hot")
    page = pupil.page
    assert "1 of 2" in page
    assert not any(key in page for key in KEYS)


def test_ones_own_answers_are_marked_without_the_right_ones(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'review = "answers"\n')
    context = pupil.start()
    pupil.keep(context, "hot", "yes")
    pupil.keep(context, "count", 12)
    pupil.submit(context)
    page = pupil.page
    assert not any(key in page for key in KEYS)
    assert "Not quite" in page
    assert 'value="yes" data-item="hot" checked' in page
    assert 'value="12"' in page


def test_the_review_opens_once_the_quiz_is_passed(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'review_from = "passed"\n')
    pupil.take()
    assert "Once you have passed, you see how each answer did." in pupil.page
    assert not any(key in pupil.page for key in KEYS)
    pupil.take("hot")
    assert all(words in pupil.page for words in (TAUGHT[0], "Not answered"))


def test_the_review_opens_after_the_last_attempt(ruled: Installation) -> None:
    pupil = pupil_with(ruled, 'attempts = 2\nreview_from = "last"\n')
    pupil.take("hot", "count")
    assert not any(key in pupil.page for key in KEYS)
    pupil.take("hot")
    assert TAUGHT[0] in pupil.page


# the score that was given


def test_a_result_is_what_was_written_when_it_was_submitted_whatever_the_key_says_today(ruled: Installation) -> None:
    """The points in the row are other than the code would give: the page shows those of the row."""
    pupil = pupil_with(ruled, "")
    attempt = pupil.take("hot", "count")
    assert attempt.scores == {"hot": 1.0, "count": 1.0}
    given = {"scores": {"hot": 1.0, "count": 0.25}, "score": 0.625, "passed": True}
    with ruled.database.writing() as session:
        session.execute(update(Attempt).where(Attempt.id == attempt.id).values(**given))
    assert "1.25 of 2" in pupil.page
    assert "0.25 of 1 point" in pupil.page


def test_a_result_from_before_points_were_kept_is_still_shown(ruled: Installation) -> None:
    pupil = pupil_with(ruled, "")
    attempt = pupil.take("hot")
    with ruled.database.writing() as session:
        session.execute(update(Attempt).where(Attempt.id == attempt.id).values(scores=None, ended_by=None))
    assert "1 of 2" in pupil.page


@pytest.mark.parametrize(("settings", "ordered"), [("shuffle = false\n", True), ("", False)])
def test_questions_stand_as_written_only_where_the_author_says_so(
    ruled: Installation, settings: str, ordered: bool
) -> None:
    publish_rules(ruled, settings)
    orders: set[Any] = set()
    for _ in range(12):
        pupil = Pupil.on(ruled)
        pupil.start()
        page = pupil.page
        orders.add(
            (page.index('data-item-box="hot"') < page.index('data-item-box="count"'), pupil.latest.drawn is None)
        )
    assert (orders == {(True, True)}) is ordered
    assert len({first for first, _ in orders}) == (1 if ordered else 2)
