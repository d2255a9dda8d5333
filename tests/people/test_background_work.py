"""The administrator sees what is done outside requests, and has what failed tried again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

import lms.app  # noqa: F401  - declares every room's jobs
from lms.kernel import jobs, ledger
from lms.kernel.audit import AuditEntry
from lms.kernel.ledger import DONE, FAILED, RUNNING, WAITING, Job
from lms.kernel.permissions import Role
from lms.people.background_work import OURS, PAGE
from tests.support.company import Browser, Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation

NAME = "people.housekeeping"


@pytest.fixture
def admin(company: Company) -> Browser:
    """Return the administrator's browser."""
    return company.browser(company.person(Role.ADMIN))


def put(company: Company, *, state: str = WAITING, attempts: int = 0, error: str | None = None) -> UUID:
    """Write one job of the company's in a state."""
    there, now = company.installation, company.installation.clock.now()
    key = f"{state}-{attempts}-{company.marker}-{error}"
    with there.database.writing() as session:
        ledger.enqueue(session, NAME, now=now, key=key, organisation_id=company.organisation.id)
        job = session.scalars(select(Job).where(Job.key == key)).one()
        job.state, job.attempts, job.last_error = state, attempts, error
        job.finished_at = now if state in (DONE, FAILED) else None
        return job.id


def test_each_state_has_its_count_and_its_list(admin: Browser, company: Company) -> None:
    put(company, state=FAILED, attempts=5, error="KeyError at folding.py:31")
    put(company, state=RUNNING, attempts=1)
    put(company, state=WAITING, attempts=2, error="TimeoutError at pool.py:9")
    failed = admin.get("/admin/jobs?show=failed").text
    assert "KeyError at folding.py:31" in failed
    assert "TimeoutError" not in failed
    assert "TimeoutError at pool.py:9" in admin.get("/admin/jobs?show=retried").text
    assert "Forget sessions and wrong tries that are over" in admin.get("/admin/jobs?show=running").text


def test_what_failed_for_good_is_tried_again_with_all_its_tries_and_it_is_noted(
    admin: Browser, company: Company, installation: Installation
) -> None:
    job = put(company, state=FAILED, attempts=5, error="KeyError at folding.py:31")
    assert admin.post(f"/admin/jobs/{job}").status_code == 303
    with installation.database.reading() as session:
        again = session.get_one(Job, job)
        assert (again.state, again.attempts, again.finished_at) == (WAITING, 0, None)
        noted = select(AuditEntry.detail).where(AuditEntry.action == "job.tried-again")
        assert session.scalars(noted.where(AuditEntry.organisation_id == company.organisation.id)).all() == [str(job)]


@pytest.mark.parametrize("state", [WAITING, RUNNING, DONE])
def test_what_has_not_failed_is_not_begun_twice(
    state: str, admin: Browser, company: Company, installation: Installation
) -> None:
    job = put(company, state=state)
    before = fingerprint(installation.database)
    assert admin.post(f"/admin/jobs/{job}").status_code == 404
    assert fingerprint(installation.database) == before


def test_another_organisations_work_is_neither_seen_nor_tried_again(
    admin: Browser, other_company: Company, installation: Installation
) -> None:
    job = put(other_company, state=FAILED, attempts=5, error="Theirs at theirs.py:1")
    assert "theirs.py" not in admin.get("/admin/jobs?show=failed").text
    assert admin.post(f"/admin/jobs/{job}").status_code == 404
    with installation.database.reading() as session:
        assert session.get_one(Job, job).state == FAILED


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.TRAINER])
def test_only_administrators_see_it(role: Role, company: Company) -> None:
    assert company.browser(company.person(role)).get("/admin/jobs").status_code == 403


def test_work_that_nobody_takes_is_said_aloud(admin: Browser, company: Company, installation: Installation) -> None:
    put(company)
    assert "Nobody is doing the work" not in admin.get("/admin/jobs").text
    with installation.database.writing() as session:
        long_ago = installation.clock.now() - timedelta(minutes=6)
        session.execute(update(Job).where(Job.organisation_id == company.organisation.id).values(due=long_ago))
    assert "Nobody is doing the work" in admin.get("/admin/jobs").text


def test_a_long_list_has_pages_and_rubbish_in_the_address_is_the_first_page(admin: Browser, company: Company) -> None:
    with company.installation.database.writing() as session:
        for number in range(PAGE + 3):
            key, at = f"{company.marker}-{number}", company.installation.clock.now()
            ledger.enqueue(session, NAME, now=at, key=key, organisation_id=company.organisation.id)
    first = admin.get("/admin/jobs").text
    assert 'rel="next"' in first
    for rubbish in (
        "?show=nothing",
        "?after=x",
        "?show=waiting&after=00000000-0000-0000-0000-000000000000",
    ):
        assert admin.get(f"/admin/jobs{rubbish}").status_code == 200


def test_every_job_says_in_words_what_it_does() -> None:
    silent = [name for name, each in jobs.declared().items() if not (each.label or OURS.get(name))]
    assert silent == []
