"""Publishing a curriculum: every problem at once, what changes for those who have it, and nothing before that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.assigning.curricula.models import CurriculumItem
from lms.assigning.curricula.plan import Item, Section
from lms.assigning.curricula.reading import plan_of
from lms.kernel.ledger import Job
from tests.support.company import Company
from tests.support.curriculum import School, act, order, page
from tests.support.recaller import text_of


@pytest.fixture
def school(company: Company) -> School:
    """Return a company with three modules of its own and an HR person."""
    return School(company)


def test_publishing_tells_every_problem_with_its_remedy(school: School) -> None:
    identity = school.publish()
    first, second, third = school.modules
    typed = {f"item-{first}-after": [str(second)], f"item-{second}-after": [str(first)], "title-en": ""}
    act(school, identity, "keep", **typed, **{f"item-{third}-required": "optional", "section-0-needed": "3"})
    shown = text_of(school.browser.get(f"{page(identity)}/publication"))
    for words in ("3 things before it can be published", "no title in English", "wait for one another", "smaller one"):
        assert words in shown
    answered = school.browser.post(f"{page(identity)}/publication", {"revision": school.curriculum(identity).revision})
    assert answered.status_code == 422
    assert plan_now(school, identity) == school.modules, "what people have is as it was"


def plan_now(school: School, identity: UUID) -> list[UUID]:
    """Return the modules of a curriculum as people have it."""
    with school.company.installation.database.reading() as session:
        return list(plan_of(session, identity).modules)


def publish(school: School, identity: UUID) -> Any:
    """Publish a curriculum as it stands."""
    return school.browser.post(f"{page(identity)}/publication", {"revision": school.curriculum(identity).revision})


def test_nobody_sees_a_change_before_it_is_published_and_everybody_afterwards(school: School) -> None:
    identity = school.publish()
    person = school.company.person()
    school.give(identity, person)
    browser = school.company.browser(person)
    act(school, identity, f"remove:{school.modules[1]}", title__en="Second steps")
    assert "Bridge" in text_of(browser.get(f"/learn/curricula/{identity}"))
    assert "Second steps" not in text_of(browser.get("/learn"))
    assert publish(school, identity).status_code == 303
    assert "Bridge" not in text_of(browser.get(f"/learn/curricula/{identity}"))
    assert "Second steps" in text_of(browser.get("/learn"))


def test_before_a_change_for_people_it_is_shown_who_would_be_finished_and_who_lack_something(school: School) -> None:
    identity = school.publish()
    done, under_way, _new = people = [school.company.person() for _ in range(3)]
    school.give(identity, *people[1:])
    school.give(identity, done, state="completed")
    school.complete(done, *school.modules)
    school.complete(under_way, *school.modules[:2])
    act(school, identity, f"remove:{school.modules[2]}")
    shown = text_of(school.browser.get(f"{page(identity)}/publication"))
    assert "3 people have this curriculum" in shown
    assert "Compass" in shown
    assert "2, before 3" in shown
    assert "1 person has everything it asks for then" in shown
    assert "stays finished" not in shown


def test_who_has_finished_stays_finished_when_more_is_asked(school: School) -> None:
    identity = school.publish(Section((Item(school.modules[0]),)))
    person = school.company.person()
    school.give(identity, person, state="completed")
    school.complete(person, school.modules[0])
    act(school, identity, f"add:{school.modules[1]}:0")
    assert "1 person has finished and stays finished" in text_of(school.browser.get(f"{page(identity)}/publication"))


def test_publishing_for_people_counts_them_anew_once(school: School) -> None:
    identity = school.publish()
    school.give(identity, school.company.person())
    act(school, identity, f"remove:{school.modules[2]}")
    publish(school, identity)
    with school.company.installation.database.reading() as session:
        jobs = session.scalars(
            select(Job).where(Job.name == "assignments.recount", Job.organisation_id == school.hr.organisation_id)
        ).all()
    assert [job.arguments["curriculum"] for job in jobs] == [str(identity)]


def test_publishing_what_somebody_else_has_changed_meanwhile_asks_to_look_again(school: School) -> None:
    identity = school.publish()
    act(school, identity, f"remove:{school.modules[2]}")
    answered = school.browser.post(f"{page(identity)}/publication", {"revision": 1})
    assert answered.status_code == 409
    assert "Look once more" in answered.text
    assert plan_now(school, identity) == school.modules


def test_dropping_the_changes_leaves_it_as_people_have_it(school: School) -> None:
    identity = school.publish()
    act(school, identity, f"remove:{school.modules[2]}")
    assert school.browser.post(f"{page(identity)}/changes/removal").status_code == 303
    assert order(school, identity) == [school.modules]


def test_a_section_left_empty_is_not_published(school: School) -> None:
    identity = school.publish()
    act(school, identity, "section-add")
    publish(school, identity)
    with school.company.installation.database.reading() as session:
        rows = session.scalars(select(CurriculumItem).where(CurriculumItem.curriculum_id == identity)).all()
        assert len({row.section_id for row in rows}) == 1
        assert len(plan_of(session, identity).sections) == 1
