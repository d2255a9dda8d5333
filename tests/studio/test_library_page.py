"""The trainer's page: what is on the shelf, and how each version came to be."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.catalog.models import ModuleVersion
from lms.kernel.permissions import Role
from tests.support.company import MODULE, Browser, Company
from tests.support.installation import Installation


@pytest.fixture
def trainer(company: Company) -> Browser:
    """Return a trainer's browser."""
    return company.browser(company.person(Role.TRAINER))


def test_the_shelf_shows_every_module_with_its_version_and_languages(trainer: Browser) -> None:
    page = trainer.get("/author").text
    assert "1 module on the shelf" in page
    assert f'href="/author/modules/{MODULE}"' in page
    assert '<span lang="en">English</span>, <span lang="da">Dansk</span>' in page
    assert "read without a fault" in page


def test_a_module_shows_its_versions_pages_and_fingerprint(trainer: Browser, installation: Installation) -> None:
    page = trainer.get(f"/author/modules/{MODULE}").text
    with installation.database.reading() as session:
        version = session.scalars(select(ModuleVersion).where(ModuleVersion.organisation_id.is_(None))).one()
    assert version.digest[:12] in page
    assert f"{version.major}.{version.minor}" in page
    for each in version.document["pages"]:
        assert f'href="/learn/{MODULE}/{each["name"]}"' in page


def test_a_trainers_page_holds_no_answer_key_and_nothing_of_learners(trainer: Browser, company: Company) -> None:
    learner = company.person(name="Lone Learner")
    company.browser(learner).post(f"/learn/{MODULE}/enrolment")
    pages = trainer.get("/author").text + trainer.get(f"/author/modules/{MODULE}").text
    for word in ("Lone Learner", learner.email, "correct", "feedback", "tolerance"):
        assert word not in pages


def test_the_page_speaks_the_trainers_language(trainer: Browser) -> None:
    trainer.post("/language", {"language": "da"})
    page = trainer.get("/author").text
    assert '<html lang="da">' in page
    assert "on the shelf" not in page


def test_a_module_that_is_not_there_is_a_404_with_a_way_on(trainer: Browser) -> None:
    answer = trainer.get("/author/modules/no-such-module")
    assert (answer.status_code, 'href="/"' in answer.text) == (404, True)


def test_only_trainers_come_in(company: Company) -> None:
    for roles in ((), (Role.HR,), (Role.ADMIN,)):
        assert company.browser(company.person(*roles)).get("/author").status_code == 403
