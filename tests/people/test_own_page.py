"""One's own page: what is known, who has looked, and which organisation one works in."""

from __future__ import annotations

from sqlalchemy import select

from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people.models import Account
from lms.people.operations import join
from tests.support.company import Company
from tests.support.installation import Installation

NOBODY = "Nobody has opened a whole list that you are in this week."


def test_whoever_is_on_hrs_list_reads_that_it_was_opened(company: Company, other_company: Company) -> None:
    person, hr = company.browser(company.person()), company.browser(company.person(Role.HR))
    stranger = other_company.browser(other_company.person())
    assert NOBODY in person.get("/me").text
    hr.get("/assign/people")
    assert "A list that you are in was opened 1 time this week." in person.get("/me").text
    assert NOBODY in stranger.get("/me").text


def test_turning_the_pages_of_a_list_is_one_look_and_the_next_hour_another(company: Company, clock: SetClock) -> None:
    person = company.person()
    hr, second = company.browser(company.person(Role.HR)), company.browser(company.person(Role.HR))
    for _ in range(3):
        hr.get("/assign/people")
    second.get("/assign/people")
    clock.forward(minutes=59)
    hr.get("/assign/people")
    assert "opened 2 times" in company.browser(person).get("/me").text
    clock.forward(minutes=2)
    hr.get("/assign/people")
    assert "opened 3 times" in company.browser(person).get("/me").text


def test_who_may_not_open_the_list_leaves_no_trace(company: Company, installation: Installation) -> None:
    person, trainer = company.person(), company.browser(company.person(Role.TRAINER))
    trainer.get("/assign/people")
    assert NOBODY in company.browser(person).get("/me").text
    with installation.database.reading() as session:
        ours = AuditEntry.organisation_id == company.organisation.id
        assert session.scalars(select(AuditEntry.id).where(ours)).all() == []


def test_the_language_one_prefers_holds_in_every_browser(company: Company) -> None:
    person = company.person()
    first, second = company.browser(person), company.browser(person)
    first.post("/language", {"language": "sv"})
    assert '<html lang="sv">' in first.get("/me").text
    assert '<html lang="en">' in second.get("/me").text
    first.post("/me/language", {"language": "da"})
    assert '<html lang="da">' in first.get("/me").text
    assert '<html lang="da">' in second.get("/me").text


def test_a_member_of_two_organisations_works_in_one_at_a_time(
    company: Company, other_company: Company, installation: Installation
) -> None:
    person = company.person(name="Here I Am")
    with installation.database.writing() as session:
        account = session.get(Account, person.account_id)
        now = installation.clock.now()
        there = join(
            session, other_company.organisation, name="There I Am", email=person.email, account=account, now=now
        )
    browser = company.browser(person)
    page = browser.get("/me").text
    assert other_company.organisation.name in page
    assert "There I Am" not in page
    assert browser.post("/me/organisation", {"person": str(there.id)}).status_code == 303
    page = browser.get("/me").text
    assert "There I Am" in page
    assert "Here I Am" not in page


def test_a_membership_that_has_ended_cannot_be_chosen(
    company: Company, other_company: Company, installation: Installation
) -> None:
    person = company.person()
    with installation.database.writing() as session:
        account = session.get(Account, person.account_id)
        now = installation.clock.now()
        there = join(session, other_company.organisation, name="Gone", email=person.email, account=account, now=now)
        there.active = False
    browser = company.browser(person)
    assert other_company.organisation.name not in browser.get("/me").text
    for wanted in (str(there.id), str(other_company.person().id), "", "nonsense"):
        assert browser.post("/me/organisation", {"person": wanted}).status_code == 404
    assert browser.get("/me").status_code == 200
