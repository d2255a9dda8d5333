"""Groups keep up: with who changes, with who completes, and with the days that pass; each time once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from lms.assigning.groups import explaining, forgetting, jobs, membership, reading
from lms.assigning.groups.models import GroupChange, GroupMember, PeopleGroup
from lms.assigning.groups.news import look_again, module_completed
from lms.catalog.models import Module
from lms.kernel.clock import SetClock
from lms.kernel.ledger import WAITING, Job
from lms.learning.models import Enrolment, State
from lms.people.changes import PeopleChanged, announce
from lms.people.models import Person
from tests.assigning.groups.room import work
from tests.support.company import Company
from tests.support.installation import Installation


def _group(company: Company, rule: dict[str, Any], name: str = "Kept") -> UUID:
    with company.installation.database.writing() as session:
        now = company.installation.clock.now()
        group = PeopleGroup(organisation_id=company.organisation.id, name=name, rule=rule, created_at=now)
        session.add(group)
        membership.evaluate(session, group, now)
        return group.id


def _change(company: Company, person: Person, **values: Any) -> None:
    with company.installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == person.id).values(**values))
        now = company.installation.clock.now()
        announce(session, PeopleChanged(company.organisation.id, (person.id,), frozenset(values), now))


def _inside(company: Company, group: UUID) -> set[str]:
    with company.installation.database.reading() as session:
        names = select(Person.name).join(GroupMember, GroupMember.person_id == Person.id)
        return set(session.scalars(names.where(GroupMember.group_id == group)))


def _history(company: Company, group: UUID) -> list[tuple[bool, str]]:
    with company.installation.database.reading() as session:
        told = select(GroupChange.joined, GroupChange.cause).where(GroupChange.group_id == group)
        return [tuple(row) for row in session.execute(told.order_by(GroupChange.at, GroupChange.joined))]


def test_whoever_changes_comes_in_and_goes_and_it_is_written_once(
    company: Company, installation: Installation, clock: SetClock
) -> None:
    lea = company.person(name="Lea", job="Clerk")
    group = _group(company, {"field": "job", "is": ["Team lead"]})
    for values, inside in (({"job": "Team lead"}, {"Lea"}), ({"job": "Team lead"}, {"Lea"}), ({"job": "Clerk"}, set())):
        clock.forward(minutes=1)
        _change(company, lea, **values)
        work(installation)
        assert _inside(company, group) == inside
    assert _history(company, group) == [(True, "rule"), (False, "rule")]


def test_a_leaver_goes_out_as_one_who_left(company: Company, installation: Installation) -> None:
    lea = company.person(name="Lea", job="Team lead")
    group = _group(company, {"field": "job", "is": ["Team lead"]})
    installation.clock.forward(minutes=1)
    _change(company, lea, active=False)
    work(installation)
    assert _inside(company, group) == set()
    assert _history(company, group) == [(True, "rule"), (False, "left")]


def test_only_those_named_are_looked_at(company: Company, installation: Installation) -> None:
    named, other = company.person(name="Named"), company.person(name="Other")
    group = _group(company, {"field": "job", "is": ["Team lead"]})
    with installation.database.writing() as session:
        session.execute(update(Person).where(Person.id.in_([named.id, other.id])).values(job="Team lead"))
    _change(company, named, job="Team lead")
    work(installation)
    assert _inside(company, group) == {"Named"}


def test_a_new_line_manager_moves_everybody_below(company: Company, installation: Installation) -> None:
    top, head = company.person(name="Top"), company.person(name="Head")
    company.person(name="Below", manager=head)
    group = _group(company, {"field": "manager", "below": [str(top.id)]})
    assert _inside(company, group) == set()
    _change(company, head, manager_id=top.id)
    work(installation)
    assert _inside(company, group) == {"Head", "Below"}


def test_what_no_rule_can_ask_for_makes_no_work(company: Company, installation: Installation) -> None:
    lea = company.person(name="Lea")
    _group(company, {"field": "job", "is": ["Team lead"]})
    _change(company, lea, away_until=installation.clock.now().date())
    assert work(installation) == 0


def test_a_company_without_groups_has_no_jobs(company: Company, installation: Installation) -> None:
    _change(company, company.person(), job="Clerk")
    with installation.database.reading() as session:
        ours = (Job.organisation_id == company.organisation.id, Job.name == jobs.REFRESH)
        assert session.scalars(select(Job).where(*ours)).all() == []


def test_who_completes_a_module_comes_in_and_is_told_the_day(company: Company, installation: Installation) -> None:
    lea = company.person(name="Lea")
    with installation.database.writing() as session:
        module = session.scalars(select(Module.id).where(Module.organisation_id.is_(None))).first()
        now = installation.clock.now()
        enrolment = Enrolment(
            organisation_id=company.organisation.id, person_id=lea.id, module_id=module, major=1, created_at=now
        )
        session.add(enrolment)
    group = _group(company, {"field": "completed", "is": [str(module)]})
    with installation.database.writing() as session:
        kept = session.get_one(Enrolment, enrolment.id)
        kept.state, kept.completed_at = State.COMPLETED, now
        module_completed(session, kept, now)
    work(installation)
    assert _inside(company, group) == {"Lea"}
    with installation.app.test_request_context(), installation.database.reading() as session:
        why = explaining.explain(session, session.get_one(PeopleGroup, group), lea, now)
    assert [each.text for each in why][0].startswith("completed ")
    assert why[0].text.endswith("on 21 November 2026")


def test_days_pass_and_rules_are_asked_again_after_midnight_of_the_organisation(
    company: Company, installation: Installation, clock: SetClock
) -> None:
    today = clock.now().date()
    company.person(name="New", hire_date=today - timedelta(days=90))
    group = _group(company, {"field": "hire_date", "within_days": 90})
    clock.at = clock.now().replace(hour=22, minute=30)  # 23.30 in Copenhagen
    work(installation)
    assert _inside(company, group) == {"New"}
    clock.forward(hours=1)  # the next day there, still the same in UTC
    work(installation)
    assert _inside(company, group) == set()
    assert _history(company, group) == [(True, "rule"), (False, "rule")]


def test_a_change_of_the_rule_while_a_job_runs_is_not_undone_by_it(
    company: Company, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.person(name="Lea", job="Team lead")
    group = _group(company, {"field": "job", "is": ["Nobody"]})
    with installation.database.writing() as session:
        found = session.get_one(PeopleGroup, group)
        found.rule = {"field": "job", "is": ["Team lead"]}
        look_again(session, company.organisation.id, None, installation.clock.now())
    real = membership.difference

    def meanwhile(*asked: Any) -> membership.Change:
        change = real(*asked)
        with installation.database.writing() as other:
            kept = other.get_one(PeopleGroup, group)
            kept.rule, kept.revision = {"field": "job", "is": ["Nobody"]}, kept.revision + 1
        return change

    monkeypatch.setattr(membership, "difference", meanwhile)
    work(installation)
    assert _inside(company, group) == set()


def test_a_worker_that_dies_between_portions_loses_nothing_and_repeats_nothing(
    company: Company, installation: Installation, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [company.person(name=f"P{number}", job="Clerk") for number in range(5)]
    group = _group(company, {"field": "job", "is": ["Team lead"]})
    with installation.database.writing() as session:
        session.execute(update(Person).where(Person.id.in_([each.id for each in people])).values(job="Team lead"))
        news = PeopleChanged(company.organisation.id, None, frozenset({"job"}), clock.now())
        announce(session, news)
    real, calls = membership.evaluate, []

    def dies(*asked: Any) -> membership.Change:
        calls.append(asked)
        if len(calls) == 3:
            raise RuntimeError("the power went")
        return real(*asked)

    monkeypatch.setattr(jobs, "slices", lambda found: membership.slices(found, 1))
    monkeypatch.setattr(membership, "evaluate", dies)
    work(installation)
    assert len(_inside(company, group)) == 2
    clock.forward(minutes=10)
    work(installation)
    assert len(_inside(company, group)) == 5
    assert _history(company, group) == [(True, "rule")] * 5
    with installation.database.reading() as session:
        ours = (Job.organisation_id == company.organisation.id, Job.name == "assignments.refresh")
        told = [each.arguments["people"] for each in session.scalars(select(Job).where(*ours, Job.state == WAITING))]
    assert sorted(name for some in told for name in some) == sorted(str(each.id) for each in people)


def test_why_names_the_conditions_that_hold_with_the_persons_own_value(
    company: Company, installation: Installation
) -> None:
    today = installation.clock.now().date()
    lea = company.person(name="Lea", job="Team lead", hire_date=today)
    rule = {
        "all": [
            {"any": [{"field": "job", "contains": "lead"}, {"field": "role", "is": ["admin"]}]},
            {"not": {"field": "hire_date", "missing": True}},
            {"not": {"all": [{"field": "location", "is": ["Aarhus"]}, {"field": "job", "is": ["Team lead"]}]}},
        ]
    }
    stranger, group = company.person(), _group(company, rule)
    with installation.app.test_request_context(), installation.database.reading() as session:
        kept = session.get_one(PeopleGroup, group)
        why = explaining.explain(session, kept, lea, installation.clock.now())
        other = explaining.explain(session, kept, stranger, installation.clock.now())
    assert [each.text for each in why] == ["Job: Team lead", "hired 21 November 2026", "Location is missing"]
    assert other == ()


def test_a_long_history_is_read_fifty_moments_at_a_time_and_nothing_of_a_moment_is_lost(company: Company) -> None:
    group, now = _group(company, {"field": "job", "is": ["Team lead"]}), company.installation.clock.now()
    person = company.person(name="Lea")
    of = {"organisation_id": company.organisation.id, "group_id": group, "person_id": person.id}
    kinds = ((True, "rule"), (False, "rule"), (False, "left"))
    with company.installation.database.writing() as session:
        for minutes in range(51):
            at = now + timedelta(minutes=minutes)
            session.add_all([GroupChange(joined=joined, cause=cause, at=at, **of) for joined, cause in kinds])
    with company.installation.database.reading() as session:
        kept = session.get_one(PeopleGroup, group)
        first, more = reading.history(session, kept)
        assert (len(first), more, first[0].at) == (150, True, now + timedelta(minutes=50))
        rest, more = reading.history(session, kept, first[-1].at)
    assert (len(rest), more) == (3, False)
    assert {(each.at, each.joined, each.cause) for each in rest} == {(now, *kind) for kind in kinds}
    assert first[0].names == ["Lea"]


def test_who_came_and_went_is_forgotten_after_two_years_and_who_is_in_it_is_not(company: Company) -> None:
    group, now = _group(company, {"field": "job", "is": ["Team lead"]}), company.installation.clock.now()
    person = company.person(name="Lea")
    of = {"organisation_id": company.organisation.id, "group_id": group, "person_id": person.id}
    with company.installation.database.writing() as session:
        session.add(
            GroupMember(group_id=group, person_id=person.id, organisation_id=company.organisation.id, since=now)
        )
        session.add_all(
            GroupChange(joined=True, cause="rule", at=now - timedelta(days=days), **of) for days in (725, 735, 900)
        )
        gone = [forgetting.forget_changes(session, now, most=1) for _portion in range(3)]
    assert gone == [1, 1, 0]
    with company.installation.database.reading() as session:
        assert session.scalar(select(func.count()).where(GroupMember.group_id == group)) == 1
