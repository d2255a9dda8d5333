"""HR makes a curriculum: each act a form that keeps what was typed, two who change one, publishing, copies, removal."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.assigning.assignments.models import Assignment
from lms.assigning.curricula.models import Curriculum, CurriculumItem
from lms.assigning.curricula.plan import Item, Section
from lms.assigning.groups.models import PeopleGroup
from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import Role
from tests.support.company import Company
from tests.support.curriculum import School, act, order, page
from tests.support.recaller import text_of

DAY = timedelta(days=1)


@pytest.fixture
def school(company: Company) -> School:
    """Return a company with three modules of its own and an HR person."""
    return School(company)


@pytest.fixture
def begun(school: School) -> UUID:
    """Return a curriculum that HR has begun from the shelf."""
    answered = school.browser.post("/assign/curricula", {"title": "Lead from outside", "from": "library"})
    assert answered.status_code == 303
    return UUID(answered.location.rpartition("/")[2])


def test_the_empty_list_teaches_and_offers_to_begin_from_the_library(school: School) -> None:
    shown = text_of(school.browser.get("/assign/curricula"))
    assert "No curriculum yet" in shown
    assert "modules of the library" in shown


def test_beginning_from_the_library_holds_every_module_as_a_draft(school: School, begun: UUID) -> None:
    (modules,) = order(school, begun)
    assert set(school.modules) < set(modules), "the shared library's own module too"
    shown = text_of(school.browser.get("/assign/curricula"))
    assert "Lead from outside" in shown
    assert "draft" in shown


@pytest.mark.parametrize("title", ["", "   ", "x" * 121, "a\x07b"])
def test_a_title_that_is_none_is_refused_in_words(school: School, title: str) -> None:
    answered = school.browser.post("/assign/curricula", {"title": title})
    assert answered.status_code == 422
    assert "Give it a title" in answered.text


def test_each_act_keeps_what_was_typed_beside_it(school: School) -> None:
    identity = school.publish()
    first, second, third = school.modules
    day = (school.today + 9 * DAY).isoformat()
    typed = {"title-en": "Renamed", f"item-{third}-required": "optional", f"item-{third}-opens_on": day}
    assert act(school, identity, f"down:{first}", **typed).location == f"{page(identity)}#item-{first}"
    document = school.document(identity)
    assert document.title == {"en": "Renamed"}
    assert order(school, identity) == [[second, first, third]]
    assert document.plan.item(third) == Item(third, False, (), school.today + 9 * DAY)


def test_modules_move_into_the_next_section_and_to_any_place(school: School) -> None:
    identity = school.publish()
    first, second, third = school.modules
    act(school, identity, "section-add")
    act(school, identity, f"down:{third}")
    assert order(school, identity) == [[first, second], [third]]
    act(school, identity, f"put:{first}:1:0")
    assert order(school, identity) == [[second], [first, third]]
    act(school, identity, f"remove:{third}")
    act(school, identity, f"add:{third}:0")
    assert order(school, identity) == [[second, third], [first]]
    act(school, identity, "section-up:1")
    act(school, identity, "section-remove:1")
    assert order(school, identity) == [[first, second, third]]


def test_a_module_taken_out_comes_first_for_nobody_any_more(school: School) -> None:
    first, second, _third = school.modules
    identity = school.publish(Section((Item(first), Item(second, after=(first,)))))
    act(school, identity, f"remove:{first}")
    assert school.document(identity).plan.items == (Item(second),)


@pytest.mark.parametrize(
    "said",
    [
        "up:no-uuid",
        "section-up:-1",
        "put:1:2",
        "put:a:b:c",
        "nothing",
        "section-remove:0",
        f"up:{UUID(int=7)}",
        "add::",
    ],
)
def test_an_act_that_makes_no_sense_changes_nothing(school: School, said: str) -> None:
    identity = school.publish()
    assert act(school, identity, said).status_code == 303
    assert school.curriculum(identity).draft is None


def test_a_module_that_is_not_on_the_shelf_cannot_be_added(school: School, other_company: Company) -> None:
    identity = school.publish()
    theirs = School(other_company, 1).modules[0]
    act(school, identity, f"add:{theirs}:0")
    assert theirs not in school.document(identity).plan.modules


def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost(school: School) -> None:
    identity = school.publish()
    name = f"item-{school.modules[0]}-opens_on"
    answered = act(school, identity, "keep", **{name: "next week", "summary-en": "Typed before", "every_days": "0"})
    assert answered.status_code == 422
    assert "next week" in answered.text
    assert "Typed before" in answered.text
    assert f'aria-describedby="{name}-error"' in answered.text
    assert school.curriculum(identity).draft is None


def test_the_last_act_can_be_taken_back_and_done_again(school: School) -> None:
    identity = school.publish()
    act(school, identity, f"remove:{school.modules[0]}")
    assert school.browser.post(f"{page(identity)}/last-act/removal").status_code == 303
    assert order(school, identity) == [school.modules]
    school.browser.post(f"{page(identity)}/last-act/removal")
    assert order(school, identity) == [school.modules[1:]]


def test_of_two_who_change_one_the_slower_loses_nothing_and_overwrites_nothing(school: School) -> None:
    identity = school.publish()
    seen = school.curriculum(identity).revision
    other = school.company.browser(school.company.person(Role.HR, name="Otto Olsen"))
    other.post(page(identity), {"revision": seen, "act": f"down:{school.modules[0]}"})
    answered = act(school, identity, "keep", revision=seen, title__en="Mine")
    assert answered.status_code == 409
    assert "Otto Olsen changed this curriculum" in answered.text
    assert 'value="Mine"' in answered.text
    assert school.document(identity).title == {"en": "First steps"}
    assert act(school, identity, "keep", title__en="Mine").status_code == 303
    assert school.document(identity).title == {"en": "Mine"}
    assert order(school, identity) == [[school.modules[1], school.modules[0], school.modules[2]]]


def test_hours_weeks_and_days_stand_there_for_any_start(school: School) -> None:
    identity = school.publish()
    shown = text_of(school.browser.get(f"{page(identity)}?start=2027-01-04"))
    assert "5 h" in shown, "three modules of 40 minutes and an hour at work"
    assert "6 weeks in this rhythm" in shown
    assert "4 Jan – 18 Jan 2027" in shown
    assert "1 Feb – 15 Feb 2027" in shown


def test_the_preview_is_the_page_a_learner_gets(school: School, begun: UUID) -> None:
    shown = text_of(school.browser.get(f"{page(begun)}/preview"))
    assert "Preview" in shown
    assert "0 of 4 modules done" in shown
    assert "suggested: done by" in shown


def test_a_copy_is_a_draft_of_its_own(school: School) -> None:
    identity = school.publish()
    answered = school.browser.post(f"{page(identity)}/copies")
    copy = UUID(answered.location.rpartition("/")[2])
    assert school.document(copy).title == {"en": "Copy of First steps"}
    assert order(school, copy) == order(school, identity)
    assert not school.curriculum(copy).published


def test_one_that_is_assigned_stays_and_can_be_retired(school: School) -> None:
    identity = school.publish()
    person = school.company.person()
    school.give(identity, person)
    refused = school.browser.post(f"{page(identity)}/removal")
    assert refused.status_code == 409
    assert "It is assigned, so it stays" in refused.text
    assert school.browser.post(f"{page(identity)}/retirement").status_code == 303
    assert "retired" in text_of(school.browser.get("/assign/curricula"))
    assert "First steps" in text_of(school.company.browser(person).get("/learn")), "who has it keeps it"
    school.browser.post(f"{page(identity)}/retirement/end")
    assert not school.curriculum(identity).retired


def test_an_unused_one_is_removed_and_brought_back(school: School) -> None:
    identity = school.publish()
    assert school.browser.post(f"{page(identity)}/removal").status_code == 303
    assert school.browser.get(page(identity)).status_code == 404
    assert "is removed" in text_of(school.browser.get("/assign/curricula"))
    assert school.browser.post(f"{page(identity)}/return").status_code == 303
    assert school.browser.get(page(identity)).status_code == 200


def test_a_removed_one_goes_for_good_a_day_later_unless_something_names_it(school: School, clock: SetClock) -> None:
    unused, wanted, ruled, kept = (school.publish(title=title) for title in ("Unused", "Wanted", "Ruled", "Kept"))
    for identity in (unused, wanted, ruled):
        assert school.browser.post(f"{page(identity)}/removal").status_code == 303
    database, of = school.company.installation.database, {"organisation_id": school.company.organisation.id}
    with database.writing() as session:
        due = {"kind": "completion", "days": 3, "curriculum": str(wanted)}
        session.add(Assignment(curriculum_id=kept, name="", due=due, created_at=school.now, **of))
        rule = {"field": "curriculum", "is": [str(ruled)]}
        session.add(PeopleGroup(name="By rule", rule=rule, created_at=school.now, **of))
    tidying = {"curricula.tidy": declared()["curricula.tidy"]}
    left = {unused, wanted, ruled, kept}
    for hours in (23, 26):
        clock.forward(hours=hours)
        Worker(database, clock, tidying).run_due()
        left -= {unused} if hours > 24 else set()
        with database.reading() as session:
            ours = Curriculum.organisation_id == school.company.organisation.id
            assert set(session.scalars(select(Curriculum.id).where(ours))) == left
    with database.reading() as session:
        assert session.scalars(select(CurriculumItem).where(CurriculumItem.curriculum_id == unused)).all() == []


def test_another_companys_hr_finds_nothing(school: School, other_company: Company) -> None:
    identity = school.publish()
    stranger = other_company.browser(other_company.person(Role.HR))
    assert "First steps" not in stranger.get("/assign/curricula").text
    for path in ("", "/preview", "/publication"):
        assert stranger.get(page(identity) + path).status_code == 404
    for path in ("", "/publication", "/copies", "/removal", "/retirement", "/last-act/removal", "/changes/removal"):
        assert stranger.post(page(identity) + path, {"revision": 1}).status_code == 404


def test_a_learner_is_not_let_in(school: School) -> None:
    browser = school.company.browser(school.company.person())
    assert browser.get("/assign/curricula").status_code in {403, 404}


def test_every_act_for_people_is_noted(school: School) -> None:
    identity = school.publish()
    school.browser.post(f"{page(identity)}/retirement")
    with school.company.installation.database.reading() as session:
        mine = select(AuditEntry.action).where(AuditEntry.detail == str(identity)).order_by(AuditEntry.id)
        assert list(session.scalars(mine)) == ["curriculum.made", "curriculum.published", "curriculum.retired"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_of_another_age_is_refused_and_the_page_still_opens(company: Company, day: str) -> None:
    school = School(company, 2)
    address = f"/assign/curricula/{school.publish()}"
    assert school.browser.get(address, query_string={"start": day}).status_code == 200
    shown = re.search(r'name="revision" value="(\d+)"', school.browser.get(address).text)
    assert shown is not None
    sent = {"revision": shown[1], f"item-{school.modules[0]}-opens_on": day, "every_days": "365"}
    answer = school.browser.post(address, sent)
    assert answer.status_code == 422
    assert "Write the day as" in answer.text
    assert school.browser.get(address).status_code == 200
