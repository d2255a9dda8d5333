"""The SQL of any rule picks whom a plain reading of the rule picks, on both databases."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.assigning.assignments.models import Assigned, Assignment, AssignmentRun
from lms.assigning.curricula.models import Curriculum
from lms.assigning.groups import membership, rules
from lms.assigning.groups.conditions import LEAVES, condition
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.groups.rules import All, Leaf, Not, Rule
from lms.people.models import Department, Person
from tests.assigning.groups.random_rules import TODAY, any_rule
from tests.assigning.groups.small_world import ZONE, World, small_world
from tests.support.company import Company
from tests.support.installation import Installation

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
MIDDAY = datetime.combine(TODAY, time(12), ZONE)


@pytest.fixture(scope="module")
def world(installation: Installation) -> World:
    """Return a small organisation on each database."""
    return small_world(installation)


def holds(rule: Rule, person: Person, world: World) -> bool:
    """Return whether a rule holds for somebody: the same, read plainly and without SQL."""
    if isinstance(rule, Not):
        return not holds(rule.part, person, world)
    if not isinstance(rule, Leaf):
        return (all if isinstance(rule, All) else any)(holds(each, person, world) for each in rule.parts)
    return bool(_leaf(rule, person, world))


def _above(start: Any, parents: dict[Any, Any]) -> set[str]:
    seen: set[str] = set()
    while start is not None and str(start) not in seen:
        seen.add(str(start))
        start = parents.get(start)
    return seen


def _leaf(leaf: Leaf, person: Person, world: World) -> Any:  # noqa: PLR0911  - one line a field
    value, own, wanted = leaf.value, getattr(person, leaf.field, None), set(leaf.values)
    if leaf.field == "department":
        here = person.department_id
        return wanted & (_above(here, world.departments) if leaf.op == "within" else {str(here)})
    if leaf.field == "manager":
        bosses = {each.id: each.manager_id for each in world.people}
        return wanted & (_above(person.manager_id, bosses) if leaf.op == "below" else {str(person.manager_id)})
    if leaf.field == "hire_date" and own is not None and leaf.op != "missing":
        days = (TODAY - own).days
        past = {"within_days": lambda: 0 <= days <= value, "days_ago": lambda: days >= value}
        return {**past, "before": lambda: own < value, "after": lambda: own > value}[leaf.op]()
    if leaf.field == "completed":
        since = datetime.combine(leaf.since or date.min, time(), ZONE if leaf.since else MIDDAY.tzinfo)
        return any(
            p == person.id and str(m) in wanted and (not leaf.since or at >= since) for p, m, at in world.completed
        )
    if leaf.field == "group":
        return any(person.id in inside for group, inside in world.groups.items() if str(group) in wanted)
    if leaf.field in ("role", "language"):
        return wanted & ({str(each) for each in person.roles} if leaf.field == "role" else {person.language or "en"})
    if leaf.op == "missing":
        return not own
    return str(value).lower() in own.lower() if own and leaf.op == "contains" else own in wanted


def _fitting(world: World, rule: Rule) -> set[str]:
    with world.company.installation.database.reading() as session:
        right = condition(rule, world.company.organisation.id, TODAY, zone=ZONE)
        return set(session.scalars(select(Person.name).where(right)))


@SETTINGS
@given(data=st.data())
def test_the_database_picks_whom_a_plain_reading_picks(data: st.DataObject, world: World) -> None:
    rule = data.draw(any_rule(world.ids))
    assert _fitting(world, rule) == {each.name for each in world.people if each.active and holds(rule, each, world)}


@settings(SETTINGS, max_examples=12)
@given(data=st.data())
def test_asking_twice_changes_nothing_and_asking_of_some_touches_only_them(data: st.DataObject, world: World) -> None:
    rule, other = data.draw(any_rule(world.ids)), data.draw(any_rule(world.ids))
    some = [each.id for each in data.draw(st.lists(st.sampled_from(world.people), unique=True))]
    database, company = world.company.installation.database, world.company
    with database.writing() as session:
        group = PeopleGroup(
            organisation_id=company.organisation.id, name=str(data), rule=rules.write(rule), created_at=MIDDAY
        )
        session.add(group)
        session.flush()
        first = membership.evaluate(session, group, MIDDAY)
        assert {each.name for each in world.people if each.id in first.joined} == _fitting(world, rule)
        assert not membership.evaluate(session, group, MIDDAY)
        assert group.members == len(first.joined)
        group.rule = rules.write(other)
        planned = membership.difference(session, group, MIDDAY, some)
        done = membership.evaluate(session, group, MIDDAY, some)
        assert (set(planned.joined), set(planned.left)) == (set(done.joined), set(done.left))
        assert set(done.people) <= set(some)
        membership.evaluate(session, group, MIDDAY)
        inside = set(session.scalars(membership.members(group.id)))
        assert group.members == len(inside)
        assert {each.name for each in world.people if each.id in inside} == _fitting(world, other)
        session.rollback()


def test_a_condition_can_stand_in_a_question_that_joins_the_same_tables(world: World) -> None:
    rule = rules.read({"field": "department", "within": world.ids["department"][:1]})
    right = condition(rule, world.company.organisation.id, TODAY)
    with world.company.installation.database.reading() as session:
        joined = select(Person.name).join(Department, Department.id == Person.department_id).where(right)
        assert set(session.scalars(joined)) == _fitting(world, rule)


def test_another_organisations_departments_managers_and_groups_pick_nobody(
    world: World, installation: Installation
) -> None:
    theirs = small_world(installation)
    for field, op in (("department", "within"), ("department", "is"), ("manager", "below"), ("group", "is")):
        document = {"field": field, op: theirs.ids[field]}
        assert _fitting(world, rules.read(document)) == set(), field
        assert _fitting(theirs, rules.read(document)), field


def test_everybody_is_everybody_who_is_active(world: World) -> None:
    assert len(_fitting(world, All(()))) == 12
    with world.company.installation.database.reading() as session:
        right = condition(All(()), world.company.organisation.id, TODAY, everybody=True)
        assert len(session.scalars(select(Person.id).where(right)).all()) == 14


def test_the_day_of_completed_since_begins_at_midnight_of_the_organisation(world: World) -> None:
    first = min(at for _person, _module, at in world.completed)
    rule = Leaf("completed", "is", tuple(world.ids["completed"]), first.astimezone(ZONE).date())
    assert len(_fitting(world, rule)) == len(
        {p for p, _m, _a in world.completed} & {e.id for e in world.people if e.active}
    )
    later = Leaf("completed", "is", rule.values, rule.since + timedelta(days=1))  # type: ignore[operator]
    assert len(_fitting(world, later)) < len(_fitting(world, rule))


def test_every_field_of_a_rule_can_be_asked_for() -> None:
    assert LEAVES.keys() == rules.FIELDS.keys()


@pytest.mark.parametrize(
    ("run", "state", "fits"),
    [("applied", "completed", True), ("staging", "completed", False), ("applied", "open", False)],
)
def test_a_curriculum_counts_once_it_is_completed_and_was_really_given(
    run: str, state: str, fits: bool, company: Company, installation: Installation
) -> None:
    person, now = company.person(name="Lea"), installation.clock.now()
    mine = {"organisation_id": company.organisation.id}
    with installation.database.writing() as session:
        curriculum = Curriculum(title={"en": "All of it"}, created_at=now, **mine)
        session.add(curriculum)
        session.flush()
        assignment = Assignment(curriculum_id=curriculum.id, name="All", created_at=now, **mine)
        session.add(assignment)
        session.flush()
        carried = AssignmentRun(assignment_id=assignment.id, state=run, created_at=now, **mine)
        session.add(carried)
        session.flush()
        of = {"person_id": person.id, "curriculum_id": curriculum.id, "assignment_id": assignment.id}
        session.add(Assigned(run_id=carried.id, state=state, created_at=now, **of, **mine))
    with installation.database.reading() as session:
        right = condition(Leaf("curriculum", "is", (str(curriculum.id),)), company.organisation.id, TODAY)
        assert list(session.scalars(select(Person.name).where(right))) == (["Lea"] if fits else [])
