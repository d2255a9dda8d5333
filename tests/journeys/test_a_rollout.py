"""HR rolls a curriculum out to a group: looks first, gives it, takes it back, gives it again, and mends what waits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms.assigning.curricula import keeping
from lms.assigning.curricula.document import Document
from lms.assigning.curricula.plan import Item, Section
from lms.assigning.curricula.shelf import shelf
from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.kernel.clock import SystemClock
from lms.kernel.ids import AccountId, OrganisationId, PersonId, new_id
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import Actor, Role
from lms.people.models import Organisation, Person
from tests.support.axe import violations
from tests.support.site import Site

Opener = Callable[..., Page]
GROUP, CURRICULUM = "Those of the journey", "The journey's curriculum"
PEOPLE = ("Journey With-Date", "Journey Without-Date")


@pytest.fixture
def group(site: Site) -> str:
    """Make two people, one without a hire date, a group of them, and a curriculum of its own; return the group's id."""
    now = datetime.now(UTC)
    for name in PEOPLE:
        site.new_learner(name)
    with site.database.writing() as session:
        company = session.scalars(select(Organisation).where(Organisation.demo)).one()
        hr = session.scalars(select(Person).where(Person.email == "hr@demo.example")).one()
        actor = Actor(
            PersonId(hr.id), AccountId(hr.account_id or new_id()), OrganisationId(company.id), frozenset(Role)
        )
        items = tuple(Item(module) for module in list(shelf(session, actor))[:1])
        made = keeping.create(
            session, actor, Document({"en": CURRICULUM, "da": CURRICULUM}, {}, (Section(items),)), now
        )
        keeping.publish(session, actor, made, "da", now)
        group = PeopleGroup(id=new_id(), organisation_id=company.id, name=GROUP, members=2, created_at=now)
        session.add(group)
        session.flush()
        for person in session.scalars(select(Person).where(Person.name.in_(PEOPLE))):
            person.hire_date = now.date() if person.name == PEOPLE[0] else None
            member = {"group_id": group.id, "person_id": person.id, "organisation_id": company.id}
            session.add(GroupMember(**member, since=now))
        return str(group.id)


@pytest.fixture
def worker(site: Site) -> Iterator[Event]:
    """Do the site's jobs while the returned event is set, as its own worker process would."""
    may, over = Event(), Event()
    jobs = {name: each for name, each in declared().items() if name.startswith("assignments.")}
    doing = Worker(site.database, SystemClock(), jobs)

    def work() -> None:
        while not over.is_set():
            if may.wait(0.05):
                doing.run_due()
                over.wait(0.05)

    thread = Thread(target=work)
    thread.start()
    yield may
    over.set()
    thread.join()


def test_hr_rolls_out_looks_takes_back_and_mends(open_browser: Opener, group: str, worker: Event) -> None:
    page = open_browser("hr")
    page.goto(f"/assign/assignments/new?group={group}")
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.get_by_role("checkbox", name=re.compile(GROUP))).to_be_checked()
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("radio", name=re.compile(CURRICULUM)).check()
    page.get_by_role("radio", name="Days after the hire date").check()
    page.get_by_label("How many days after the hire date?").fill("90")
    page.get_by_label("Name of this assignment").fill("The journey's rollout")
    page.get_by_role("button", name="See what would happen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("2 people would get it")
    expect(page.get_by_text("1 person has no due date: no hire date.")).to_be_visible()
    assert not violations(page)
    page.get_by_role("button", name="Give it to 2 people").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("It is being given")
    assert not violations(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is being given")
    worker.set()
    expect(page.get_by_role("heading", level=1)).to_have_text("The journey's rollout")
    expect(page.get_by_text(re.compile("Until then Undo leaves no trace"))).to_be_visible()
    assert not violations(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("Undone: 2 people no longer have it"))).to_be_visible()

    page.get_by_role("button", name="See what would happen").click()
    page.get_by_role("button", name="Give it to 2 people").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The journey's rollout")
    expect(page.get_by_text(re.compile("Until then Undo leaves no trace"))).to_be_visible()

    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="add dates").click()
    line = page.locator(".mend", has_text=PEOPLE[1])
    line.get_by_label("Hire date").fill("2026-11-02")
    line.get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile("Mended: .+ a due date"))).to_be_visible()
    expect(page.locator(".mend", has_text=PEOPLE[1])).to_have_count(0)
