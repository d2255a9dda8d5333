"""A rule as one SQL condition over `Person`: the one way in which criteria become a question to the database.

Every part is true or false and never NULL, so that "not" means what it says: who has no job does not have the job "Team
lead". Trees of departments and of line managers are walked once for each question, by a recursive query that also ends
where somebody has made a ring.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, exists, false, func, not_, or_, select, true, type_coerce
from sqlalchemy.orm import aliased

from lms.assigning.assignments.models import APPLIED, COMPLETED, Assigned, AssignmentRun
from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.assigning.groups.rules import All, Leaf, Not, Rule
from lms.learning.models import Enrolment, State
from lms.people.models import Department, Organisation, Person

Condition = ColumnElement[bool]
WORDS: Final[Mapping[str, Any]] = {"job": Person.job, "location": Person.location, "cost_centre": Person.cost_centre}


@dataclass(frozen=True, slots=True)
class Asked:
    """Where and when a rule is asked: in which organisation, on which day there, by which clock on the wall."""

    organisation_id: UUID
    today: date
    zone: tzinfo = UTC


def condition(
    rule: Rule, organisation_id: UUID, today: date, *, zone: tzinfo = UTC, everybody: bool = False
) -> Condition:
    """Return the condition under which a person fits `rule`.

    `today`: the day in the organisation; `zone`: its clock, which says when the day of "completed since" begins.
    Active people of the organisation alone fit; with `everybody` also those who have left.
    """
    asked = Asked(organisation_id, today, zone)
    own = Person.organisation_id == organisation_id
    here = own if everybody else own & Person.active
    return and_(here, part(rule, asked))


def part(rule: Rule, asked: Asked) -> Condition:
    """Return the condition of one part of a rule, which alone holds in any organisation.

    Every table but `Person` is aliased: whoever asks may have joined the same table, and means another row of it.
    """
    if isinstance(rule, Leaf):
        return LEAVES[rule.field](rule, asked)
    if isinstance(rule, Not):
        return not_(part(rule.part, asked))
    inside = [part(each, asked) for each in rule.parts]
    return and_(true(), *inside) if isinstance(rule, All) else or_(false(), *inside)


def _department(leaf: Leaf, asked: Asked) -> Condition:
    ids = _ids(leaf)
    if leaf.op == "within":
        return _among(Person.department_id, _departments_below(ids, asked))
    node = aliased(Department)
    ours = select(node.id).where(node.organisation_id == asked.organisation_id, node.id.in_(ids))
    return _among(Person.department_id, ours)


def _departments_below(ids: list[UUID], asked: Asked) -> Select[Any]:
    node = aliased(Department)
    ours = node.organisation_id == asked.organisation_id
    tree = select(node.id).where(ours, node.id.in_(ids)).cte(recursive=True)
    tree = tree.union(select(node.id).where(ours, node.parent_id == tree.c.id))
    return select(tree.c.id)


def _manager(leaf: Leaf, asked: Asked) -> Condition:
    ids = _ids(leaf)
    if leaf.op == "is":
        return and_(Person.manager_id.is_not(None), Person.manager_id.in_(ids))
    below = aliased(Person)
    ours = below.organisation_id == asked.organisation_id
    tree = select(below.id).where(ours, below.manager_id.in_(ids)).cte(recursive=True)
    tree = tree.union(select(below.id).where(ours, below.manager_id == tree.c.id))
    return Person.id.in_(select(tree.c.id))


def _words(leaf: Leaf, _asked: Asked) -> Condition:
    column = WORDS[leaf.field]
    if leaf.op == "missing":
        return func.coalesce(column, "") == ""
    if leaf.op == "is":
        return and_(column.is_not(None), column.in_(leaf.values))
    plain = str(leaf.value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return and_(column.is_not(None), column.ilike(f"%{plain}%", escape="\\"))


def _language(leaf: Leaf, asked: Asked) -> Condition:
    """Return who reads in it; who has chosen none reads in the organisation's."""
    company = aliased(Organisation)
    usual = select(company.language).where(company.id == asked.organisation_id).scalar_subquery()
    return func.coalesce(Person.language, usual, "").in_(leaf.values)


def _role(leaf: Leaf, _asked: Asked) -> Condition:
    held = " " + type_coerce(Person.roles, String) + " "
    return or_(false(), *(held.like(f"% {role} %") for role in leaf.values))


def _hire_date(leaf: Leaf, asked: Asked) -> Condition:
    hired, value = Person.hire_date, leaf.value
    if leaf.op == "missing":
        return hired.is_(None)
    if isinstance(value, date):
        return and_(hired.is_not(None), hired < value if leaf.op == "before" else hired > value)
    ago = asked.today - timedelta(days=int(str(value)))
    if leaf.op == "within_days":
        return and_(hired.is_not(None), hired >= ago, hired <= asked.today)
    return and_(hired.is_not(None), hired <= ago)


def _completed(leaf: Leaf, asked: Asked) -> Condition:
    taken = aliased(Enrolment)
    done = exists().where(
        taken.person_id == Person.id,
        taken.module_id.in_(_ids(leaf)),
        taken.organisation_id == asked.organisation_id,
        taken.state == State.COMPLETED,
    )
    if leaf.since is not None:
        done = done.where(taken.completed_at >= datetime.combine(leaf.since, time(), asked.zone).astimezone(UTC))
    return done


def _curriculum(leaf: Leaf, asked: Asked) -> Condition:
    given, run = aliased(Assigned), aliased(AssignmentRun)
    return exists().where(
        given.person_id == Person.id,
        given.curriculum_id.in_(_ids(leaf)),
        given.organisation_id == asked.organisation_id,
        given.state == COMPLETED,
        given.run_id == run.id,
        run.state == APPLIED,
    )


def _group(leaf: Leaf, asked: Asked) -> Condition:
    """Return who is in one of the groups made by hand. Groups with a rule never count, so no rule can run in a ring."""
    group, member = aliased(PeopleGroup), aliased(GroupMember)
    by_hand = select(group.id).where(
        group.organisation_id == asked.organisation_id,
        group.id.in_(_ids(leaf)),
        group.rule.is_(None),
        group.removed_at.is_(None),
    )
    return exists().where(member.person_id == Person.id, member.group_id.in_(by_hand))


def _among(column: Any, ids: Select[Any]) -> Condition:
    return and_(column.is_not(None), column.in_(ids))


def _ids(leaf: Leaf) -> list[UUID]:
    return [UUID(each) for each in leaf.values]


LEAVES: Final[Mapping[str, Callable[[Leaf, Asked], Condition]]] = {
    "department": _department,
    "job": _words,
    "location": _words,
    "cost_centre": _words,
    "language": _language,
    "role": _role,
    "manager": _manager,
    "hire_date": _hire_date,
    "completed": _completed,
    "curriculum": _curriculum,
    "group": _group,
}
"""Field → what makes its condition; every field of a rule has one."""
