"""What a learner reads beside an answer whose key was mended: why a point stands there, and what is right now."""

from __future__ import annotations

import pytest

from lms.kernel.permissions import Role
from lms.learning.regrading import applying
from lms.learning.regrading.mends import mends
from lms.learning.regrading.models import Policy
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.mended_pack import MendedPack, pupil_of, took
from tests.support.ruled_pack import run_jobs

KEPT = "Your answer is counted as right because the question was mended after you had answered it."
SINCE = "This question was mended after you had checked it."


@pytest.fixture
def mine(ruled: Installation) -> Company:
    """Return a company on the installation whose pack is mended."""
    return Company(ruled)


def regrade(company: Company, policy: Policy) -> None:
    """Have the results of a company regraded."""
    actor = company.actor(company.person(Role.TRAINER))
    with company.installation.database.writing() as session:
        (*_older, newest) = mends(session, actor, "cups")
        applying.begin(session, actor, newest, policy, company.installation.clock.now())
    run_jobs(company.installation)


def test_a_point_that_was_kept_says_why_it_stands_beside_not_quite(ruled: Installation, mine: Company) -> None:
    pack = MendedPack(ruled)
    wrong_now, right_now = took(mine, "yes"), took(mine, "no")
    pack.mend("hot")
    regrade(mine, Policy.NOBODY_LOSES)
    assert KEPT in wrong_now.page
    assert "This is what is right now:" in wrong_now.page
    assert KEPT not in right_now.page


def test_where_the_point_is_taken_nothing_is_said_to_be_kept(ruled: Installation, mine: Company) -> None:
    pack = MendedPack(ruled)
    pupil = took(mine, "yes")
    pack.mend("hot")
    regrade(mine, Policy.AS_THE_KEY_SAYS)
    assert KEPT not in pupil.page


def test_an_open_attempt_shows_the_mended_key_and_counts_the_better_of_both(ruled: Installation, mine: Company) -> None:
    pack = MendedPack(ruled, 'feedback = "immediate"\n')
    was_right, was_wrong = pupil_of(mine), pupil_of(mine)
    contexts = [was_right.start(), was_wrong.start()]
    assert was_right.check(contexts[0], "hot", hot="yes").status_code == 303
    assert was_wrong.check(contexts[1], "hot", hot="no").status_code == 303
    assert SINCE not in was_right.page
    pack.mend("hot")
    for pupil in (was_right, was_wrong):
        assert SINCE in pupil.page
        assert 'class="feedback right"' in pupil.page
    was_right.submit(contexts[0])
    was_wrong.submit(contexts[1])
    for pupil in (was_right, was_wrong):
        assert (pupil.latest.scores, pupil.latest.passed) == ({"hot": 1.0, "count": 0.0}, True)
    assert KEPT in was_right.page
    assert KEPT not in was_wrong.page


def test_a_question_that_was_not_checked_counts_by_the_mended_key_alone(ruled: Installation, mine: Company) -> None:
    pack = MendedPack(ruled, 'feedback = "immediate"\n')
    pupil = pupil_of(mine)
    context = pupil.start()
    pupil.keep(context, "hot", "yes")
    pack.mend("hot")
    pupil.submit(context)
    assert pupil.latest.scores == {"hot": 0.0, "count": 0.0}
