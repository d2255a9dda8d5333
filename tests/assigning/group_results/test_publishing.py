"""What HR is told of groups' self-assessments: once a quarter, five and five anew, for ever as it was told."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from lms.assigning.group_results.models import GroupCell, GroupCut, GroupRule, GroupSnapshot
from lms.assigning.group_results.publishing import draw, keep
from lms.assigning.group_results.quarters import Quarter
from lms.assigning.group_results.rounding import told_mean
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people.erasing import erase
from lms.people.models import Person
from tests.assigning.group_results.answered import Answered
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.linear_attack import recovered

HOME = "/assign/reports/groups"
SPRING, SUMMER, AUTUMN = (datetime(2026, month, 10, 12, tzinfo=UTC) for month in (5, 8, 10))
JULY, OCTOBER, JANUARY = (datetime(*day, 9, tzinfo=UTC) for day in ((2026, 7, 1), (2026, 10, 1), (2027, 1, 1)))
SIX = (40, 45, 50, 55, 60, 80)


@pytest.fixture
def answered(company: Company, clock: SetClock) -> Answered:
    return Answered.founded(company)


def latest(answered: Answered) -> list[dict[str, Any]]:
    """Return the rows of the newest file HR can download."""
    hr = answered.hr()
    found = re.search(rf'href="({HOME}/[0-9a-f-]+)"', hr.get(HOME).text)
    assert found is not None, "something has been told"
    return list(csv.DictReader(hr.get(f"{found[1]}/file.csv").get_data().decode("utf-8-sig").splitlines()))


def told(answered: Answered) -> dict[str, tuple[int, int]]:
    """Return {department: (people, mean)} of the newest file, told ones only."""
    return {row["department"]: (int(row["people"]), int(row["mean"])) for row in latest(answered) if row["people"]}


def test_hr_sees_departments_of_five_and_not_the_one_that_would_follow(answered: Answered) -> None:
    for name in ("East", "North", "South"):
        answered.department(name)
    answered.people("North", *SIX, at=SPRING)
    answered.people("South", *SIX, 50, 52, at=SPRING)
    answered.people("East", 10, 90, at=SPRING)
    answered.publish(JULY)
    assert told(answered) == {"Whole organisation": (16, 54), "South": (8, 55)}
    assert all(row["people"] == row["mean"] == "" for row in latest(answered) if row["department"] in ("East", "North"))


def test_a_quarter_is_told_once_and_stands_still(answered: Answered) -> None:
    people = answered.people(None, *SIX, at=SPRING)
    answered.publish(JULY)
    before = latest(answered)
    answered.sat(people[0].id, 100, SPRING)  # written later, as closed before
    answered.move(people[1].id, None, active=False)
    answered.publish(JULY.replace(hour=20))
    assert latest(answered) == before


def test_four_wait_until_a_fifth_has_answered_and_then_all_are_told_together(answered: Answered) -> None:
    answered.people(None, 40, 50, 60, 70, at=SPRING)
    answered.publish(JULY)
    assert "Nothing can be shown yet" in answered.hr().get(HOME).text
    answered.people(None, 80, at=SUMMER)
    answered.publish(OCTOBER)
    assert told(answered) == {"Whole organisation": (5, 60)}


def test_four_who_answer_anew_change_nothing(answered: Answered) -> None:
    people = answered.people(None, *SIX, at=SPRING)
    answered.publish(JULY)
    before = latest(answered)
    for each in people[:4]:
        answered.sat(each.id, 100, SUMMER)
    answered.publish(OCTOBER)
    assert latest(answered) == before


def test_people_who_left_are_not_counted_and_who_moved_count_where_they_are_now(answered: Answered) -> None:
    answered.department("North")
    answered.department("South")
    north = answered.people("North", *SIX, at=SPRING)
    answered.people("South", *SIX, 50, at=SPRING)
    answered.move(north[0].id, "South")
    answered.move(north[5].id, "North", active=False)
    answered.publish(JULY)
    assert told(answered) == {"Whole organisation": (12, told_mean(12, 630))}


def test_erasing_somebody_keeps_what_has_been_told(answered: Answered, installation: Installation) -> None:
    people = answered.people(None, *SIX, at=SPRING)
    answered.publish(JULY)
    before = latest(answered)
    with installation.database.writing() as session:
        erase(session, session.get_one(Person, people[0].id), JULY)
    assert latest(answered) == before


def test_what_was_begun_under_other_words_is_never_counted(answered: Answered, installation: Installation) -> None:
    organisation = answered.company.organisation.id
    with installation.database.writing() as session:
        session.add(GroupRule(organisation_id=organisation, fewest=5, counts_from=SUMMER))
    people = answered.people(None, *SIX, at=SPRING)
    answered.sat(people[0].id, 10, AUTUMN, begun=SPRING)
    answered.publish(JANUARY)
    page = answered.hr().get(HOME).text
    assert "Nothing can be shown yet" in page
    assert "10 August 2026" in page


def test_a_quarter_missed_is_told_later_on(answered: Answered, installation: Installation) -> None:
    answered.people(None, *SIX, at=SPRING)
    answered.people(None, *SIX, at=SUMMER)
    answered.publish(JANUARY)
    with installation.database.reading() as session:
        ours = GroupSnapshot.organisation_id == answered.company.organisation.id
        assert list(session.scalars(select(GroupSnapshot.quarter).where(ours).order_by(GroupSnapshot.quarter))) == [
            "2026-Q2",
            "2026-Q3",
        ]
        assert (
            session.scalar(
                select(func.count())
                .select_from(GroupCut)
                .where(GroupCut.organisation_id == answered.company.organisation.id)
            )
            == 4
        )


def test_a_job_killed_between_two_snapshots_tells_nothing_twice(answered: Answered, installation: Installation) -> None:
    answered.people(None, *SIX, at=SPRING)
    ours = answered.company.organisation.id
    with installation.database.writing() as session:
        for drawn in draw(session, ours, Quarter(2026, 2), JULY):
            keep(session, drawn)  # and killed before the quarter is marked as done
    answered.publish(JULY)
    answered.publish(JULY)
    with installation.database.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(model).where(model.organisation_id == ours))
            for model in (GroupSnapshot, GroupCell)
        ]
    assert counts == [1, 1]


def test_the_database_refuses_to_change_what_was_told(answered: Answered, installation: Installation) -> None:
    answered.people(None, *SIX, at=SPRING)
    answered.publish(JULY)
    for model, values in ((GroupSnapshot, {"fewest": 6}), (GroupCell, {"mean": 1})):
        for statement in (update(model).values(values), delete(model)):
            with pytest.raises(DBAPIError, match="written once"), installation.database.writing() as session:
                session.execute(statement)


def test_hr_may_ask_for_more_people_and_never_for_fewer(answered: Answered) -> None:
    hr = answered.hr()
    for wrong in ("4", "0", "-7", "five", "", "1001", "5.5"):
        refused = hr.post(f"{HOME}/fewest", {"fewest": wrong})
        assert refused.status_code == 422, wrong
        assert "Enter a whole number from 5 to 1000" in refused.text
    assert hr.post(f"{HOME}/fewest", {"fewest": "8"}).status_code == 303
    answered.people(None, *SIX, at=SPRING)
    answered.publish(JULY)
    assert "Nothing can be shown yet" in hr.get(HOME).text


def test_the_rule_in_the_database_has_a_floor(answered: Answered, installation: Installation) -> None:
    with pytest.raises(DBAPIError), installation.database.writing() as session:
        session.add(GroupRule(organisation_id=answered.company.organisation.id, fewest=4))


def test_nobody_but_this_companys_hr_sees_them(answered: Answered, other_company: Company) -> None:
    answered.people(None, *SIX, at=SPRING)
    answered.publish(JULY)
    page = re.search(rf"{HOME}/[0-9a-f-]+", answered.hr().get(HOME).text)
    assert page is not None
    others = other_company.browser(other_company.person(Role.LEARNER, Role.HR))
    for path in (page[0], f"{page[0]}/file.csv"):
        assert others.get(path).status_code == 404
        for role in (Role.TRAINER, Role.ADMIN, Role.LEARNER):
            assert answered.company.browser(answered.company.person(role)).get(path).status_code in (403, 404)


def test_nothing_that_hr_downloads_gives_anybody_away(answered: Answered, installation: Installation) -> None:
    """Three quarters of a random company through the job itself; the attacker has every file and knows who is in it."""
    chance = Random(8)  # noqa: S311
    for name, inside in (("A", None), ("B", None), ("A1", "A"), ("A2", "A"), ("A21", "A2")):
        answered.department(name, inside)
    parents = {"A1": "A", "A2": "A", "A21": "A2", "A": None, "B": None}
    place: dict[UUID, str | None] = {}
    sets: list[set[tuple[UUID, int]]] = []
    for at, cut in ((SPRING, JULY), (SUMMER, OCTOBER), (AUTUMN, JANUARY)):
        for _ in range(16):
            somebody = answered.company.person()
            place[somebody.id] = None
        scores: dict[UUID, float] = {}
        for person, stood in tuple(place.items()):
            place[person] = chance.choice((*parents, None)) if chance.random() < 0.5 else stood
            answered.move(person, place[person])
            if chance.random() < 0.8:
                scores[person] = chance.randint(0, 36) / 36 * 100
                answered.sat(person, scores[person], at)
        answered.publish(cut)
        for name, (people, mean) in told(answered).items():
            inside = [
                person for person in scores if name == "Whole organisation" or within(name, place[person], parents)
            ]
            assert (people, mean) == (len(inside), told_mean(len(inside), sum(scores[each] for each in inside)))
            sets.append({(person, cut.toordinal()) for person in inside})
    assert len(sets) > 6
    assert recovered(sets) == set()


def within(name: str, department: str | None, parents: dict[str, str | None]) -> bool:
    """Return whether a department is `name` or inside it."""
    while department is not None and department != name:
        department = parents[department]
    return department == name
