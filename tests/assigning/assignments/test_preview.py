"""The dry run says exactly what the run then does."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from lms.assigning.assignments import changing, exceptions
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.models import COMPLETED, OPEN, Assigned
from lms.assigning.assignments.preview import Overlap, Standing
from lms.people.models import Person
from tests.assigning.assignments.office import EVERY_YEAR, EVERYONE, NINETY, Office

DAY = timedelta(days=1)


def _written(office: Office) -> int:
    with office.database.reading() as session:
        return len(session.scalars(select(Assigned.id)).all())


def test_it_counts_who_stands_where_and_writes_nothing(office: Office) -> None:
    new, has, finished, exempt, withheld = office.hire(5)
    elsewhere = office.give([Part("person", p.id) for p in (has, exempt)], name="Earlier")
    group = office.group(withheld, exempt)
    assignment = office.give([Part("group", group), *(Part("person", p.id) for p in (new,))], standing=False)
    rows = {row.person_id: row.id for row in office.rows()}
    with office.database.writing() as session:
        changing.exempt(session, office.hr, [rows[exempt.id]], "other-role", office.now)
        changing.withdraw(session, office.hr, [rows[withheld.id], rows[new.id]], office.now)
    office.complete(finished)
    before = _written(office)
    seen = office.preview(office.draft(name="Again"))
    assert (seen.people, seen.new, seen.has, seen.finished, seen.exempt, seen.withheld) == (6, 3, 1, 1, 1, 0)
    assert seen.overlaps == (Overlap(elsewhere.id, "Earlier", 1),)
    assert (seen.everybody, seen.nobody) == (True, False)
    assert office.preview(assignment).withheld == 2, "this one does not give it to them again by itself"
    assert _written(office) == before


@pytest.mark.parametrize("seed", range(3))
def test_what_it_says_is_what_the_run_does(office: Office, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  - people of all sorts, nothing secret
    for _ in range(20):
        days = [office.today + chance.randrange(-400, 40) * DAY for _ in range(2)]
        away = sorted(office.today + chance.randrange(-10, 60) * DAY for _ in range(2))
        person = office.person(
            hire_date=chance.choice([None, days[0]]),
            time_zone=chance.choice([None, "Pacific/Kiritimati", "America/St_Johns"]),
            active=chance.random() < 0.9,
            **dict(zip(("away_from", "away_until"), away if chance.random() < 0.3 else (None, None), strict=True)),
        )
        if chance.random() < 0.4:
            office.complete(person, *chance.choice([(0,), (0, 1)]), days_ago=chance.randrange(500))
    settings = {"again": chance.choice([None, EVERY_YEAR])}
    assignment = office.draft(due=NINETY, **settings)
    said = office.preview(assignment)
    lines = {line.person_id: line for line in said.lines}
    office.begin(assignment)
    office.work()
    rows = office.rows()
    opened = [row for row in rows if row.state == OPEN]
    assert (said.new, said.finished) == (len(opened), sum(row.state == COMPLETED for row in rows))
    assert said.people == len(rows)
    assert (said.first_due, said.last_due) == (
        min((row.due for row in opened if row.due), default=None),
        max((row.due for row in opened if row.due), default=None),
    )
    weeks = Counter(row.due - row.due.weekday() * DAY for row in opened if row.due)
    assert {week.monday: week.people for week in said.weeks} == dict(weeks)
    assert sum(said.waiting.values()) == sum(row.missing is not None for row in opened)
    for row in opened:
        line = lines[row.person_id]
        assert (line.standing, line.due, line.missing) == (Standing.NEW, row.due, row.missing)
    office.forward(hours=1)
    office.work()
    assert office.run(assignment).mails == said.mails


def test_it_tells_whom_no_mail_can_reach_who_is_left_out_and_why(office: Office) -> None:
    silent = office.person(email="")
    office.person(active=False)
    old = office.person(hire_date=office.today - 900 * DAY, away_from=office.today, away_until=office.today + 40 * DAY)
    group = office.group(old)
    seen = office.preview(office.draft([*EVERYONE, Part("group", group), Part("person", old.id)], NINETY))
    lines = {line.person_id: line for line in seen.lines}
    assert (seen.unreachable, seen.inactive, seen.mails, seen.moved, seen.away) == (1, 1, 2, 1, 1)
    assert not lines[silent.id].reachable
    assert lines[silent.id].because == ("everyone",)
    assert lines[old.id].because == ("everyone", "group", "person")
    assert (lines[old.id].moved, lines[old.id].paused_days) == (True, 41)


def test_who_has_an_address_and_no_account_is_reached_and_said_not_to_have_signed_in(office: Office) -> None:
    invited = office.person(account_id=None)
    assignment = office.draft([Part("person", invited.id)], NINETY)
    seen = office.preview(assignment)
    assert (seen.unreachable, seen.unsigned, seen.mails) == (0, 1, 1)
    assert seen.lines[0].reachable
    office.begin(assignment)
    office.work()
    with office.database.reading() as session:
        assert exceptions.exceptions(session, office.hr, office.now).unreachable == 0
    office.forward(hours=1)
    office.work()
    assert office.run(assignment).mails == 1


def test_an_audience_of_nobody_says_so(office: Office) -> None:
    seen = office.preview(office.draft([Part("group", office.group())], NINETY))
    assert (seen.nobody, seen.everybody, seen.people, seen.lines) == (True, False, 0, ())
    assert (seen.first_due, seen.weeks, seen.following) == (None, (), None)


def test_names_come_fifty_at_a_time_and_nobody_twice(office: Office) -> None:
    with office.database.writing() as session:
        for number in range(101):
            of = {"organisation_id": office.company.organisation.id, "created_at": office.now}
            session.add(Person(name=f"Same {number % 3}", email=f"{number}@{office.company.marker}.example", **of))
    assignment = office.draft(due=Due(Kind.ASSIGNED, days=7))
    names: list[str] = []
    after = None
    for expected in (50, 50, 2):
        page = office.preview(assignment, after)
        assert len(page.lines) == expected
        names += [str(line.person_id) for line in page.lines]
        after = page.following
    assert after is None
    assert len(set(names)) == 102
