"""Why somebody is in a group: the conditions that hold for them, with their own value, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from lms.assigning.groups import membership, rules, wording
from lms.assigning.groups.conditions import Asked, part
from lms.assigning.groups.membership import IMPORT
from lms.assigning.groups.models import GroupChange, GroupMember, PeopleGroup
from lms.assigning.groups.names import Names, names_of
from lms.assigning.groups.rules import All, Leaf, Not, Rule
from lms.learning.models import Enrolment, State
from lms.people.models import Person
from lms.web.languages import LANGUAGES

Truth = Mapping[Leaf, bool]
_: Callable[..., str] = gettext


@dataclass(frozen=True, slots=True)
class Because:
    """One reason: the words, and the condition that holds, or does not where `holds` is False; None by hand."""

    text: str
    leaf: Leaf | None = None
    holds: bool = True


@dataclass(frozen=True)
class _Known:
    """What is known of one person: whatever the rule asks for and the words name."""

    person: Person
    manager: str | None
    truth: Truth
    completed: Mapping[str, datetime] = field(default_factory=dict)


def explain(session: Session, group: PeopleGroup, person: Person, now: datetime) -> tuple[Because, ...]:
    """Return why one person is in a group; nothing where they are not."""
    return explain_all(session, group, [person.id], now).get(person.id, ())


def explain_all(
    session: Session, group: PeopleGroup, people: Sequence[UUID], now: datetime
) -> dict[UUID, tuple[Because, ...]]:
    """Return {person: why they are in the group} of a page of people; the same few questions however many they are."""
    if group.rule is None:
        return _by_hand(session, group, people)
    rule = rules.read(group.rule)
    names = names_of(session, group.organisation_id, rule)
    known = _known(session, group, rule, people, now)
    return {each.person.id: _reasons(rule, each, names) for each in known}


def holds(rule: Rule, truth: Truth) -> bool:
    """Return whether a rule holds, given of each condition whether it does."""
    if isinstance(rule, Leaf):
        return truth[rule]
    if isinstance(rule, Not):
        return not holds(rule.part, truth)
    return (all if isinstance(rule, All) else any)(holds(each, truth) for each in rule.parts)


def grounds(rule: Rule, truth: Truth, *, wanted: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Yield the conditions that make a rule hold (or not hold, where that is wanted), and whether each holds."""
    if isinstance(rule, Leaf):
        if truth[rule] == wanted:
            yield rule, wanted
    elif isinstance(rule, Not):
        yield from grounds(rule.part, truth, wanted=not wanted)
    elif holds(rule, truth) == wanted:
        for each in rule.parts:
            yield from grounds(each, truth, wanted=wanted)


def _reasons(rule: Rule, known: _Known, names: Names) -> tuple[Because, ...]:
    if not holds(rule, known.truth):
        return ()
    found: dict[str, Because] = {}
    for leaf, true in grounds(rule, known.truth):
        words = _WORDS[leaf.field](leaf, known, names, true)
        found.setdefault(words, Because(words, leaf, true))
    return tuple(found.values()) or (Because(_("everybody is in it")),)


def _known(session: Session, group: PeopleGroup, rule: Rule, people: Sequence[UUID], now: datetime) -> Iterator[_Known]:
    today, zone = membership.local_day(session, group.organisation_id, now)
    asked = Asked(group.organisation_id, today, zone)
    conditions = list(dict.fromkeys(rules.leaves(rule)))
    answers = [case((part(each, asked), 1), else_=0).label(f"holds_{n}") for n, each in enumerate(conditions)]
    ours = (Person.organisation_id == group.organisation_id, Person.id.in_(people), Person.active)
    rows = session.execute(select(Person, *answers).where(*ours)).all()
    bosses = _bosses(session, [row[0] for row in rows]) if any(each.field == "manager" for each in conditions) else {}
    done = _completed(session, conditions, people)
    for person, *answered in rows:
        truth = {leaf: bool(each) for leaf, each in zip(conditions, answered, strict=True)}
        yield _Known(person, bosses.get(person.manager_id), truth, done.get(person.id, {}))


def _bosses(session: Session, people: Sequence[Person]) -> dict[UUID | None, str]:
    ids = {each.manager_id for each in people if each.manager_id is not None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {identity: name for identity, name in rows}  # noqa: C416  - the rows' type is no pair


def _completed(session: Session, conditions: Sequence[Leaf], people: Sequence[UUID]) -> dict[UUID, dict[str, datetime]]:
    modules = {UUID(value) for leaf in conditions if leaf.field == "completed" for value in leaf.values}
    if not modules:
        return {}
    done = (Enrolment.person_id.in_(people), Enrolment.module_id.in_(modules), Enrolment.state == State.COMPLETED)
    last = select(Enrolment.person_id, Enrolment.module_id, func.max(Enrolment.completed_at)).where(*done)
    found: dict[UUID, dict[str, datetime]] = {}
    for person, module, at in session.execute(last.group_by(Enrolment.person_id, Enrolment.module_id)):
        if at is not None:
            found.setdefault(person, {})[str(module)] = at
    return found


def _by_hand(session: Session, group: PeopleGroup, people: Sequence[UUID]) -> dict[UUID, tuple[Because, ...]]:
    inside = (GroupMember.group_id == group.id, GroupMember.person_id.in_(people))
    since = session.execute(select(GroupMember.person_id, GroupMember.since).where(*inside)).all()
    imported = (
        GroupChange.group_id == group.id,
        GroupChange.person_id.in_(people),
        GroupChange.joined,
        GroupChange.cause == IMPORT,
    )
    by_import = {
        (person, at) for person, at in session.execute(select(GroupChange.person_id, GroupChange.at).where(*imported))
    }
    return {
        person: (
            Because(
                _("came with an import on %(day)s", day=wording.day_words(at))
                if (person, at) in by_import
                else _("put in by hand on %(day)s", day=wording.day_words(at))
            ),
        )
        for person, at in since
    }


_Words = Callable[[Leaf, _Known, Names, bool], str]


def _department(_leaf: Leaf, known: _Known, names: Names, _true: bool) -> str:
    path = names.departments.get(str(known.person.department_id))
    return _("in %(department)s", department=path) if path else _("in no department")


def _own_word(leaf: Leaf, known: _Known, _names: Names, _true: bool) -> str:
    value, name = getattr(known.person, leaf.field), str(wording.FIELDS[leaf.field])
    return _("%(field)s: %(value)s", field=name, value=value) if value else _("%(field)s is missing", field=name)


def _language(_leaf: Leaf, known: _Known, _names: Names, _true: bool) -> str:
    spoken = known.person.language
    return _("reads in %(language)s", language=LANGUAGES[spoken]) if spoken else _("has chosen no language")


def _role(_leaf: Leaf, known: _Known, _names: Names, _true: bool) -> str:
    held = wording.either(str(wording.ROLES[each]) for each in sorted(known.person.roles) if each in wording.ROLES)
    return _("role: %(role)s", role=held)


def _manager(leaf: Leaf, known: _Known, names: Names, true: bool) -> str:
    if leaf.op == "below":
        return wording.phrase(leaf, names, holds=true)
    return _("reports to %(name)s", name=known.manager) if known.manager else _("has no line manager")


def _hire_date(_leaf: Leaf, known: _Known, _names: Names, _true: bool) -> str:
    hired = known.person.hire_date
    return _("hired %(day)s", day=wording.day_words(hired)) if hired else _("has no hire date")


def _module(leaf: Leaf, known: _Known, names: Names, true: bool) -> str:
    done = [(at, each) for each, at in known.completed.items() if each in leaf.values]
    if not true or not done:
        return wording.phrase(leaf, names, holds=true)
    at, module = max(done)
    called = wording.title(names.modules[module]) if module in names.modules else _("(no longer there)")
    return _("completed %(title)s on %(day)s", title=called, day=wording.day_words(at))


def _as_asked(leaf: Leaf, _known: _Known, names: Names, true: bool) -> str:
    return wording.phrase(leaf, names, holds=true)


_WORDS: Mapping[str, _Words] = {
    "department": _department,
    "job": _own_word,
    "location": _own_word,
    "cost_centre": _own_word,
    "language": _language,
    "role": _role,
    "manager": _manager,
    "hire_date": _hire_date,
    "completed": _module,
    "curriculum": _as_asked,
    "group": _as_asked,
}
