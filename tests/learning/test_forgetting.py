"""Two years after a module was completed its tries are forgotten; that it was completed is not."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update

from lms.answers.models import Answer, AnswerHead
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.jobs import Worker, declared
from lms.kernel.post import Post
from lms.learning.forgetting import MONTHS
from lms.learning.models import Attempt, Enrolment, State
from tests.support.installation import Installation
from tests.support.learner import QUIZ_PAGE, Learner

FORGET = "learning.forget"


def forget(installation: Installation, *, days: int) -> None:
    """Let the nightly job run so many days from now."""
    clock = SetClock(installation.clock.now() + timedelta(days=days))
    Worker(installation.database, clock, {FORGET: declared()[FORGET]}, Post.of(installation.config)).run_due()


def finished(installation: Installation, learner: Learner) -> None:
    """Let the learner complete the module by its quiz, and the analysis count the try."""
    learner.read()
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)
    with installation.database.writing() as session:
        session.execute(update(Attempt).where(Attempt.person_id == learner.person.id).values(folded=True))
    assert learner.enrolment().state is State.COMPLETED


def kept(database: Database, learner: Learner) -> dict[str, int]:
    """Return how many rows of each are kept of the learner."""
    with database.reading() as session:
        of = {"tries": Attempt, "answers": Answer, "heads": AnswerHead, "enrolments": Enrolment}
        count = {
            name: session.scalar(select(func.count()).where(model.person_id == learner.person.id))
            for name, model in of.items()
        }
        return {name: number or 0 for name, number in count.items()}


def test_after_two_years_tries_and_their_answers_are_gone_and_the_completion_stands(
    installation: Installation, learner: Learner
) -> None:
    finished(installation, learner)
    forget(installation, days=365 * 2 - 5)
    assert kept(installation.database, learner)["answers"] == 4, "24 months are not over"
    forget(installation, days=365 * 2 + 5)
    assert kept(installation.database, learner) == {"tries": 0, "answers": 0, "heads": 0, "enrolments": 1}
    assert learner.enrolment().state is State.COMPLETED
    assert learner.browser.get(QUIZ_PAGE).status_code == 200, "the page opens, and the quiz may be taken again"
    assert MONTHS == 24


def test_own_words_and_tries_of_a_module_under_way_are_never_forgotten_by_themselves(
    installation: Installation, learner: Learner
) -> None:
    learner.save_right(learner.begin())
    before = kept(installation.database, learner)
    forget(installation, days=3_650)
    assert kept(installation.database, learner) == before


def test_a_try_that_the_analysis_has_not_counted_waits_for_it(installation: Installation, learner: Learner) -> None:
    finished(installation, learner)
    with installation.database.writing() as session:
        session.execute(update(Attempt).where(Attempt.person_id == learner.person.id).values(folded=False))
    forget(installation, days=3_650)
    assert kept(installation.database, learner)["tries"] == 1


def test_a_try_of_last_month_in_a_module_completed_long_ago_has_its_own_two_years(
    installation: Installation, learner: Learner
) -> None:
    finished(installation, learner)
    with installation.database.writing() as session:
        long_ago = installation.clock.now() - timedelta(days=1_000)
        session.execute(update(Enrolment).where(Enrolment.person_id == learner.person.id).values(completed_at=long_ago))
    forget(installation, days=1)
    assert kept(installation.database, learner)["tries"] == 1
