"""The department tree: counted, renamed, moved, merged; never in a ring, never with twins, never losing anybody."""

from __future__ import annotations

from threading import Thread

import pytest
from sqlalchemy import func, select

from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import Role
from lms.people import departments, words
from lms.people.departments import Refused
from lms.people.models import Department, Person
from tests.support.company import Company


class Tree:
    """A company's tree: Sales (North (Bergen)), Service; with people."""

    def __init__(self, company: Company) -> None:
        """Grow it."""
        self.company, self.database = company, company.installation.database
        self.hr, self.now = company.actor(company.person(Role.HR)), company.installation.clock.now()
        self.sales = self.add("Sales")
        self.north = self.add("North", self.sales)
        self.bergen = self.add("Bergen", self.north)
        self.service = self.add("Service")
        for place, count in ((self.sales, 1), (self.north, 2), (self.bergen, 3)):
            for _number in range(count):
                company.person(name="Somebody", department_id=place.id)

    def add(self, name: str, parent: Department | None = None) -> Department:
        """Add one."""
        with self.database.writing() as session:
            return departments.add(session, self.hr, name, parent, self.now)

    def shape(self) -> list[tuple[str, int, int]]:
        """Return (way, people here, people below) of each, in order."""
        with self.database.reading() as session:
            nodes = departments.tree(session, self.hr.organisation_id)
            return [(node.way, node.people, node.below) for node in nodes]


@pytest.fixture
def tree(company: Company) -> Tree:
    """Return a company's tree."""
    return Tree(company)


def test_each_department_says_who_is_in_it_and_below(tree: Tree, other_company: Company) -> None:
    Tree(other_company)
    assert tree.shape() == [
        ("Sales", 1, 6),
        ("Sales › North", 2, 5),
        ("Sales › North › Bergen", 3, 3),
        ("Service", 0, 0),
    ]


def test_a_department_moves_with_everything_in_it(tree: Tree) -> None:
    with tree.database.writing() as session:
        north, service = session.get_one(Department, tree.north.id), session.get_one(Department, tree.service.id)
        departments.move(session, tree.hr, north, service, tree.now)
    assert tree.shape()[1:] == [
        ("Service", 0, 5),
        ("Service › North", 2, 5),
        ("Service › North › Bergen", 3, 3),
    ]


def test_a_department_never_stands_inside_itself(tree: Tree) -> None:
    with tree.database.writing() as session:
        sales = session.get_one(Department, tree.sales.id)
        for place in (tree.sales, tree.north, tree.bergen):
            with pytest.raises(Refused, match="inside"):
                departments.move(session, tree.hr, sales, session.get_one(Department, place.id), tree.now)
            with pytest.raises(Refused, match="inside|itself"):
                departments.merge(session, tree.hr, sales, session.get_one(Department, place.id), tree.now)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "sales"])
def test_no_name_and_a_twins_name_are_refused_in_words(name: str, tree: Tree) -> None:
    with pytest.raises(Refused) as refused:
        tree.add(name)
    assert len(refused.value.text) > 20
    with tree.database.writing() as session, pytest.raises(Refused):
        departments.rename(session, tree.hr, session.get_one(Department, tree.service.id), name, tree.now)


def test_the_same_name_may_stand_elsewhere(tree: Tree) -> None:
    tree.add("Sales", tree.north)
    assert ("Sales › North › Sales", 0, 0) in tree.shape()


def test_people_are_found_by_a_departments_new_name(tree: Tree) -> None:
    with tree.database.writing() as session:
        departments.rename(session, tree.hr, session.get_one(Department, tree.bergen.id), "Fjordside", tree.now)
    with tree.database.reading() as session:
        for typed, count in (("fjords", 3), ("bergen", 0)):
            fit = words.matching(session, tree.hr, typed).conditions
            assert session.scalar(select(func.count()).select_from(Person).where(*fit)) == count


def test_a_large_departments_words_are_left_to_a_job(
    tree: Tree, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(departments, "AT_ONCE", 2)
    with tree.database.writing() as session:
        departments.rename(session, tree.hr, session.get_one(Department, tree.bergen.id), "Fjordside", tree.now)
        assert words.matching(session, tree.hr, "fjords").conditions
    jobs = {name: each for name, each in declared().items() if name == "people.department_words"}
    Worker(tree.database, clock, jobs).run_due()
    with tree.database.reading() as session:
        fit = words.matching(session, tree.hr, "fjords").conditions
        assert session.scalar(select(func.count()).select_from(Person).where(*fit)) == 3


def test_merged_people_and_departments_move_and_the_act_is_written_down(tree: Tree) -> None:
    tree.add("North", tree.service)
    with tree.database.writing() as session:
        sales, service = (session.get_one(Department, each.id) for each in (tree.sales, tree.service))
        assert departments.merge(session, tree.hr, sales, service, tree.now) == 1
    assert tree.shape() == [
        ("Service", 1, 6),
        ("Service › North", 0, 0),
        ("Service › North (2)", 2, 5),
        ("Service › North (2) › Bergen", 3, 3),
    ]
    with tree.database.reading() as session:
        ours = AuditEntry.organisation_id == tree.hr.organisation_id
        merged = select(AuditEntry.detail).where(ours, AuditEntry.action == "department.merged")
        assert session.scalars(merged).one() == "Sales → Service (1)"


def test_only_an_empty_department_is_removed(tree: Tree) -> None:
    for place, code in ((tree.bergen, "people"), (tree.sales, "people")):
        with tree.database.writing() as session, pytest.raises(Refused, match=code):
            departments.remove(session, tree.hr, session.get_one(Department, place.id), tree.now)
    with tree.database.writing() as session:
        departments.remove(session, tree.hr, session.get_one(Department, tree.service.id), tree.now)
    assert "Service" not in [way for way, _here, _below in tree.shape()]


def test_of_two_who_move_at_once_the_second_is_told_that_it_would_be_a_ring(tree: Tree) -> None:
    said: list[str] = []

    def second() -> None:
        with tree.database.writing() as session:
            parts = [session.get_one(Department, each.id) for each in (tree.service, tree.sales)]
            try:
                departments.move(session, tree.hr, *parts, tree.now)
            except Refused as refused:
                said.append(refused.code)

    other = Thread(target=second)
    with tree.database.writing() as session:
        parts = [session.get_one(Department, each.id) for each in (tree.sales, tree.service)]
        departments.move(session, tree.hr, *parts, tree.now)
        other.start()
        other.join(timeout=0.3)
    other.join(timeout=10)
    assert said == ["inside"]
    assert [way for way, _here, _below in tree.shape()][:2] == ["Service", "Service › Sales"]
