"""The trainer's page on a mended key: numbers before anything changes, never whose they are, the order to regrade."""

from __future__ import annotations

import pytest

from lms.kernel.permissions import Role
from tests.support.company import Browser, Company
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.mended_pack import MendedPack, history, took
from tests.support.ruled_pack import run_jobs

PAGE = "/author/quizzes/cups/regrade"


@pytest.fixture
def mine(ruled: Installation) -> Company:
    """Return a company on the installation whose pack is mended."""
    return Company(ruled)


@pytest.fixture
def trainer(mine: Company) -> Browser:
    """Return a trainer's browser."""
    return mine.browser(mine.person(Role.TRAINER))


@pytest.fixture
def pack(ruled: Installation) -> MendedPack:
    """Return the pack with a wrong key, as a new major."""
    return MendedPack(ruled)


def version(browser: Browser, installation: Installation) -> str:
    """Return the version that the page would regrade to, once it is counted what that would change."""
    browser.get(PAGE)
    run_jobs(installation)
    return form_to(browser.get(PAGE).text, "/regrade").values["version"]


def test_from_finding_the_mend_to_the_results_put_right(mine: Company, trainer: Browser, pack: MendedPack) -> None:
    pupils = [took(mine, "no") for _ in range(6)]
    assert "was mended in version" not in trainer.get("/author").text
    pack.mend("hot")
    assert "How many results may change is being counted." in trainer.get("/author").text
    assert "What it would change is being counted" in trainer.get(PAGE).text
    run_jobs(mine.installation)
    for path in ("/author", "/author/quizzes/cups"):
        page = trainer.get(path).text
        assert f"was mended in version {pack.major}.1" in page
        assert "6 results may change." in page
    page = trainer.get(PAGE).text
    assert 'data-label="Right before">Yes<' in page
    assert 'data-label="Right now">No<' in page
    assert page.count('data-label="Rise">6<') == 2
    assert page.count('data-label="Pass now">6<') == 2
    assert 'data-label="Fall">fewer than 5 people<' in page
    assert all(history(pupil) == [] for pupil in pupils), "looking changes nothing"
    sent = trainer.post(PAGE, form_to(page, "/regrade").values, follow_redirects=True)
    assert "The results are being regraded." in sent.text
    assert "being regraded since" in trainer.get(PAGE).text
    run_jobs(mine.installation)
    assert "Nobody loses. No result stands on the old key any more." in trainer.get(PAGE).text
    assert "was mended in version" not in trainer.get("/author").text
    assert all(pupil.latest.passed for pupil in pupils)


def test_fewer_than_five_people_are_never_told_apart_however_often_they_tried(
    mine: Company, trainer: Browser, pack: MendedPack
) -> None:
    pupils = [took(mine, "no") for _ in range(4)]
    for _ in range(3):
        pupils[0].take()
    pack.mend("hot")
    run_jobs(mine.installation)
    assert "Results of fewer than five people may change." in trainer.get("/author").text
    page = trainer.get(PAGE).text
    assert page.count('data-label="Rise">fewer than 5 people<') == 2
    assert 'data-label="Pass now">' in page
    for pupil in pupils:
        assert str(pupil.person.id) not in page
        assert str(pupil.latest.id) not in page


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.ADMIN])
def test_nobody_but_a_trainer_opens_or_orders_it(mine: Company, role: Role) -> None:
    browser = mine.browser(mine.person(role))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, {"policy": "nobody-loses"}).status_code == 403


def test_another_company_counts_and_orders_only_its_own(
    ruled: Installation, mine: Company, trainer: Browser, pack: MendedPack
) -> None:
    pupil, other = took(mine, "no"), Company(ruled)
    pack.mend("hot")
    stranger = other.browser(other.person(Role.TRAINER))
    assert "No result stands on the old key" in stranger.get(PAGE).text
    told = stranger.post(
        PAGE, {"version": version(trainer, mine.installation), "policy": "as-the-key-says"}, follow_redirects=True
    )
    assert "there is nothing to regrade" in told.text
    run_jobs(ruled)
    assert history(pupil) == []


def test_what_is_forged_or_not_there_is_not_found_and_another_policy_is_refused(
    mine: Company, trainer: Browser, pack: MendedPack
) -> None:
    pupil = took(mine, "no")
    assert (
        trainer.post(PAGE, {"version": str(pupil.latest.quiz_version_id), "policy": "nobody-loses"}).status_code == 404
    )
    assert trainer.get("/author/quizzes/no-such-quiz/regrade").status_code == 404
    pack.mend("hot")
    for forged in ("", "x", str(pupil.latest.quiz_version_id), str(pupil.latest.id)):
        assert trainer.post(PAGE, {"version": forged, "policy": "nobody-loses"}).status_code == 404
    refused = trainer.post(PAGE, {"version": version(trainer, mine.installation), "policy": "everybody-loses"})
    assert refused.status_code == 422
    assert "Choose one of the two." in refused.text
    run_jobs(mine.installation)
    assert history(pupil) == []
