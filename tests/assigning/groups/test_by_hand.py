"""Groups made by hand: found and put in, pasted, taken out, taken back; retired, removed, and brought back."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from lms.assigning.groups import members_by_hand, membership
from lms.assigning.groups.members_by_hand import NotByHand
from lms.assigning.groups.models import GroupChange, GroupMember, PeopleGroup
from lms.kernel.clock import SetClock
from lms.kernel.ledger import Job
from lms.kernel.permissions import Role
from lms.people.models import Person
from tests.assigning.groups.room import group_at, make_by_hand, make_by_rule, rows, staffed, work
from tests.support.company import Browser, Company
from tests.support.installation import Installation

ROW = re.compile(r'<th scope="row"[^>]*><span class="two-lines"><span>(.*?)</span>')
MOMENT = re.compile(r'name="at"[^>]*value="([^"]*)"')


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return HR's browser, in English."""
    return company.browser(company.person(Role.HR, name="Hanne HR", language="en"))


@pytest.fixture
def address(hr: Browser) -> str:
    """Return the address of a group made by hand."""
    return make_by_hand(hr, "Pilot")


def _names(page: str) -> list[str]:
    return [html.unescape(name) for name in ROW.findall(page)]


def _undo(hr: Browser, address: str, page: str) -> str:
    moment = MOMENT.search(page)
    assert moment is not None, "the page offers to take it back"
    return hr.post(f"{address}/members/undo", {"at": html.unescape(moment[1])}).location


def test_somebody_is_found_put_in_taken_out_and_it_is_taken_back(
    hr: Browser, address: str, company: Company, clock: SetClock
) -> None:
    lea = staffed(company)["Lea Lead"]
    assert "Put in" in hr.get(f"{address}?find=lea").text
    put_in = hr.post(f"{address}/members", {"person": str(lea.id), "find": "lea"})
    page = hr.get(put_in.location).text
    assert _names(page) == ["Lea Lead"]
    assert "put in by hand on 21 November 2026" in page
    assert "Nobody of this name who is not in the group already" in page
    clock.forward(minutes=1)
    page = hr.get(hr.post(f"{address}/members/removal", {"person": str(lea.id)}).location).text
    assert _names(page) == []
    clock.forward(minutes=1)
    assert _names(hr.get(_undo(hr, address, page)).text) == ["Lea Lead"]
    history = hr.get(f"{address}/history").text
    assert history.count("1 came in") == 2
    assert history.count("1 went out") == 1


def test_a_pasted_list_says_whom_it_found_and_whom_not(
    hr: Browser, address: str, company: Company, other_company: Company, installation: Installation
) -> None:
    people = staffed(company)
    gone, stranger = company.person(name="Gone"), other_company.person(name="Stranger")
    with installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == gone.id).values(active=False))
    lea, carl = people["Lea Lead"].email, people["Carl Clerk"].email
    pasted = (
        f"Lea <{lea.upper()}>; {carl},\r\nnobody@nowhere.example {gone.email}\t{stranger.email} not-an-address {lea}"
    )
    page = hr.post(f"{address}/members/addresses", {"addresses": pasted})
    assert page.status_code == 200
    assert _names(page.text) == ["Carl Clerk", "Lea Lead"]
    assert "2 people were put in." in page.text
    assert "3 addresses were not found" in page.text
    for missing in ("nobody@nowhere.example", gone.email, stranger.email):
        assert missing in page.text
    again = hr.post(f"{address}/members/addresses", {"addresses": lea}).text
    assert "1 was in already." in again
    assert _names(hr.get(_undo(hr, address, page.text)).text) == []


def test_ids_of_strangers_and_leavers_put_nobody_in(
    hr: Browser, address: str, company: Company, other_company: Company, installation: Installation
) -> None:
    gone, stranger = company.person(name="Gone"), other_company.person()
    with installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == gone.id).values(active=False))
    hr.post(f"{address}/members", {"person": [str(stranger.id), str(gone.id), "nonsense", ""]})
    assert group_at(installation, address).members == 0
    assert "Nobody is in this group yet" in hr.get(address).text


def test_into_a_group_with_a_rule_nobody_is_put_by_hand(
    hr: Browser, company: Company, installation: Installation
) -> None:
    people = staffed(company)
    address = make_by_rule(hr, "Leads", rows("all", ("job", "is", ["Team lead"])))
    assert hr.post(f"{address}/members", {"person": str(people["Carl Clerk"].id)}).status_code == 404
    actor = company.actor(company.person(Role.HR))
    with installation.database.writing() as session, pytest.raises(NotByHand):
        group = session.merge(group_at(installation, address))
        members_by_hand.add(session, actor, group, [people["Carl Clerk"].id], installation.clock.now())


def test_members_come_in_pages_and_as_a_file_whole(
    hr: Browser, address: str, company: Company, installation: Installation
) -> None:
    ids = [company.person(name=f"=Mads {number:02d}").id for number in range(60)]
    actor = company.actor(company.person(Role.HR))
    with installation.database.writing() as session:
        group = session.merge(group_at(installation, address))
        members_by_hand.add(session, actor, group, ids, installation.clock.now())
    first = hr.get(address).text
    following = re.search(r'rel="next" href="([^"]*)"', first)
    assert following is not None
    second = hr.get(html.unescape(following[1])).text
    assert len(_names(first)) == 50
    assert len(set(_names(first) + _names(second))) == 60
    assert _names(hr.get(f"{address}?q=mads 07").text) == ["=Mads 07"]
    file = hr.get(f"{address}/members.csv")
    lines = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert lines[0] == ["name", "email", "department", "job", "since"]
    assert len(lines) == 61
    assert lines[1][0] == "'=Mads 00", "no text becomes a formula"


def test_a_leaver_is_shown_nowhere_and_is_back_when_they_come_back(
    hr: Browser, address: str, company: Company, installation: Installation
) -> None:
    lea = staffed(company)["Lea Lead"]
    hr.post(f"{address}/members", {"person": str(lea.id)})
    for active, names in ((False, []), (True, ["Lea Lead"])):
        with installation.database.writing() as session:
            session.execute(update(Person).where(Person.id == lea.id).values(active=active))
            found = list(session.scalars(membership.members(group_at(installation, address).id)))
            assert len(found) == len(names)
        assert _names(hr.get(address).text) == names


def test_a_group_that_nothing_uses_is_removed_and_comes_back_whole(
    hr: Browser, address: str, company: Company, installation: Installation
) -> None:
    lea = staffed(company)["Lea Lead"]
    hr.post(f"{address}/members", {"person": str(lea.id)})
    listed = hr.get(hr.post(f"{address}/removal").location).text
    assert "It can come back until tomorrow." in listed
    assert hr.get(address).status_code == 404
    assert hr.post(f"{address}/restoration").status_code == 303
    assert _names(hr.get(address).text) == ["Lea Lead"]


def test_a_removed_group_is_gone_for_good_after_a_day_and_its_name_is_free_at_once(
    hr: Browser, address: str, company: Company, installation: Installation, clock: SetClock
) -> None:
    lea, identity = staffed(company)["Lea Lead"], group_at(installation, address).id
    hr.post(f"{address}/members", {"person": str(lea.id)})
    hr.post(f"{address}/removal")
    again = make_by_hand(hr, "Pilot")
    assert hr.post(f"{address}/restoration").status_code == 404, "its name was given away"
    hr.post(f"{again}/members", {"person": str(lea.id)})
    hr.post(f"{again}/removal")
    clock.forward(days=1, minutes=1)
    work(installation)
    with installation.database.reading() as session:
        for model in (GroupMember, GroupChange):
            rows_left = select(func.count()).select_from(model).where(model.person_id == lea.id)
            assert session.scalar(rows_left) == 0
        assert session.get(PeopleGroup, identity) is None


def test_a_group_that_a_rule_uses_is_retired_instead(
    hr: Browser, address: str, company: Company, installation: Installation
) -> None:
    staffed(company)
    group = group_at(installation, address)
    make_by_rule(hr, "Others", rows("all", ("group", "not-is", [str(group.id)])))
    refused = hr.post(f"{address}/removal")
    assert refused.status_code == 409
    assert "Retire it instead" in refused.text
    assert hr.post(f"{address}/retirement").status_code == 303
    listed = hr.get("/assign/groups").text
    assert "1 retired group" in listed
    assert "1 rule" in listed
    hr.post(f"{address}/return")
    assert "retired group" not in hr.get("/assign/groups").text


def test_what_hr_does_to_a_group_is_told_to_assignments_and_to_rules_that_use_it(
    hr: Browser, address: str, company: Company, installation: Installation
) -> None:
    lea, group = staffed(company)["Lea Lead"], group_at(installation, address)
    rule = make_by_rule(hr, "The pilot, by rule", rows("all", ("group", "is", [str(group.id)])))
    hr.post(f"{address}/members", {"person": str(lea.id)})
    with installation.database.reading() as session:
        ours = (Job.organisation_id == company.organisation.id, Job.name == "assignments.refresh")
        told = [each.arguments["people"] for each in session.scalars(select(Job).where(*ours))]
    assert told == [[str(lea.id)]]
    work(installation)
    assert _names(hr.get(rule).text) == ["Lea Lead"]
    assert "In the group Pilot" in hr.get(rule).text


def test_an_undo_of_a_moment_that_never_was_changes_nothing(hr: Browser, address: str, clock: SetClock) -> None:
    never = (clock.now() - timedelta(days=400)).isoformat()
    page = hr.get(hr.post(f"{address}/members/undo", {"at": never}).location).text
    assert "There was nothing left to take back." in page
    assert hr.post(f"{address}/members/undo", {"at": "yesterday"}).status_code == 422


def test_an_empty_room_teaches(hr: Browser) -> None:
    page = hr.get("/assign/groups").text
    assert "No group yet" in page
    assert "/assign/groups/new" in page
