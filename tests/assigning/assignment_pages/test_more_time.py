"""Asking for more time, and HR's answer."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.assigning.assignments.models import Assigned, ExtensionWish
from lms.kernel.permissions import Role
from lms.people.models import Person
from tests.support.company import Browser, Company
from tests.support.curriculum import School
from tests.support.rollout import Rollout

LATER = timedelta(days=20)


class Asking:
    """Somebody with a due date and their HR."""

    def __init__(self, company: Company) -> None:
        """Give them a curriculum that is due in thirty days."""
        self.school = School(company, size=1)
        self.person: Person = company.person(name="Petra Poulsen")
        self.browser: Browser = company.browser(self.person)
        rollout = Rollout(self.school, self.person, assigned_days="30")
        rollout.give()
        (row,) = rollout.rows()
        assert row.due is not None
        self.id, self.due = row.id, row.due
        self.address = f"/learn/more-time/{self.id}"

    def ask(self, **sent: str) -> int:
        """Send the form; return the status."""
        form = {"wanted": (self.due + LATER).isoformat(), "reason": "workload", **sent}
        return self.browser.post(self.address, form).status_code

    def wish(self) -> ExtensionWish:
        """Return what was asked."""
        with self.school.company.installation.database.reading() as session:
            return session.scalars(select(ExtensionWish).where(ExtensionWish.assigned_id == self.id)).one()

    def due_now(self) -> date | None:
        """Return the due date as it stands."""
        with self.school.company.installation.database.reading() as session:
            return session.get_one(Assigned, self.id).due

    def answer(self, do: str, **more: str) -> str:
        """Let HR answer; return what is said."""
        form = {"wish": str(self.wish().id), "do": do, **more}
        return self.school.browser.post("/assign/wishes", form, follow_redirects=True).text


@pytest.fixture
def asking(company: Company) -> Asking:
    return Asking(company)


def test_a_wish_is_asked_seen_and_granted(asking: Asking) -> None:
    assert asking.ask() == 303
    page = asking.browser.get(asking.address).text
    assert "It waits for an answer" in page
    assert "Petra Poulsen" in asking.school.browser.get("/assign/wishes").text
    assert "1 person has more time." in asking.answer("grant")
    assert asking.due_now() == asking.due + LATER
    assert "You were given the time" in asking.browser.get(asking.address).text


def test_hr_may_give_less_than_was_asked(asking: Asking) -> None:
    asking.ask()
    until = asking.due + timedelta(days=7)
    asking.answer("grant", **{f"until-{asking.wish().id}": until.isoformat()})
    assert asking.due_now() == until


def test_a_wish_that_is_declined_leaves_the_date(asking: Asking) -> None:
    asking.ask()
    assert "1 due date stays where it is." in asking.answer("decline")
    assert asking.due_now() == asking.due
    assert "The due date stays" in asking.browser.get(asking.address).text


def test_asking_twice_is_asking_once(asking: Asking) -> None:
    assert asking.ask() == 303
    assert asking.ask() == 422
    assert asking.wish().state == "asked"


def test_a_wish_is_taken_back_before_it_is_answered(asking: Asking) -> None:
    asking.ask()
    assert asking.browser.post(f"{asking.address}/withdrawal").status_code == 303
    assert "Petra Poulsen" not in asking.school.browser.get("/assign/wishes").text
    assert asking.due_now() == asking.due


REFUSED: list[dict[str, str]] = [
    {"wanted": ""},
    {"wanted": "soon"},
    {"reason": "my knee"},
    {"reason": ""},
    {"wanted": "2020-01-01"},
    {"wanted": "2099-01-01"},
]


def test_what_cannot_be_asked_is_refused_in_words(asking: Asking) -> None:
    for sent in REFUSED:
        assert asking.ask(**sent) == 422, sent
    with asking.school.company.installation.database.reading() as session:
        asked = select(ExtensionWish.id).where(ExtensionWish.assigned_id == asking.id)
        assert session.scalars(asked).all() == []


def test_a_date_nobody_understands_is_refused_and_nothing_is_answered(asking: Asking) -> None:
    asking.ask()
    page = asking.answer("grant", **{f"until-{asking.wish().id}": "soon"})
    assert "Write the day as year-month-day" in page
    assert asking.wish().state == "asked"
    assert "Tick at least one wish" in asking.school.browser.post("/assign/wishes", {"do": "grant"}).text


def test_nobody_asks_for_somebody_else(asking: Asking, other_company: Company) -> None:
    colleague = asking.school.company.browser(asking.school.company.person())
    manager = other_company.browser(other_company.person(Role.HR))
    for stranger in (colleague, manager, asking.school.browser):
        assert stranger.get(asking.address).status_code == 404
        assert stranger.post(asking.address, {"wanted": "2027-01-01", "reason": "workload"}).status_code == 404
        assert stranger.post(f"{asking.address}/withdrawal").status_code == 404


def test_another_companys_wish_is_not_there_to_answer(asking: Asking, other_company: Company) -> None:
    asking.ask()
    stranger = other_company.browser(other_company.person(Role.HR))
    wish: UUID = asking.wish().id
    assert stranger.post("/assign/wishes", {"wish": str(wish), "do": "grant"}).status_code == 404
    assert asking.wish().state == "asked"


def test_what_is_staged_cannot_be_asked_about(company: Company) -> None:
    school = School(company, size=1)
    person = company.person()
    (row,) = school.give(school.publish(), person, due=school.today, run_state="staging")
    assert company.browser(person).get(f"/learn/more-time/{row}").status_code == 404


def test_one_wrong_date_among_several_stores_nothing_and_shows_them_all(company: Company) -> None:
    one, other = Asking(company), Asking(company)
    assert (one.ask(), other.ask()) == (303, 303)
    first, second = str(one.wish().id), str(other.wish().id)
    form = {"wish": [first, second], "do": "grant", f"until-{second}": "some day"}
    page = one.school.browser.post("/assign/wishes", form)
    assert page.status_code == 422
    assert first in page.text
    assert second in page.text
    assert (one.wish().state, one.due_now()) == ("asked", one.due)


@pytest.mark.parametrize("after", ["tomorrow", "2026-11-22", "0001-01-01T00:00:00+14:00", "9" * 150])
def test_a_mistyped_place_in_a_list_shows_the_list_from_its_beginning(asking: Asking, after: str) -> None:
    for address in ("/assign/wishes", "/assign/assignments"):
        place = {"after": after, "id": str(asking.id)}
        assert asking.school.browser.get(address, query_string=place).status_code == 200
