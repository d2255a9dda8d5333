"""A certificate: asked for once, frozen, its holder's alone, withdrawn and made valid again."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select, update

from lms.doors.certificates.models import Certificate
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role, Rows
from lms.people.erasing import erase
from lms.people.models import Person
from tests.doors.awarded import certificate_of
from tests.support.at_once import at_once
from tests.support.company import MODULE, Company
from tests.support.learner import PAGES, Learner

HERE = f"/learn/{MODULE}/certificate"


def test_who_has_not_completed_the_module_is_told_what_it_takes(company: Company) -> None:
    learner = Learner.of(company)
    learner.read(PAGES[0])
    page = learner.browser.get(HERE).text
    assert "A certificate when you are done" in page
    assert "Read the 3 pages" in page
    assert "1 read" in page
    refused = learner.browser.post(HERE)
    assert (refused.status_code, "A certificate when you are done" in refused.text) == (422, True)
    with company.installation.database.reading() as session:
        assert session.scalar(select(func.count()).where(Certificate.person_id == learner.person.id)) == 0


def test_who_has_completed_it_asks_once_and_sees_what_it_says(company: Company, graduate: Learner) -> None:
    assert "Get my certificate" in graduate.browser.get(HERE).text
    page = graduate.browser.post(HERE, follow_redirects=True).text
    assert graduate.person.name in page
    assert "Loyalty economics" in page
    assert company.organisation.name in page
    assert "Calculate what one of your own customers is worth" in page
    assert graduate.browser.get(HERE).status_code == 302
    assert graduate.browser.post(HERE).status_code == 303
    assert certificate_of(company.installation, graduate.person).language == "en"


def test_ten_clicks_at_once_give_one_certificate(company: Company, graduate: Learner) -> None:
    tabs = [company.browser(graduate.person) for _ in range(6)]
    for tab in tabs:
        tab.token()
    answers = at_once(*[lambda tab=tab: tab.post(HERE) for tab in tabs])
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert certificate_of(company.installation, graduate.person) is not None


def test_a_new_name_does_not_change_what_was_given(company: Company, graduate: Learner, number: str) -> None:
    with company.installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == graduate.person.id).values(name="Another Name"))
    assert certificate_of(company.installation, graduate.person).name == graduate.person.name
    assert graduate.person.name in graduate.browser.get(f"/verify/{number}").text


def test_the_day_is_that_of_the_organisations_wall(company: Company, clock: SetClock) -> None:
    clock.at = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # half past midnight in Copenhagen
    learner = Learner.of(company)
    learner.read()
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)
    learner.browser.post(HERE)
    assert certificate_of(company.installation, learner.person).completed_on.isoformat() == "2026-11-22"


def test_the_certificate_of_somebody_else_is_not_there(company: Company, other_company: Company, number: str) -> None:
    others = (company.person(Role.HR, Role.ADMIN, Role.TRAINER), other_company.person(Role.ADMIN))
    for browser in (company.browser(others[0]), other_company.browser(others[1])):
        for path in (f"/me/certificates/{number}", f"/me/certificates/{number}/en.pdf"):
            assert browser.get(path).status_code == 404
        for verb in ("practice", "withdrawal", "reinstatement"):
            assert browser.post(f"/me/certificates/{number}/{verb}").status_code == 404


def test_no_role_reaches_it_below_the_pages_either(company: Company, graduate: Learner, number: str) -> None:
    chief = company.person(Role.HR, Role.ADMIN, Role.TRAINER)
    with company.installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == graduate.person.id).values(manager_id=chief.id))
    with company.installation.database.reading() as session:
        assert Rows(session, company.actor(chief), Certificate).all() == []
        assert len(Rows(session, company.actor(graduate.person), Certificate).all()) == 1


def test_withdrawn_and_valid_again(company: Company, graduate: Learner, number: str) -> None:
    mine = f"/me/certificates/{number}"
    graduate.browser.post(f"{mine}/withdrawal")
    assert "You have withdrawn this certificate" in graduate.browser.get(mine).text
    assert graduate.browser.get(f"{mine}/en.pdf").status_code == 302
    checked = company.anonymous().get(f"/verify/{number}")
    assert "This certificate is withdrawn" in checked.text
    assert graduate.person.name not in checked.text
    graduate.browser.post(f"{mine}/reinstatement")
    assert "This certificate is valid" in company.anonymous().get(f"/verify/{number}").text


def test_it_goes_with_the_person(company: Company, graduate: Learner, number: str) -> None:
    with company.installation.database.writing() as session:
        person = session.get(Person, graduate.person.id)
        assert person is not None
        erase(session, person, company.installation.clock.now())
    checked = company.anonymous().get(f"/verify/{number}")
    assert (checked.status_code, "No certificate has this number" in checked.text) == (404, True)


def test_it_is_in_the_persons_own_file(graduate: Learner, number: str) -> None:
    (mine,) = graduate.browser.get("/me/data.json").get_json()["certificate"]
    assert (mine["number"], mine["name"]) == (number.replace("-", ""), graduate.person.name)


def test_the_way_to_it_stands_on_the_module_once_it_is_completed(company: Company, graduate: Learner) -> None:
    assert HERE in graduate.browser.get(f"/learn/{MODULE}").text
    beginner = Learner.of(company)
    assert HERE not in beginner.browser.get(f"/learn/{MODULE}").text
    assert "/me/certificates" in beginner.browser.get("/me").text


def test_a_newcomer_is_told_how_to_come_by_one(company: Company) -> None:
    assert "None yet" in company.browser(company.person()).get("/me/certificates").text
