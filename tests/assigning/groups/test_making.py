"""HR makes groups: names and numbers before saving, problems at their rows, nothing lost, nothing of others."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.kernel.permissions import Role
from lms.people.models import Person
from lms.people.operations import create_department
from tests.assigning.groups.room import group_at, make_by_hand, make_by_rule, rows, seen, staffed, tried, work
from tests.support.company import Browser, Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation

NAME = re.compile(r'<ul class="first-names" role="list">(.*?)</ul>', re.S)
LEADS = rows("all", ("job", "is", ["Team lead"]))


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return HR's browser, in English."""
    return company.browser(company.person(Role.HR, name="Hanne HR", language="en"))


def _members(installation: Installation, address: str) -> set[str]:
    group = group_at(installation, address)
    inside = select(Person.name).join(GroupMember, GroupMember.person_id == Person.id)
    with installation.database.reading() as session:
        return set(session.scalars(inside.where(GroupMember.group_id == group.id)))


def _shown(page: str) -> list[str]:
    found = NAME.search(page)
    return [html.unescape(name) for name in re.findall(r"<li>(.*?)</li>", found[1])] if found else []


def test_names_and_number_stand_there_before_anything_is_saved(
    hr: Browser, company: Company, installation: Installation
) -> None:
    staffed(company)
    hr.token()
    before = fingerprint(installation.database, without={"sign_in"})
    page = tried(hr, rows("any", ("job", "is", ["Team lead"]), ("hire_date", "within_days", "30"))).text
    assert _shown(page) == ["Lea Lead", "Nina New"]
    assert "2 people" in page
    assert "of 4" in page
    assert fingerprint(installation.database, without={"sign_in"}) == before


def test_a_saved_rule_has_its_members_at_once_and_says_why(
    hr: Browser, company: Company, installation: Installation
) -> None:
    staffed(company)
    address = make_by_rule(hr, "Leads", LEADS)
    assert _members(installation, address) == {"Lea Lead"}
    page = hr.get(address).text
    assert "Job: Team lead" in page
    assert "Job is Team lead" in page
    assert group_at(installation, address).members == 1
    assert "by the rule" in hr.get(f"{address}/history").text


def test_a_rule_nobody_has_looked_at_is_shown_and_not_saved(
    hr: Browser, company: Company, installation: Installation
) -> None:
    staffed(company)
    unseen = hr.post("/assign/groups", {"by": "rule", "name": "Leads", "do": "save", **LEADS})
    assert unseen.status_code == 422
    assert "Look at who fits, below. Then save." in html.unescape(unseen.text)
    other = seen(hr, rows("all", ("job", "is", ["Clerk"])))
    assert hr.post("/assign/groups", {"by": "rule", "name": "L", "do": "save", **LEADS, **other}).status_code == 422
    with installation.database.reading() as session:
        mine = PeopleGroup.organisation_id == company.organisation.id
        assert session.scalars(select(PeopleGroup).where(mine)).all() == []


def test_everybody_and_nobody_are_said_in_words(hr: Browser, company: Company) -> None:
    staffed(company)
    assert "Everybody fits." in tried(hr, {"kind:0": "all"}).text
    assert "Nobody fits." in tried(hr, rows("all", ("job", "contains", "astronaut"))).text


def test_without_javascript_buttons_add_nest_and_remove_rows(hr: Browser) -> None:
    def press(sent: dict[str, Any], action: str, **more: str) -> str:
        return hr.post("/assign/groups", {"by": "rule", "name": "Kept", "do": action, **sent, **more}).text

    page = press({"kind:0": "all"}, "add:0", **{"new:0": "location"})
    assert 'name="field:0.0" value="location"' in page
    assert 'value="Kept"' in page
    sent = {"kind:0": "all", "field:0.0": "location", "op:0.0": "contains", "text:0.0": "Aar"}
    page = press(sent, "nest:0")
    assert 'name="kind:0.1"' in page
    assert 'value="Aar"' in page
    page = press({**sent, "kind:0.1": "any", "field:0.1.0": "job", "op:0.1.0": "missing"}, "remove:0.0")
    assert 'name="field:0.0.0" value="job"' in page
    assert "location" not in re.findall(r'name="field:[^"]*" value="([^"]*)"', page)


def test_a_name_that_is_written_becomes_what_it_names(
    hr: Browser, company: Company, installation: Installation
) -> None:
    with installation.database.writing() as session:
        sales = create_department(session, company.organisation, "Sales")
        nordic = create_department(session, company.organisation, "Nordic", sales)
    boss = company.person(name="Bo Boss", department_id=nordic.id)
    company.person(name="Rikke Report", manager=boss)
    sent = {"kind:0": "any", "field:0.0": "department", "op:0.0": "within", "add:0.0": "sales"}
    sent |= {"field:0.1": "manager", "op:0.1": "below", "add:0.1": boss.email.upper()}
    page = tried(hr, sent).text
    assert f'value="{sales.id}" checked' in page
    assert f'value="{boss.id}" checked' in page
    assert _shown(page) == ["Bo Boss", "Rikke Report"]
    wrong = tried(hr, {**sent, "add:0.0": "Atlantis"}).text
    assert "Nothing here is called that." in wrong
    assert 'value="Atlantis"' in wrong


def test_what_is_wrong_stands_at_its_row_and_all_of_it_at_once(hr: Browser) -> None:
    sent = rows("all", ("job", "is", []), ("hire_date", "before", "31/12/2026"), ("hire_date", "days_ago", "many"))
    page = hr.post("/assign/groups", {"by": "rule", "name": " ", "do": "save", **sent})
    assert page.status_code == 422
    for words in ("Choose at least one", "Choose a day", "Write a whole number of days", "Give the group a name"):
        assert words in page.text
    for place in ("0.0", "0.1", "0.2"):
        assert f'id="wrong:{place}"' in page.text


def test_half_a_condition_is_left_out_while_one_is_still_writing(hr: Browser, company: Company) -> None:
    staffed(company)
    page = tried(hr, {**LEADS, "field:0.1": "hire_date", "op:0.1": "within_days", "text:0.1": ""}).text
    assert _shown(page) == ["Lea Lead"]
    assert "1 condition is not complete" in page
    assert "error" not in page


def test_what_changes_is_shown_before_a_change_is_saved(
    hr: Browser, company: Company, installation: Installation
) -> None:
    staffed(company)
    address = make_by_rule(hr, "Leads", LEADS)
    group = group_at(installation, address)
    clerks = rows("all", ("job", "is", ["Clerk"]))
    page = hr.post(f"{address}/edit", {"do": "show", "name": "Leads", "revision": "1", **clerks}).text
    assert "1 comes in, 1 goes out" in page
    assert "Carl Clerk" in page
    looked = seen(hr, {**clerks, "group": str(group.id)})
    saved = hr.post(f"{address}/edit", {"do": "save", "name": "Clerks", "revision": "1", **clerks, **looked})
    assert saved.status_code == 303
    assert _members(installation, address) == {"Carl Clerk"}
    changed = group_at(installation, address)
    assert (changed.name, changed.revision, changed.members) == ("Clerks", 2, 1)


def test_two_people_of_hr_who_change_one_group_lose_nothing(
    hr: Browser, company: Company, installation: Installation
) -> None:
    staffed(company)
    colleague = company.browser(company.person(Role.HR, language="en"))
    address = make_by_rule(hr, "Leads", LEADS)
    clerks, new = rows("all", ("job", "is", ["Clerk"])), rows("all", ("hire_date", "within_days", "7"))
    clerks |= seen(hr, clerks)
    new |= seen(colleague, new)
    assert hr.post(f"{address}/edit", {"do": "save", "name": "Clerks", "revision": "1", **clerks}).status_code == 303
    late = colleague.post(f"{address}/edit", {"do": "save", "name": "Newcomers", "revision": "1", **new})
    assert late.status_code == 409
    assert "Somebody else has changed this group" in late.text
    assert "Job is Clerk" in late.text
    assert 'value="Newcomers"' in late.text
    assert _members(installation, address) == {"Carl Clerk"}
    revision = re.search(r'name="revision" value="(\d+)"', late.text)
    assert revision is not None
    again = {"do": "save", "name": "Newcomers", "revision": revision[1], **new}
    assert colleague.post(f"{address}/edit", again).status_code == 303
    assert _members(installation, address) == {"Nina New"}


def test_a_name_is_given_once_whatever_its_case(hr: Browser) -> None:
    make_by_hand(hr, "Østjylland")
    again = hr.post("/assign/groups", {"by": "hand", "name": "ØSTJYLLAND", "do": "save"})
    assert again.status_code == 422
    assert "Another group has this name" in again.text


@pytest.mark.parametrize("field", ["department", "manager", "group", "completed", "curriculum"])
def test_ids_of_another_company_in_a_rule_are_as_if_they_were_not_there(
    field: str, hr: Browser, company: Company, other_company: Company, installation: Installation
) -> None:
    theirs = company.browser(other_company.person(Role.HR))
    there = make_by_hand(theirs, "Theirs").rpartition("/")[2]
    boss = other_company.person(name="Their Boss")
    with installation.database.writing() as session:
        department = create_department(session, other_company.organisation, "Their Department")
    ids = {"department": department.id, "manager": boss.id, "group": there}
    foreign, nobody = str(ids.get(field, boss.id)), str(uuid4())
    answers = []
    for identity in (foreign, nobody):
        page = tried(hr, rows("all", (field, "is", [identity])))
        answers.append(page.text.replace(identity, "ID"))
        assert "is not there, or not there any more" in page.text
        assert "Their" not in page.text
    assert answers[0] == answers[1]


def test_another_companys_group_is_not_there(hr: Browser, other_company: Company, installation: Installation) -> None:
    theirs = other_company.browser(other_company.person(Role.HR))
    address = make_by_hand(theirs, "Theirs")
    before = fingerprint(installation.database, without={"sign_in", "audit_entry"})
    for path in ("", "/edit", "/history", "/members.csv"):
        assert hr.get(address + path).status_code == 404
    posts = ("/edit", "/members", "/members/removal", "/members/addresses", "/members/undo", "/retirement", "/return")
    for path in (*posts, "/removal", "/restoration"):
        assert hr.post(address + path, {"name": "Mine", "do": "save", "revision": "1"}).status_code == 404, path
    assert hr.post("/assign/groups/preview", {"group": address.rpartition("/")[2]}).status_code == 404
    assert fingerprint(installation.database, without={"sign_in", "audit_entry"}) == before


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.ADMIN])
def test_whoever_is_not_hr_sees_no_group(role: Role, hr: Browser, company: Company) -> None:
    address = make_by_hand(hr, "Ours")
    other = company.browser(company.person(role))
    for path in ("/assign/groups", "/assign/groups/new", "/assign/groups/people?q=an", address):
        assert other.get(path).status_code == 403
    assert other.post("/assign/groups/preview", {"kind:0": "all"}).status_code == 403


@pytest.mark.parametrize(
    "sent",
    [
        {"kind:0": "<script>", "field:0.0": "salary", "op:0.0": "is"},
        {"field:0.0.0.0.0.0.0.0.0": "job", "kind:1": "all", "field:": "job", "kind:0.x": "any"},
        {"field:0.0": "job", "op:0.0": "is", "value:0.0": ["x" * 5_000, '"><img src=x onerror=alert(1)>']},
        {"field:0.0": "department", "op:0.0": "within", "value:0.0": ["' OR 1=1 --", "../../etc"]},
        {f"field:0.{n}": "job" for n in range(900)},
        {"field:0.0": "hire_date", "op:0.0": "within_days", "text:0.0": "9" * 400},
        {"field:0.0": "hire_date", "op:0.0": "within_days", "text:0.0": "٣"},
        {"field:0.0": "completed", "op:0.0": "is", "value:0.0": [str(uuid4())], "since:0.0": "0000-00-00"},
        {"do": "remove:0", "kind:0": "none"},
        {"do": "add:0.7.7", "new:0.7.7": "job"},
        {"group": "not-an-id"},
    ],
)
def test_whatever_is_sent_is_answered_with_the_form(sent: dict[str, Any], hr: Browser) -> None:
    for path in ("/assign/groups/preview", "/assign/groups"):
        page = hr.post(path, {"do": "save", **sent})
        assert page.status_code in (200, 422), json.dumps(sent)[:200]
        assert "<script>" not in page.text.replace("<script type=", "")
        assert "<img src=x" not in page.text


def test_a_change_too_large_for_one_save_is_left_to_the_job(
    hr: Browser, company: Company, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed(company)
    monkeypatch.setattr("lms.assigning.groups.trying.SLICE", 1)
    everybody = {"kind:0": "all"}
    address = make_by_rule(hr, "All of us", everybody)
    assert _members(installation, address) == set()
    assert "Everybody is being looked up" in hr.get(address).text
    work(installation)
    assert len(_members(installation, address)) == 4
    assert group_at(installation, address).members == 4
