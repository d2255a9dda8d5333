"""A facilitator sees by name who has done the prework, HR sees every cohort, and nobody sees anything else."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from lms.assigning.cohorts.models import Cohort, CohortMeeting, CohortMember
from lms.assigning.cohorts.operations import MOST_MEMBERS
from lms.catalog.models import Module
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, State
from lms.people.models import Person
from tests.support.company import MODULE, Browser, Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation


@pytest.fixture
def trainer(company: Company) -> Person:
    """Return a trainer."""
    return company.person(Role.TRAINER, name="Troels Trainer")


@pytest.fixture
def leading(company: Company, trainer: Person) -> Browser:
    """Return the trainer's browser."""
    return company.browser(trainer)


def founded(browser: Browser, name: str = "Service leaders, spring", **more: str) -> str:
    """Found a cohort and return its address."""
    answer = browser.post("/assign/cohorts/new", {"name": name, **more})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def module_of(installation: Installation) -> str:
    """Return the id of the module on the shelf."""
    with installation.database.reading() as session:
        return str(session.scalars(select(Module.id).where(Module.slug == MODULE)).one())


def planned(browser: Browser, address: str, installation: Installation, **changes: object) -> None:
    """Plan a meeting next week with the module before it."""
    day = installation.clock.now().date() + timedelta(days=7)
    form = {"title": "First workshop", "on": day.isoformat(), "at": "09:30", "minutes": "120", "place": "Room 4"}
    answer = browser.post(f"{address}/meetings/new", {**form, "prework": [module_of(installation)], **changes})
    assert answer.status_code == 303, answer.text


def _state(page: str, name: str) -> str:
    """Return the tag in the row of one member."""
    row = page.partition(name)[2].partition("</tr>")[0]
    return re.sub(r"<[^>]+>", "", row.partition("<td>")[2].partition("</td>")[0]).strip()


def test_who_has_done_the_prework_stands_there_by_name(
    company: Company, leading: Browser, installation: Installation
) -> None:
    ready, late = company.person(name="Rita Ready"), company.person(name="Lars Late")
    address = founded(leading)
    assert leading.post(f"{address}/members", {"people": f"{ready.email}, {late.email}"}).status_code == 303
    planned(leading, address, installation)
    company.browser(ready).post(f"/learn/{MODULE}/enrolment")
    with installation.database.writing() as session:
        theirs = Enrolment.person_id == ready.id
        session.execute(update(Enrolment).where(theirs).values(state=State.COMPLETED))
    page = leading.get(address).text
    assert _state(page, "Rita Ready") == "done"
    assert _state(page, "Lars Late") == "not begun"
    assert "1 of 2" in leading.get("/assign/cohorts").text


def test_a_member_sees_their_meetings_and_nobody_elses_progress(
    company: Company, leading: Browser, installation: Installation
) -> None:
    one, other = company.person(name="Inga In"), company.person(name="Olaf Other")
    address = founded(leading)
    leading.post(f"{address}/members", {"people": f"{one.email}\n{other.email}"})
    planned(leading, address, installation)
    page = company.browser(one).get(address.replace("/assign/", "/learn/"))
    assert page.status_code == 200
    assert "First workshop" in page.text
    assert "Troels Trainer" in page.text
    assert "Olaf Other" not in page.text
    assert company.browser(company.person()).get(address.replace("/assign/", "/learn/")).status_code == 404


def test_a_trainer_leads_their_own_cohorts_and_hr_sees_all(company: Company, leading: Browser) -> None:
    address = founded(leading)
    stranger = company.browser(company.person(Role.TRAINER))
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/about", {"name": "Mine now", "revision": "1"}).status_code == 404
    assert "Service leaders" not in stranger.get("/assign/cohorts").text
    hr = company.browser(company.person(Role.HR))
    assert hr.get(address).status_code == 200
    assert company.browser(company.person()).get("/assign/cohorts").status_code == 403


def test_another_organisation_finds_nothing_and_its_people_cannot_be_taken_in(
    company: Company, other_company: Company, leading: Browser, installation: Installation
) -> None:
    address = founded(leading)
    theirs = other_company.person()
    page = leading.post(f"{address}/members", {"people": theirs.email})
    assert theirs.email in page.text
    assert "look for slips of the pen" in page.text
    with installation.database.reading() as session:
        assert session.scalars(select(CohortMember).where(CohortMember.person_id == theirs.id)).all() == []
    assert other_company.browser(other_company.person(Role.HR)).get(address).status_code == 404


def test_addresses_nobody_has_are_named_and_the_others_come_in(company: Company, leading: Browser) -> None:
    known = company.person(name="Karla Known")
    address = founded(leading)
    page = leading.post(f"{address}/members", {"people": f"{known.email.upper()}\nnobody@nowhere.example"}).text
    assert "1 person came in" in page
    assert "nobody@nowhere.example</textarea>" in page
    assert "Karla Known" in leading.get(address).text


def test_taking_somebody_in_twice_changes_nothing_and_letting_go_can_be_undone_by_adding(
    company: Company, leading: Browser, installation: Installation
) -> None:
    person, address = company.person(), founded(leading)
    leading.post(f"{address}/members", {"people": person.email})
    before = fingerprint(installation.database)
    leading.post(f"{address}/members", {"people": person.email})
    assert fingerprint(installation.database) == before
    assert leading.post(f"{address}/members/{person.id}/leaving").status_code == 303
    assert leading.post(f"{address}/members/{person.id}/leaving").status_code == 404
    assert leading.post(f"{address}/members", {"people": person.email}).status_code == 303
    with installation.database.reading() as session:
        noted = select(AuditEntry.action).where(AuditEntry.subject_id == person.id).order_by(AuditEntry.id)
        assert session.scalars(noted).all() == ["cohort.joined", "cohort.left", "cohort.joined"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Give the cohort a name."),
        ("name", "x" * 121, "At most 120 characters."),
        ("facilitator", "019f0000-0000-7000-8000-000000000001", "Not a valid choice"),
        ("curriculum", "019f0000-0000-7000-8000-000000000001", "Not a valid choice"),
    ],
)
def test_a_cohort_that_cannot_be_is_refused_at_its_field(
    field: str, value: str, words: str, company: Company, installation: Installation
) -> None:
    hr = company.browser(company.person(Role.HR))
    before = fingerprint(installation.database)
    page = hr.post("/assign/cohorts/new", {"name": "A name", field: value})
    assert page.status_code == 422
    assert words in page.text
    assert fingerprint(installation.database) == before


def test_two_people_who_change_one_cohort_do_not_overwrite_each_other(
    company: Company, trainer: Person, leading: Browser
) -> None:
    address = founded(leading)
    hr = company.browser(company.person(Role.HR))
    renamed = {"name": "Renamed by HR", "revision": "1", "facilitator": str(trainer.id)}
    assert hr.post(f"{address}/about", renamed).status_code == 303
    page = leading.post(f"{address}/about", {"name": "Renamed by Troels", "revision": "1"})
    assert page.status_code == 422
    assert "Somebody else changed the cohort meanwhile; it is called Renamed by HR now" in page.text
    assert 'value="Renamed by Troels"' in page.text
    assert "Renamed by HR" in hr.get(address).text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Say what it is about."),
        ("on", "31-31-2026", "Not a valid date"),
        ("on", "", "Choose a day."),
        ("at", "25:99", "Not a valid time"),
        ("minutes", "0", "Between 10 and 960 minutes."),
        ("minutes", "many", "Not a valid integer"),
        ("place", "x" * 201, "At most 200 characters."),
        ("prework", "no-module", "is not a valid choice"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_at_its_field(
    field: str, value: str, words: str, leading: Browser, installation: Installation
) -> None:
    address = founded(leading)
    form = {"title": "Workshop", "on": "2027-03-01", "at": "09:30", "minutes": "90", field: value}
    before = fingerprint(installation.database)
    page = leading.post(f"{address}/meetings/new", form)
    assert page.status_code == 422
    assert words in page.text
    assert fingerprint(installation.database) == before


def test_a_meeting_is_moved_called_off_and_taken_back(leading: Browser, installation: Installation) -> None:
    address = founded(leading)
    planned(leading, address, installation)
    with installation.database.reading() as session:
        cohort = UUID(address.rpartition("/")[2])
        meeting = session.scalars(select(CohortMeeting.id).where(CohortMeeting.cohort_id == cohort)).one()
    here = f"{address}/meetings/{meeting}"
    assert 'value="09:30"' in leading.get(here).text
    moved = {"title": "Moved", "on": "2030-07-01", "at": "13:00", "minutes": "60", "place": ""}
    assert leading.post(here, moved).status_code == 303
    assert leading.post(f"{here}/called-off", {"wanted": "y"}).status_code == 303
    assert "called off" in leading.get(address).text
    assert leading.post(f"{here}/called-off").status_code == 303
    with installation.database.reading() as session:
        row = session.get_one(CohortMeeting, meeting)
        assert (row.title, row.cancelled, row.prework) == ("Moved", False, [])
        assert row.begins_at.isoformat() == "2030-07-01T11:00:00+00:00", "13:00 in Copenhagen's summer"


def test_a_cohort_is_put_away_and_taken_out_again(leading: Browser, installation: Installation) -> None:
    address = founded(leading)
    leading.post(f"{address}/retired", {"wanted": "y"})
    assert "1 cohort put away" in leading.get("/assign/cohorts").text
    leading.post(f"{address}/retired")
    with installation.database.reading() as session:
        assert not session.get_one(Cohort, UUID(address.rpartition("/")[2])).retired


def test_a_cohort_holds_so_many_and_no_more(company: Company, leading: Browser, installation: Installation) -> None:
    address, now = founded(leading), installation.clock.now()
    with installation.database.writing() as session:
        people = [
            Person(
                organisation_id=company.organisation.id,
                name="Many",
                email=f"many.{number}@{company.marker}.example",
                roles=frozenset({Role.LEARNER}),
                created_at=now,
            )
            for number in range(MOST_MEMBERS + 1)
        ]
        session.add_all(people)
    page = leading.post(f"{address}/members", {"people": "\n".join(each.email for each in people)})
    assert page.status_code == 422
    assert "Make a second one for the others" in page.text
    with installation.database.reading() as session:
        inside = CohortMember.cohort_id == UUID(address.rpartition("/")[2])
        assert session.scalars(select(CohortMember.person_id).where(inside)).all() == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_meeting_of_another_age_is_refused(leading: Browser, installation: Installation, day: str) -> None:
    address = founded(leading)
    form = {"title": "Workshop", "on": day, "at": "00:00", "minutes": "90", "place": "", "prework": []}
    answer = leading.post(f"{address}/meetings/new", form)
    assert answer.status_code == 422
    assert "Choose a day." in answer.text


def test_a_revision_of_five_thousand_digits_is_no_revision(leading: Browser) -> None:
    address = founded(leading)
    sent = {"name": "Another name", "revision": "9" * 5000}
    assert leading.post(f"{address}/about", sent).status_code == 422
