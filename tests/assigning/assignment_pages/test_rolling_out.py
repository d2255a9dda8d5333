"""From the dry run to the mended exception: what HR sees, what is given, and how it is taken back."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.assigning.assignments.models import Assigned, Assignment, AssignmentRun
from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people.models import Person
from tests.support.company import Company
from tests.support.curriculum import School
from tests.support.forms import form_to
from tests.support.rollout import ALL, JOBS, Rollout
from tests.support.working import do_jobs


@pytest.fixture
def school(company: Company) -> School:
    return School(company, size=1)


def test_the_dry_run_says_who_gets_what_and_gives_nothing(school: School) -> None:
    anna, bodil = school.company.person(name="Anna Alm"), school.company.person(name="Bodil Berg")
    rollout = Rollout(school, anna, bodil)
    page = rollout.browser.get(f"{rollout.address}/preview").text
    assert "2 people would get it" in page
    assert "Nothing has happened yet." in page
    assert "Anna Alm" in page
    assert "Bodil Berg" in page
    assert "Until then Undo leaves no trace." in page
    assert rollout.rows() == []


def test_a_dry_run_for_everybody_says_so_and_names_fifty_on_a_page(school: School) -> None:
    with school.company.installation.database.writing() as session:
        for number in range(55):
            session.add(
                Person(
                    organisation_id=school.company.organisation.id,
                    name=f"Person {number:02}",
                    email=f"{number}@{school.company.marker}.example",
                    created_at=school.now,
                )
            )
    rollout = Rollout(school)
    page = rollout.browser.get(f"{rollout.address}/preview").text
    assert "This is everybody in the company." in page
    assert page.count('<th scope="row">') >= 50
    assert "Person 54" not in page
    following = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "Person 54" in rollout.browser.get(following).text


def test_a_dry_run_of_nobody_offers_no_button(school: School) -> None:
    gone = school.company.person()
    rollout = Rollout(school, gone)
    with rollout.installation.database.writing() as session:
        session.get_one(Person, gone.id).active = False
    page = rollout.browser.get(f"{rollout.address}/preview").text
    assert "Nobody would get it" in page
    assert "/runs" not in page


def test_progress_survives_reload_and_leads_to_the_page_when_it_is_done(school: School) -> None:
    rollout = Rollout(school, school.company.person())
    address = rollout.begin()
    for _again in range(2):
        page = rollout.browser.get(address).text
        assert "It is being given" in page
        assert 'http-equiv="refresh"' in page
    told = rollout.browser.get(address, headers={"Accept": "application/json"}).json
    assert told is not None
    assert told["ended"] is False
    do_jobs(rollout.installation, *JOBS)
    told = rollout.browser.get(address, headers={"Accept": "application/json"}).json
    assert told == {"done": 1, "planned": 1, "ended": True, "next": rollout.address}
    assert rollout.browser.get(address).location == rollout.address


def test_pressing_twice_gives_it_once(school: School) -> None:
    rollout = Rollout(school, school.company.person())
    assert rollout.begin() == rollout.begin()
    do_jobs(rollout.installation, *JOBS)
    assert len(rollout.rows()) == 1


def test_what_somebody_changed_since_the_dry_run_is_shown_once_more(school: School) -> None:
    rollout = Rollout(school, school.company.person())
    form = form_to(rollout.browser.get(f"{rollout.address}/preview").text, "/runs")
    changed = form_to(rollout.browser.get(f"{rollout.address}/changes").text, "/changes").values
    changed |= {"kind": "assigned", "assigned_days": "10", "do": "save", "everyone": "y"}
    assert rollout.browser.post(f"{rollout.address}/changes", changed).status_code == 303
    answer = rollout.browser.post(form.action, form.values, follow_redirects=True)
    assert "It was changed since you looked." in answer.text
    do_jobs(rollout.installation, *JOBS)
    assert rollout.rows() == []


def test_undo_within_the_hour_leaves_no_trace(school: School) -> None:
    rollout = Rollout(school, school.company.person(), school.company.person())
    rollout.give()
    page = rollout.page()
    assert "Given to 2 people" in page
    assert "Until then Undo leaves no trace." in page
    assert "Undone: 2 people no longer have it, and no mail was sent." in rollout.undo()
    do_jobs(rollout.installation, *JOBS)
    assert rollout.rows() == []


def test_undo_after_the_mails_withdraws_and_says_so(school: School, clock: SetClock) -> None:
    rollout = Rollout(school, school.company.person())
    rollout.give()
    clock.at += timedelta(hours=2)
    do_jobs(rollout.installation, *JOBS, "mail.deliver")
    rollout.browser = school.company.browser(school.hr)  # signed in anew
    assert "what is finished stays" in rollout.page()
    assert "Withdrawn from 1 person." in rollout.undo()
    do_jobs(rollout.installation, *JOBS, "mail.deliver")
    assert [row.state for row in rollout.rows()] == ["withdrawn"]


def test_those_who_are_ticked_get_more_time_are_exempt_or_have_it_withdrawn(school: School) -> None:
    rollout = Rollout(school, school.company.person(), school.company.person())
    rollout.give()
    one, two = rollout.rows()
    people = f"{rollout.address}/people"
    before = one.due
    assert before is not None
    said = rollout.browser.post(people, {"row": str(one.id), "days": "10", "do": "extend"}, follow_redirects=True).text
    assert "1 person has more time." in said
    exempted = {"row": str(two.id), "reason": "other-role", "do": "exempt"}
    assert "1 person is exempt." in rollout.browser.post(people, exempted, follow_redirects=True).text
    states = {row.id: (row.state, row.due) for row in rollout.rows()}
    assert states[one.id] == ("open", before + timedelta(days=10))
    assert states[two.id][0] == "exempt"
    assert "works in another role" in rollout.page("?show=exempt")
    rollout.browser.post(people, {"row": str(two.id), "do": "ask"})
    assert {row.state for row in rollout.rows()} == {"open"}


REFUSED = [
    ({"do": "extend"}, "Tick somebody first."),
    ({"row": "first", "do": "extend", "days": "many"}, "Write a whole number from 1 to 365."),
    ({"row": "first", "do": "dance"}, "Choose what to do."),
    ({"row": "first", "do": "exempt", "reason": ""}, "reason"),
    ({"row": "first", "do": "exempt", "reason": "her knee"}, "reason"),
]


def test_an_act_that_cannot_be_is_refused_in_words(school: School) -> None:
    rollout = Rollout(school, school.company.person())
    rollout.give()
    (row,) = rollout.rows()
    for act, words in REFUSED:
        form = {key: str(row.id) if value == "first" else value for key, value in act.items()}
        answer = rollout.browser.post(f"{rollout.address}/people", form)
        assert answer.status_code == 422, act
        assert words in answer.text, act
    assert rollout.rows()[0].state == "open"


def test_rows_of_another_assignment_are_not_there(school: School) -> None:
    one = Rollout(school, school.company.person())
    one.give()
    two = Rollout(school, school.company.person())
    two.give()
    stolen = {"row": str(two.rows()[0].id), "do": "withdraw"}
    assert one.browser.post(f"{one.address}/people", stolen).status_code == 404
    assert two.rows()[0].state == "open"


def test_a_missing_hire_date_is_mended_where_it_is_shown(school: School) -> None:
    person = school.company.person(name="Petra Poulsen")
    rollout = Rollout(school, person, kind="hire", hire_days="60")
    assert "1 person has no due date: no hire date." in rollout.browser.get(f"{rollout.address}/preview").text
    rollout.give()
    assert "wait for a date" in rollout.browser.get("/assign").text
    page = rollout.browser.get("/assign/exceptions").text
    assert "Petra Poulsen" in page
    form = form_to(page, "/assign/exceptions")
    wrong = rollout.browser.post(form.action, form.values | {f"day-{person.id}": "last spring"})
    assert wrong.status_code == 422
    assert "Write the day as year-month-day" in wrong.text
    day = school.today - timedelta(days=5)
    said = rollout.browser.post(form.action, form.values | {f"day-{person.id}": day.isoformat()}, follow_redirects=True)
    assert "Mended: 1 now has a due date." in said.text
    do_jobs(rollout.installation, *JOBS)
    (row,) = rollout.rows()
    assert (row.missing, row.due) == (None, day + timedelta(days=60))


def test_who_waits_for_another_curriculum_gets_a_date_by_hand_and_loses_it_again(school: School) -> None:
    person = school.company.person(name="Petra Poulsen")
    before = school.publish(title="The one before")
    rollout = Rollout(school, person, kind="completion", completion_days="60", completion_curriculum=str(before))
    rollout.give()
    (row,) = rollout.rows()
    page = rollout.browser.get("/assign/exceptions?kind=missing&anchor=completion").text
    form = form_to(page, "/assign/exceptions")
    day = school.today + timedelta(days=9)
    wrong = rollout.browser.post(form.action, form.values | {f"day-{row.id}": "2020-01-01"})
    assert (wrong.status_code, "Choose a day from today on" in wrong.text) == (422, True)
    said = rollout.browser.post(form.action, form.values | {f"day-{row.id}": day.isoformat()}, follow_redirects=True)
    assert "Mended: 1 now has a due date." in said.text
    do_jobs(rollout.installation, *JOBS)
    assert [(each.missing, each.due) for each in rollout.rows()] == [(None, day)]
    assert "by hand" in rollout.page()
    back = {"row": str(row.id), "do": "by-rule"}
    rollout.browser.post(f"{rollout.address}/people", back)
    assert [(each.missing, each.due) for each in rollout.rows()] == [("completion", None)]


def test_another_companys_people_cannot_be_mended(school: School, other_company: Company) -> None:
    stranger = other_company.person()
    form = {"kind": "missing", "anchor": "hire_date", f"day-{stranger.id}": "2026-01-01"}
    assert school.browser.post("/assign/exceptions", form).status_code == 404


def test_ending_it_keeps_what_people_have(school: School) -> None:
    rollout = Rollout(school, school.company.person())
    rollout.give()
    assert "Ended." in rollout.browser.post(f"{rollout.address}/ending", follow_redirects=True).text
    assert [row.state for row in rollout.rows()] == ["open"]
    with rollout.installation.database.reading() as session:
        assert session.get_one(Assignment, rollout.id).state == "ended"
    assert rollout.browser.get(f"{rollout.address}/preview").status_code == 302


def test_the_lists_show_it_where_it_belongs(school: School) -> None:
    rollout = Rollout(school, school.company.person(), name="The autumn one")
    assert "The autumn one" in rollout.browser.get(f"{ALL}?show=draft").text
    assert "The autumn one" not in rollout.browser.get(ALL).text
    rollout.give()
    page = rollout.browser.get(ALL).text
    assert "The autumn one" in page
    assert "30 days after it is given" in page


ASKED = (("late", 1), ("not-started", 2))
"""Columns of the table on HR's home, and how many stand in them."""


def test_the_overview_counts_people_and_opens_their_names(school: School) -> None:
    anna = school.company.person(name="Anna Alm")
    rollout = Rollout(school, anna, school.company.person(name="Bodil Berg"))
    rollout.give()
    rows = {row.person_id: row for row in rollout.rows()}
    with rollout.installation.database.writing() as session:
        late = session.get_one(Assigned, rows[anna.id].id)
        late.due = late.late_after = school.today - timedelta(days=3)
    page = rollout.browser.get("/assign").text
    late, whoever = (re.search(rf'<a href="(/assign/reports[^"]*{of}[^"]*)">{count}</a>', page) for of, count in ASKED)
    assert late is not None
    assert whoever is not None
    listed = rollout.browser.get(html.unescape(late[1])).text
    assert "Anna Alm" in listed
    assert "Bodil Berg" not in listed
    both = rollout.browser.get(html.unescape(whoever[1])).text
    assert "Anna Alm" in both
    assert "Bodil Berg" in both
    taking = rollout.browser.get(f"/assign/assignments/curricula/{rollout.curriculum}?show=late").text
    assert "Anna Alm" in taking
    assert "Bodil Berg" not in taking
    assert "3 days late" in taking


def test_who_opens_a_list_of_names_leaves_a_trace_and_every_act_is_noted(school: School) -> None:
    rollout = Rollout(school, school.company.person(), name="Noted")
    rollout.give()
    rollout.page()
    rollout.undo()
    with rollout.installation.database.reading() as session:
        mine = AuditEntry.organisation_id == school.company.organisation.id
        noted = set(session.execute(select(AuditEntry.action, AuditEntry.detail).where(mine)).all())
    assert ("list.people", "Noted") in {tuple(each) for each in noted}
    assert any(action.startswith("assignment.") for action, _detail in noted)


def test_runs_of_another_company_are_not_there(school: School, other_company: Company) -> None:
    rollout = Rollout(school, school.company.person())
    address = rollout.begin()
    stranger = other_company.browser(other_company.person(Role.HR))
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/undoing").status_code == 404
    with rollout.installation.database.reading() as session:
        run = session.scalars(select(AssignmentRun).where(AssignmentRun.assignment_id == rollout.id)).one()
        assert run.state == "staging"
