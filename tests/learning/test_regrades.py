"""A wrong key is mended and the results are put right: exactly once, kept as they were, and nobody loses by default."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.answers.logged import current_of, logged
from lms.catalog import shelf
from lms.kernel.audit import AuditEntry
from lms.kernel.jobs import LEASE
from lms.kernel.ledger import FAILED, WAITING, Job
from lms.kernel.permissions import Role
from lms.learning.models import Attempt
from lms.learning.paper import asked
from lms.learning.regrading import applying
from lms.learning.regrading.mends import mends
from lms.learning.regrading.models import Policy, Regrading
from lms.people.models import Person
from lms.questions.scoring import score_quiz
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.mended_pack import MendedPack, history, pupil_of, took
from tests.support.ruled_pack import Pupil, run_jobs


@pytest.fixture
def mine(ruled: Installation) -> Company:
    """Return a company on the installation whose pack is mended."""
    return Company(ruled)


@pytest.fixture
def pack(ruled: Installation) -> MendedPack:
    """Return the pack with a wrong key, as a new major."""
    return MendedPack(ruled)


def regrade(company: Company, policy: Policy = Policy.NOBODY_LOSES, *, run: bool = True) -> bool:
    """Have the results of a company regraded to the newest key, as its trainer does; return whether that began."""
    actor = company.actor(company.person(Role.TRAINER))
    with company.installation.database.writing() as session:
        begun = applying.begin(
            session, actor, mends(session, actor, "cups")[-1], policy, company.installation.clock.now()
        )
    if run:
        run_jobs(company.installation)
    return begun


def worked_out(pupil: Pupil, attempt: Attempt, version: UUID) -> dict[str, float]:
    """Return the points that the stored answers have by a stored version."""
    with pupil.installation.database.reading() as session:
        context = f"attempt:{attempt.id}"
        responses = current_of(logged(session, [(attempt.person_id, context)])[context])
        quiz = shelf.quiz(session, version)
        return score_quiz(asked(quiz, attempt), responses, quiz.pass_mark).by_item


def test_whoever_was_right_all_along_gains_and_nobody_loses(mine: Company, pack: MendedPack) -> None:
    said_no, said_yes, blank = took(mine, "no"), took(mine, "yes"), took(mine)
    assert (said_no.latest.passed, said_yes.latest.passed) == (False, True)
    pack.mend("hot")
    assert regrade(mine)
    assert (said_no.latest.scores, said_no.latest.passed) == ({"hot": 1.0, "count": 0.0}, True)
    assert (said_yes.latest.scores, said_yes.latest.passed) == ({"hot": 1.0, "count": 0.0}, True)
    assert (blank.latest.score, blank.latest.passed) == (0.0, False)
    (kept,) = history(said_no)
    assert (kept.score, kept.passed, kept.scores) == (0.0, False, {"hot": 0.0, "count": 0.0})
    assert (kept.new_score, kept.new_passed, kept.items, kept.reason) == (0.5, True, ["hot"], "nobody-loses")


def test_as_the_key_says_a_result_falls_but_what_was_completed_stays(mine: Company, pack: MendedPack) -> None:
    pupil = took(mine, "yes")
    context = pupil.browser.post("/learn/cups/02-how/check-saucers/attempts")
    assert context.status_code == 303
    saucers = next(each for each in pupil.attempts() if each.block == "check-saucers")
    pupil.browser.post(f"/learn/attempts/{saucers.id}/submission", {"item-flat": "flat-yes"})
    for page in ("01-why", "02-how"):
        pupil.browser.post(f"/learn/cups/{page}/reading")
    completed = pupil.enrolment().completed_at
    assert completed is not None
    pack.mend("hot")
    regrade(mine, Policy.AS_THE_KEY_SAYS)
    assert (pupil.latest.score, pupil.latest.passed) == (0.0, False)
    assert pupil.enrolment().completed_at == completed
    assert "What you had completed stays completed." in pupil.page


def test_a_pass_that_a_regrade_gives_completes_the_module(mine: Company, pack: MendedPack) -> None:
    pupil = took(mine, "no")
    pupil.browser.post("/learn/cups/02-how/check-saucers/attempts")
    saucers = next(each for each in pupil.attempts() if each.block == "check-saucers")
    pupil.browser.post(f"/learn/attempts/{saucers.id}/submission", {"item-flat": "flat-yes"})
    for page in ("01-why", "02-how"):
        pupil.browser.post(f"/learn/cups/{page}/reading")
    assert pupil.enrolment().completed_at is None
    pack.mend("hot")
    regrade(mine)
    assert pupil.enrolment().quiz_passed
    assert pupil.enrolment().completed_at is not None


def test_as_the_key_says_is_scoring_anew_and_every_old_result_follows_from_its_version(
    mine: Company, pack: MendedPack
) -> None:
    pupils = [took(mine, hot, number) for hot in ("yes", "no", None) for number in (7391.25, 1.0, None)]
    before = [pupil.latest for pupil in pupils]
    pack.mend("hot")
    regrade(mine, Policy.AS_THE_KEY_SAYS)
    pack.mend("count", answer="1")
    regrade(mine, Policy.AS_THE_KEY_SAYS)
    pack.mend("hot", hot="yes", answer="1")
    regrade(mine, Policy.AS_THE_KEY_SAYS)
    for pupil, old in zip(pupils, before, strict=True):
        now, kept = pupil.latest, history(pupil)
        assert now.scores == worked_out(pupil, now, now.quiz_version_id)
        assert [row.number for row in kept] == [1, 2, 3]
        assert [row.items for row in kept] == [["hot"], ["count"], ["hot"]]
        assert kept[0].scores == old.scores
        for row in kept:
            assert row.scores == worked_out(pupil, now, row.from_version_id)


def test_nobody_loses_is_the_better_of_both_for_each_question(mine: Company, pack: MendedPack) -> None:
    pupils = [took(mine, hot, number) for hot in ("yes", "no", None) for number in (7391.25, 1.0)]
    before = [pupil.latest for pupil in pupils]
    pack.mend("hot", "count", answer="1")
    regrade(mine)
    for pupil, old in zip(pupils, before, strict=True):
        now = pupil.latest
        by_key = worked_out(pupil, now, now.quiz_version_id)
        assert now.scores == {id: max(points, (old.scores or {})[id]) for id, points in by_key.items()}
        assert (now.score or 0) >= (old.score or 0)


def test_applied_twice_it_changes_nothing(mine: Company, pack: MendedPack) -> None:
    pupil = took(mine, "no")
    pack.mend("hot")
    assert regrade(mine)
    after = (pupil.latest.scores, len(history(pupil)))
    assert regrade(mine)
    assert (pupil.latest.scores, len(history(pupil))) == after


def test_ordered_twice_at_once_it_runs_once(mine: Company, pack: MendedPack) -> None:
    pupil = took(mine, "no")
    pack.mend("hot")
    assert regrade(mine, run=False)
    assert not regrade(mine, Policy.AS_THE_KEY_SAYS, run=False)
    run_jobs(mine.installation)
    assert [row.reason for row in history(pupil)] == ["nobody-loses"]


def test_one_that_failed_for_good_can_be_ordered_again(mine: Company, pack: MendedPack) -> None:
    pupil = took(mine, "no")
    pack.mend("hot")
    assert regrade(mine, run=False)
    with mine.installation.database.writing() as session:
        (parked,) = session.scalars(select(Job).where(Job.name == applying.NAME, Job.state == WAITING))
        parked.state = FAILED
    assert regrade(mine)
    assert [row.reason for row in history(pupil)] == ["nobody-loses"]


def test_stopped_in_the_middle_it_goes_on_and_does_each_once(
    mine: Company, pack: MendedPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupils = [took(mine, "no") for _ in range(7)]
    pack.mend("hot")
    calls = count(1)
    real = applying.regrade_one

    def dies(*args: Any) -> bool:
        if next(calls) == applying.FIRST + 1:
            raise KeyboardInterrupt  # as a kill does: nothing of this portion is stored, nobody hands the job back
        return real(*args)

    monkeypatch.setattr(applying, "regrade_one", dies)
    with pytest.raises(KeyboardInterrupt):
        regrade(mine)
    assert sum(len(history(pupil)) for pupil in pupils) == applying.FIRST
    monkeypatch.setattr(applying, "regrade_one", real)
    clock, before = mine.installation.clock, mine.installation.clock.at
    clock.at = clock.now() + 2 * LEASE
    try:
        run_jobs(mine.installation)
    finally:
        clock.at = before
    assert [len(history(pupil)) for pupil in pupils] == [1] * 7
    assert all(pupil.latest.passed for pupil in pupils)
    with mine.installation.database.reading() as session:
        (done,) = session.scalars(select(Regrading).where(Regrading.organisation_id == mine.organisation.id))
    assert done.finished_at is not None


def test_another_companys_results_stay_until_its_own_trainer_decides(
    ruled: Installation, mine: Company, pack: MendedPack
) -> None:
    other = Company(ruled)
    ours, theirs = took(mine, "no"), took(other, "no")
    pack.mend("hot")
    regrade(mine)
    assert ours.latest.passed
    assert not theirs.latest.passed
    assert "wrong answer was marked as right" not in theirs.page
    regrade(other, Policy.AS_THE_KEY_SAYS)
    assert theirs.latest.passed


def test_an_open_attempt_is_scored_by_the_newest_key_without_a_regrade(mine: Company, pack: MendedPack) -> None:
    pupil = pupil_of(mine)
    context = pupil.start()
    pupil.keep(context, "hot", "no")
    pack.mend("hot")
    pupil.submit(context)
    assert (pupil.latest.scores, pupil.latest.passed) == ({"hot": 1.0, "count": 0.0}, True)
    assert history(pupil) == []


def test_the_learner_is_told_on_the_page_and_on_home_until_they_put_it_away(mine: Company, pack: MendedPack) -> None:
    pupil, untouched = took(mine, "no"), took(mine, "yes")
    pack.mend("hot")
    regrade(mine)
    page = pupil.page
    assert "Here a wrong answer was marked as right." in page
    assert "<q>Is it hot?</q>" in page
    assert "Your result was 0% of the points; it is 50%." in page
    assert "With it you have passed. There is nothing you need to do." in page
    home = pupil.browser.get("/learn").text
    assert "What was put right in your results" in home
    assert 'href="/learn/cups/02-how#check"' in home
    assert pupil.browser.post("/learn/mended-results/seen").status_code == 303
    assert "was put right" not in pupil.browser.get("/learn").text
    assert "it is 50%" in pupil.page, "the page of the result goes on saying it"
    assert "Your result stays as it was: 50% of the points." in untouched.page
    assert "was put right" not in untouched.browser.get("/learn").text


def test_it_is_in_the_log_without_a_name(mine: Company, pack: MendedPack) -> None:
    took(mine, "no")
    pack.mend("hot")
    regrade(mine)
    with mine.installation.database.reading() as session:
        noted = select(AuditEntry).where(AuditEntry.organisation_id == mine.organisation.id)
        (entry,) = session.scalars(noted.where(AuditEntry.action == "quiz.regraded"))
    assert (entry.subject_id, entry.detail) == (None, f"cups {pack.major}.1: nobody-loses")


def test_ordered_by_somebody_who_is_no_longer_a_trainer_it_puts_nothing_right(mine: Company, pack: MendedPack) -> None:
    pupil = took(mine, "no")
    pack.mend("hot")
    regrade(mine, run=False)
    with mine.installation.database.writing() as session:
        ours = Person.organisation_id == mine.organisation.id
        for each in session.scalars(select(Person).where(ours)):
            each.roles = frozenset({Role.LEARNER})
    run_jobs(mine.installation)
    assert (pupil.latest.passed, history(pupil)) == (False, [])
    with mine.installation.database.reading() as session:
        noted = select(AuditEntry.detail).where(AuditEntry.organisation_id == mine.organisation.id)
        assert session.scalars(noted.where(AuditEntry.action == "job.refused")).all() == ["learning.regrade"]
    assert regrade(mine), "another trainer can have it done"
    assert pupil.latest.passed
