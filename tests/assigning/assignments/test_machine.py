"""Whatever HR and people do in whatever order: one open row each, completed stays, dates by the rule, twice is once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from lms.assigning.assignments import changing
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.models import COMPLETED, EXEMPT, OPEN, Assigned, Assignment
from lms.assigning.assignments.refusals import Refused
from lms.people.models import Department, Person
from tests.assigning.assignments.office import NINETY, Office
from tests.support.company import Company
from tests.support.installation import Installation

DAY = timedelta(days=1)
WHO = st.integers(0, 3)


def _due(hired: date | None, given: date, extended: int, away: set[date]) -> date | None:
    """Return the date as the documentation says it in words, reckoned day by day."""
    if hired is None:
        return None
    due = max(hired + 90 * DAY, given + 14 * DAY) + extended * DAY
    day = given
    while day <= due:
        if day in away:
            due += DAY
        day += DAY
    return due


class Machine(RuleBasedStateMachine):
    """Four people, a department, a group, two standing assignments of one curriculum."""

    installation: Installation

    @initialize()
    def begin(self) -> None:
        """Found a company and give its assignments."""
        self.clock_at = self.installation.clock.at
        self.office = Office(Company(self.installation))
        office = self.office
        with office.database.writing() as session:
            self.department = Department(organisation_id=office.company.organisation.id, name="Service")
            session.add(self.department)
        self.people = [office.person(), office.person(department_id=self.department.id), *office.hire(2)]
        self.group = office.group(self.people[0])
        self.members, self.inside = {self.people[0].id}, {self.people[1].id}
        self.away: dict[UUID, set[date]] = {person.id: set() for person in self.people}
        self.completed: set[UUID] = set()
        self.assignments = [
            office.give([Part("department", self.department.id)], NINETY, name="Department"),
            office.give([Part("group", self.group)], NINETY, name="Group"),
        ]

    def teardown(self) -> None:
        """Put the clock back."""
        self.installation.clock.at = self.clock_at

    @rule(who=WHO, ago=st.one_of(st.none(), st.integers(-30, 400)))
    def hired(self, who: int, ago: int | None) -> None:
        """Change a hire date."""
        self.office.change(self.people[who], hire_date=None if ago is None else self.office.today - ago * DAY)

    @rule(who=WHO, inside=st.booleans())
    def moves(self, who: int, inside: bool) -> None:
        """Move somebody into the department or out of it."""
        person = self.people[who]
        self.office.change(person, department_id=self.department.id if inside else None)
        (self.inside.add if inside else self.inside.discard)(person.id)

    @rule(who=WHO, begins=st.integers(0, 40), length=st.integers(0, 20))
    def goes_away(self, who: int, begins: int, length: int) -> None:
        """Enter an absence from today on, but for who is exempt: nobody counts their days away."""
        if any(row.state == EXEMPT for row in self.office.rows(self.people[who])):
            return
        first = self.office.today + begins * DAY
        self.office.change(self.people[who], away_from=first, away_until=first + length * DAY)
        self._absent(who, {first + each * DAY for each in range(length + 1)})

    @rule(who=WHO)
    def is_back(self, who: int) -> None:
        """Take an absence back."""
        self.office.change(self.people[who], away_from=None, away_until=None)
        self._absent(who, set())

    def _absent(self, who: int, days: set[date]) -> None:
        lived = {day for day in self.away[self.people[who].id] if day < self.office.today}
        self.away[self.people[who].id] = lived | days

    @rule(who=WHO)
    def joins_or_leaves(self, who: int) -> None:
        """Put somebody into the group, or take them out."""
        person = self.people[who]
        (self.office.leave if person.id in self.members else self.office.join)(self.group, person)
        self.members ^= {person.id}

    @rule(who=WHO)
    def completes(self, who: int) -> None:
        """Complete everything, once."""
        person = self.people[who]
        if person.id not in self.completed:
            self.completed.add(person.id)
            self.office.complete(person)

    @rule(which=st.integers(0, 1))
    def given_again(self, which: int) -> None:
        """Carry an assignment out by hand once more; where nobody is left in its audience that is refused."""
        with self.office.database.reading() as session:
            state = session.get_one(Assignment, self.assignments[which].id).state
        if state == "draft":
            return
        if (self.inside, self.members)[which]:
            self.office.begin(self.assignments[which])
        else:
            with pytest.raises(Refused) as refused:
                self.office.begin(self.assignments[which])
            assert refused.value.field == "audience"

    @rule(who=WHO, days=st.integers(1, 30))
    def extended(self, who: int, days: int) -> None:
        """Give more time."""
        self._act(who, lambda session, ids: changing.extend(session, self.office.hr, ids, self.office.now, days=days))

    @rule(who=WHO)
    def exempted(self, who: int) -> None:
        """Exempt somebody from what is open, who has not been away."""
        if self.away[self.people[who].id]:
            return
        self._act(who, lambda session, ids: changing.exempt(session, self.office.hr, ids, "leaving", self.office.now))

    @rule(who=WHO)
    def asked_after_all(self, who: int) -> None:
        """Take an exemption back."""
        self._act(who, lambda session, ids: changing.ask_after_all(session, self.office.hr, ids, self.office.now))

    def _act(self, who: int, act: Any) -> None:
        self.office.work()
        ids = [row.id for row in self.office.rows(self.people[who])]
        with self.office.database.writing() as session:
            act(session, ids)

    @rule(which=st.integers(0, 1))
    def undone(self, which: int) -> None:
        """Take the latest run back, whether its mails went or not."""
        self.office.work()
        self.office.undo(self.office.run(self.assignments[which]))

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        """Let nights pass."""
        self.office.work()
        for _ in range(days):
            self.office.forward(days=1)
        self.office.night()

    @invariant()
    def everything_stands_as_it_should(self) -> None:
        """Look at every row after the work is done, and once more after it was done again."""
        self.office.work()
        before = self._stored()
        rows = self.office.rows()
        opened = [row.person_id for row in rows if row.state == OPEN]
        assert len(opened) == len(set(opened)), "one open row each"
        assert len({(row.person_id, row.cycle) for row in rows}) == len(rows)
        for row in rows:
            if row.person_id in self.completed and row.state == OPEN:
                raise AssertionError("whoever completed everything is asked for nothing")
            if row.state == COMPLETED:
                assert row.person_id in self.completed
            if row.state == OPEN:
                self._dated(row)
        self.office.night()
        assert self._stored() == before, "applied again, nothing changes"

    def _dated(self, row: Assigned) -> None:
        with self.office.database.reading() as session:
            hired = session.get_one(Person, row.person_id).hire_date
        assert row.available_from is not None
        assert row.due == _due(hired, row.available_from, row.extended_days, self.away[row.person_id])
        assert row.missing == (None if hired else "hire_date")

    def _stored(self) -> list[Any]:
        with self.office.database.reading() as session:
            mine = Assigned.organisation_id == self.office.company.organisation.id
            rows = session.execute(select(*Assigned.__table__.c).where(mine).order_by(Assigned.id))
            return [tuple(row) for row in rows]


@pytest.mark.usefixtures("clock")
def test_in_whatever_order_it_comes(installation: Installation) -> None:
    bound = type("Bound", (Machine,), {"installation": installation})
    run_state_machine_as_test(
        bound,
        settings=settings(
            max_examples=4,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
