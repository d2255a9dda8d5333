"""From the file to the people and back: what HR sees, what changes, and what never does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, update

from lms.assigning.importing.models import APPLIED, CHECKED, FAILED, READ, UNDONE, PeopleImportPart
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.people.changes import PeopleChanged, on_people_changed
from lms.people.models import Account, Person, SignIn
from tests.assigning.importing.files import csv_of, workbook_of
from tests.assigning.importing.importer import Importer
from tests.support.company import Company

heard: list[PeopleChanged] = []


@on_people_changed
def _listen(_session: Any, news: PeopleChanged) -> None:
    heard.append(news)


@pytest.fixture
def hr(company: Company) -> Importer:
    """Return HR with a file in hand."""
    return Importer(company)


def _two(hr: Importer, job: str = "Manager") -> list[list[str]]:
    return [
        [hr.address("anna"), "Anna Ås", "Sales / Nordic", job, "", "2024-02-29", "da", "Aarhus", "4100"],
        [hr.address("bo"), "Bo Bæk", "Nordic", "Seller", hr.address("anna"), "31.12.2023", "Svenska", "", ""],
    ]


def test_a_file_becomes_people_with_departments_and_line_managers(hr: Importer) -> None:
    here = hr.bring(csv_of(_two(hr)))
    anna, bo = hr.one("anna"), hr.one("bo")
    assert (anna.name, anna.job, anna.hire_date, anna.language) == ("Anna Ås", "Manager", date(2024, 2, 29), "da")
    assert (bo.manager_id, bo.hire_date, bo.language) == (anna.id, date(2023, 12, 31), "sv")
    assert bo.department_id == anna.department_id
    assert hr.departments() == {"Sales": None, "Nordic": "Sales"}
    assert (anna.roles, anna.account_id, anna.active) == (frozenset({Role.LEARNER}), None, True)
    assert hr.found(here).state == APPLIED
    assert "2" in hr.browser.get(here).text


def test_nothing_changes_before_it_is_applied_and_the_preview_says_what_would(hr: Importer) -> None:
    here = hr.check(csv_of(_two(hr)))
    assert hr.found(here).counts | {"new": 2, "leavers": 0} == hr.found(here).counts
    page = hr.browser.get(here).text
    assert "Anna Ås" in page
    assert "Sales / Nordic" in page
    assert hr.person("anna") is None
    assert hr.departments() == {}


def test_the_same_file_twice_changes_nothing(hr: Importer) -> None:
    hr.bring(csv_of(_two(hr)))
    again = hr.check(workbook_of(_two(hr)), "people.xlsx")
    assert [(row.verdict, row.errors) for row in hr.rows(again)] == [("same", [])] * 2
    assert hr.apply(again).status_code == 422
    assert hr.found(again).state == CHECKED


def test_changes_are_shown_old_and_new_and_a_new_job_is_held_from_today(hr: Importer) -> None:
    hr.bring(csv_of(_two(hr)))
    here = hr.check(csv_of(_two(hr, "Director")))
    page = hr.browser.get(f"{here}?show=changed").text
    assert "Manager" in page
    assert "Director" in page
    hr.apply(here)
    assert (hr.one("anna").job, hr.one("anna").job_since) == ("Director", hr.installation.clock.now().date())
    assert hr.one("bo").job_since is None


def test_a_file_never_touches_roles_passwords_or_accounts(hr: Importer) -> None:
    chief = hr.company.person(Role.ADMIN, name="Chief")
    with hr.installation.database.reading() as session:
        before = session.get_one(Account, chief.account_id).password_hash
    rows = [[chief.email, "Chief Renamed", "", "", "", "", "", "", ""], [hr.hr.email, "Hanne", *[""] * 7]]
    hr.bring(csv_of(rows))
    with hr.installation.database.reading() as session:
        found = session.get_one(Person, chief.id)
        assert (found.name, found.roles, found.account_id) == ("Chief Renamed", chief.roles, chief.account_id)
        assert session.get_one(Account, chief.account_id).password_hash == before
        assert session.get_one(Person, hr.hr.id).roles == frozenset({Role.HR, Role.LEARNER})


def test_an_empty_cell_changes_nothing_unless_it_is_to_clear(hr: Importer) -> None:
    hr.bring(csv_of(_two(hr)))
    bare = [[hr.address("bo"), "", "", "", "", "", "", "", ""]]
    assert {row.verdict for row in hr.rows(hr.check(csv_of(bare)))} == {"same"}
    here = hr.check(csv_of(bare), clear_empty="1")
    hr.apply(here)
    bo = hr.one("bo")
    assert (bo.name, bo.job, bo.manager_id, bo.department_id, bo.hire_date) == ("Bo Bæk", None, None, None, None)


def test_rows_with_errors_keep_everything_out_until_they_are_left_out(hr: Importer) -> None:
    rows = [*_two(hr), [hr.address("eve"), "=HYPERLINK(1)", "", "", "nobody@nowhere.example", "12-13-14", "fi", "", ""]]
    here = hr.check(csv_of(rows))
    refused = hr.apply(here)
    assert refused.status_code == 422
    assert hr.person("anna") is None
    texts = hr.browser.get(f"{here}/errors.csv").text
    assert all(word in texts for word in ("formula", "nobody@nowhere.example", "12-13-14", "en, da or sv"))
    assert texts.count("\r\n") == 5
    assert "'=HYPERLINK" in texts
    assert hr.apply(here, leave_out="1").status_code == 303
    assert hr.person("anna") is not None
    assert hr.person("eve") is None


def test_leavers_are_listed_with_what_they_lose_and_go_only_on_request(hr: Importer) -> None:
    lars = hr.company.person(name="Lars Leaver")
    hr.company.browser(lars)
    here = hr.bring(csv_of(_two(hr)))
    assert hr.installation is not None
    again = hr.check(csv_of(_two(hr, "Director")))
    page = hr.browser.get(f"{again}?show=leavers").text
    assert "Lars Leaver" in page
    assert "1 are signed in" in page
    hr.apply(again, deactivate="1")
    with hr.installation.database.reading() as session:
        assert session.get_one(Person, lars.id).active is False
        assert session.scalar(select(func.count()).where(SignIn.person_id == lars.id)) == 0
        assert session.get_one(Person, hr.hr.id).active
    assert hr.found(here).counts["did-new"] == 2
    hr.undo(again)
    with hr.installation.database.reading() as session:
        assert session.get_one(Person, lars.id).active
    assert hr.one("anna").job == "Manager"


def test_nobodys_access_ends_while_an_address_in_the_file_cannot_be_read(hr: Importer) -> None:
    hr.company.person(name="Lars Leaver")
    here = hr.check(csv_of([*_two(hr), ["not an address", "Who", *[""] * 7]]))
    assert hr.apply(here, leave_out="1", deactivate="1").status_code == 422
    assert hr.person("anna") is None


def test_somebody_whose_access_was_ended_gets_it_back_only_on_request(hr: Importer) -> None:
    hr.bring(csv_of(_two(hr)))
    with hr.installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == hr.one("bo").id).values(active=False))
    here = hr.check(csv_of(_two(hr)))
    assert "has no access now" in hr.browser.get(f"{here}?show=changed").text
    hr.apply(here)
    assert not hr.one("bo").active
    hr.apply(hr.check(csv_of(_two(hr))), bring_back="1")
    assert hr.one("bo").active


def test_undoing_takes_back_everything_but_what_somebody_changed_since(hr: Importer) -> None:
    hr.bring(csv_of(_two(hr)))
    third = [hr.address("cai"), "Cai", "Ops", "", hr.address("bo"), "", "", "", ""]
    fourth = [hr.address("dea"), "Dea", "Ops", "", "", "", "", "", ""]
    here = hr.bring(csv_of([*_two(hr, "Director"), third, fourth]))
    with hr.installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == hr.one("dea").id).values(location="Oslo"))
    assert hr.undo(here).status_code == 303
    assert hr.found(here).state == UNDONE
    assert hr.one("anna").job == "Manager"
    assert hr.person("cai") is None
    assert hr.person("dea") is not None
    assert set(hr.departments()) == {"Sales", "Nordic", "Ops"}
    assert "Dea" in hr.browser.get(here).text


def test_undoing_a_first_file_leaves_no_trace_of_its_people(hr: Importer) -> None:
    here = hr.bring(csv_of(_two(hr)))
    hr.undo(here)
    assert hr.person("anna") is None
    assert hr.departments() == {}
    assert all(row.said == {} for row in hr.rows(here))
    assert hr.undo(here).status_code == 303
    assert hr.found(here).state == UNDONE


def test_rooms_that_listen_hear_of_it_once_and_the_list_of_acts_holds_no_names(hr: Importer) -> None:
    heard.clear()
    hr.bring(csv_of(_two(hr)))
    mine = [news for news in heard if news.organisation_id == hr.company.organisation.id]
    assert len(mine) == 1
    assert set(mine[0].person_ids or ()) == {hr.one("anna").id, hr.one("bo").id}
    assert {"new", "manager_id"} <= mine[0].fields
    with hr.installation.database.reading() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.actor_id == hr.hr.id)).all()
    assert "new=2 changed=0 leaver=0" in [entry.detail for entry in noted]
    assert not any("Anna" in entry.detail for entry in noted)


def test_the_file_itself_goes_when_the_import_is_applied(hr: Importer) -> None:
    here = hr.bring(csv_of(_two(hr)))
    with hr.installation.database.reading() as session:
        query = select(func.count()).where(PeopleImportPart.import_id == hr.found(here).id)
        assert session.scalar(query) == 0


def test_another_companys_hr_finds_nothing(hr: Importer, other_company: Company) -> None:
    here = hr.check(csv_of(_two(hr)))
    stranger = Importer(other_company)
    assert stranger.browser.get(here).status_code == 404
    assert stranger.browser.get(f"{here}/progress").status_code == 404
    assert stranger.browser.get(f"{here}/errors.csv").status_code == 404
    assert stranger.apply(here).status_code == 404
    assert "people.csv" not in stranger.browser.get("/assign/people/import").text
    assert hr.found(here).state == CHECKED


def test_a_date_that_could_be_two_days_is_asked_for(hr: Importer) -> None:
    rows = [[hr.address("anna"), "Anna", "", "", "", "03-04-2025", "", "", ""]]
    here = hr.read(csv_of(rows))
    assert hr.found(here).state == READ
    page = hr.browser.get(here).text
    assert "What day is 03-04-2025?" in page
    assert hr.look(here).status_code == 422
    assert hr.look(here, date_order="mdy").status_code == 303
    hr.apply(here)
    assert hr.one("anna").hire_date == date(2025, 3, 4)


def test_columns_with_other_names_are_chosen_by_hand_and_never_two_for_one(hr: Importer) -> None:
    head = ("Adresse på nettet", "Fornavn", "Efternavn", "Skostørrelse")
    here = hr.read(csv_of([[hr.address("anna"), "Anna", "Ås", "38"]], head=head, separator=";", encoding="cp1252"))
    assert hr.found(here).mapping == [None, "first_name", "last_name", None]
    assert hr.look(here).status_code == 422
    assert hr.look(here, **{"column-0": "email", "column-3": "last_name"}).status_code == 422
    assert hr.look(here, **{"column-0": "email"}).status_code == 303
    assert "Skostørrelse" in hr.browser.get(here).text
    hr.apply(here)
    assert hr.one("anna").name == "Anna Ås"


def test_a_file_that_is_none_is_refused_in_words(hr: Importer) -> None:
    assert hr.upload(b"").status_code == 422
    here = hr.read(b"%PDF-1.7 ...", "people.pdf")
    assert hr.found(here).state == FAILED
    assert "This is a PDF" in hr.browser.get(here).text


def test_an_applied_import_that_runs_again_after_a_crash_repeats_nothing(hr: Importer) -> None:
    here = hr.bring(csv_of(_two(hr)))
    hr.work()
    with hr.installation.database.reading() as session:
        ours = Person.organisation_id == hr.company.organisation.id
        assert session.scalar(select(func.count()).where(ours)) == 3
    assert hr.found(here).counts["did-new"] == 2


def test_an_import_is_the_act_of_whoever_applies_it_and_its_undoing_of_whoever_undoes_it(hr: Importer) -> None:
    here = hr.check(csv_of(_two(hr)))
    other = hr.company.person(Role.HR, name="Hugo HR")
    assert hr.company.browser(other).post(f"{here}/application").status_code == 303
    hr.work()
    hr.undo(here)
    with hr.installation.database.reading() as session:
        ours = (AuditEntry.organisation_id == hr.company.organisation.id, AuditEntry.action.startswith("people.import"))
        noted = session.execute(select(AuditEntry.action, AuditEntry.actor_id).where(*ours)).all()
    assert {tuple(row) for row in noted} == {("people.imported", other.id), ("people.import.undone", hr.hr.id)}


def test_more_departments_than_one_portion_makes_are_all_made(hr: Importer) -> None:
    people = [
        [hr.address(f"p{number}"), f"Person {number}", f"Sales / Team {number}", "", "", "", "", "", ""]
        for number in range(105)
    ]
    here = hr.bring(csv_of(people))
    assert hr.found(here).state == APPLIED
    assert len(hr.departments()) == 106
