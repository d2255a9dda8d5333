"""The organisation's settings: changed by its administrator, for its people, and noted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.people.models import Organisation
from tests.support.company import Browser, Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation

NEW = {"name": "New Name", "language": "da", "currency": "SEK", "time_zone": "Europe/Stockholm"}


@pytest.fixture
def admin(company: Company) -> Browser:
    """Return the administrator's browser."""
    return company.browser(company.person(Role.ADMIN))


def test_an_administrator_changes_the_settings_and_it_is_noted(
    admin: Browser, company: Company, other_company: Company, installation: Installation
) -> None:
    saved = admin.post("/admin", NEW)
    assert (saved.status_code, saved.headers["Location"]) == (303, "/admin")
    with installation.database.reading() as session:
        ours = session.get(Organisation, company.organisation.id)
        theirs = session.get(Organisation, other_company.organisation.id)
        assert ours is not None
        assert theirs is not None
        assert {name: getattr(ours, name) for name in NEW} == NEW
        assert theirs.name == other_company.organisation.name
        noted = select(AuditEntry.action).where(AuditEntry.organisation_id == company.organisation.id)
        assert session.scalars(noted).all() == ["organisation.changed"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("language", "tlh"),
        ("currency", "DOGE"),
        ("time_zone", "Nowhere/Land"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", ""),
    ],
)
def test_a_setting_that_cannot_be_is_refused_beside_its_field(
    field: str, value: str, admin: Browser, installation: Installation
) -> None:
    admin.token()
    before = fingerprint(installation.database)
    refused = admin.post("/admin", {**NEW, field: value})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    assert fingerprint(installation.database) == before


def test_fields_nobody_offered_change_nothing(admin: Browser, company: Company, installation: Installation) -> None:
    forbidden = {"id": "1", "slug": "taken-over", "demo": "1", "organisation_id": "1", "created_at": "2000-01-01"}
    admin.post("/admin", {**NEW, **forbidden})
    with installation.database.reading() as session:
        kept = session.get(Organisation, company.organisation.id)
        assert kept is not None
        assert (kept.slug, kept.demo, kept.created_at) == (
            company.organisation.slug,
            False,
            company.organisation.created_at,
        )


def test_nobody_gives_themselves_a_role(company: Company, installation: Installation) -> None:
    person = company.person()
    browser = company.browser(person)
    extra = {"roles": "admin hr", "role": "admin", "organisation_id": "x", "active": "1", "person_id": "x"}
    for address in ("/me/language", "/language", "/me/organisation", "/admin", "/tools/cost-of-churn"):
        browser.post(address, {"language": "da", "person": str(person.id), **extra})
    assert browser.get("/admin").status_code == 403
    assert browser.get("/assign").status_code == 403
