"""More time, exempt, withdrawn, mended: for one or many, by who may, and written down for the person to read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from lms.assigning.assignments import changing, drafting, reading
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.models import COMPLETED, EXEMPT, OPEN, WITHDRAWN
from lms.assigning.assignments.refusals import Refused
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Actor, NotFound
from lms.people.models import Person
from tests.assigning.assignments.office import NINETY, Office
from tests.support.company import Company
from tests.support.rows import statements

DAY = timedelta(days=1)
THIRTY = Due(Kind.ASSIGNED, days=30)


def _acts(office: Office, person: Person) -> list[str]:
    with office.database.reading() as session:
        mine = select(AuditEntry.action).where(AuditEntry.subject_id == person.id)
        return [act for act in session.scalars(mine) if act.startswith(("assigned", "extension"))]


def _ids(office: Office, *people: Person) -> list[UUID]:
    return [office.row(person).id for person in people]


def test_days_more_and_a_later_day_move_the_date_and_stay_when_the_rule_is_reckoned_again(office: Office) -> None:
    ann, bob = office.hire(2)
    office.give(due=THIRTY)
    with office.database.writing() as session:
        changed = changing.extend(session, office.hr, _ids(office, ann, bob), office.now, days=10)
        changing.extend(session, office.hr, _ids(office, bob), office.now, to=office.today + 60 * DAY)
    assert (len(changed.rows), changed.unchanged) == (2, 0)
    office.night()
    assert office.row(ann).due == office.today + 40 * DAY
    assert (office.row(bob).due, office.row(bob).extended_days) == (office.today + 60 * DAY, 30)
    assert _acts(office, ann) == ["assigned.extended"]


def test_until_a_day_means_that_day_whatever_absence_lies_on_the_way(office: Office) -> None:
    person = office.person(away_from=office.today + 35 * DAY, away_until=office.today + 44 * DAY)
    office.give(due=THIRTY)
    with office.database.writing() as session:
        changing.extend(session, office.hr, _ids(office, person), office.now, to=office.today + 60 * DAY)
    assert office.row(person).due == office.today + 60 * DAY


def test_no_date_no_extension_and_never_an_earlier_day(office: Office) -> None:
    waits = office.person()
    office.give(due=NINETY)
    with office.database.writing() as session:
        assert changing.extend(session, office.hr, _ids(office, waits), office.now, days=3).unchanged == 1
        for wrong in ({"days": 0}, {"days": 366}, {}):
            with pytest.raises(Refused) as refused:
                changing.extend(session, office.hr, [], office.now, **wrong)
            assert refused.value.field == "days"
        with pytest.raises(Refused) as refused:
            changing.extend(session, office.hr, _ids(office, waits), office.now, to=office.today)
        assert refused.value.field == "to"


def test_exempt_for_a_reason_of_the_list_and_asked_after_all(office: Office) -> None:
    person = office.person(hire_date=office.today)
    office.give(due=NINETY)
    ids = _ids(office, person)
    with office.database.writing() as session:
        with pytest.raises(Refused):
            changing.exempt(session, office.hr, ids, "ill", office.now)
        changing.exempt(session, office.hr, ids, "already-qualified", office.now)
    assert (office.row(person).state, office.row(person).reason) == (EXEMPT, "already-qualified")
    office.change(person, hire_date=office.today + 10 * DAY)
    office.night()
    assert office.row(person).state == EXEMPT
    with office.database.writing() as session:
        changing.ask_after_all(session, office.hr, ids, office.now)
    assert (office.row(person).state, office.row(person).reason) == (OPEN, None)
    assert office.row(person).due == office.today + 100 * DAY


def test_asked_after_all_who_did_everything_meanwhile_is_completed(office: Office) -> None:
    person = office.hire(1)[0]
    office.give()
    ids = _ids(office, person)
    with office.database.writing() as session:
        changing.exempt(session, office.hr, ids, "other-role", office.now)
    office.complete(person)
    with office.database.writing() as session:
        changing.ask_after_all(session, office.hr, ids, office.now)
    assert office.row(person).state == COMPLETED


def test_withdrawn_by_hand_it_does_not_come_back_by_itself(office: Office) -> None:
    person = office.hire(1)[0]
    assignment = office.give()
    with office.database.writing() as session:
        changing.withdraw(session, office.hr, _ids(office, person), office.now)
    office.night()
    office.begin(assignment)
    office.work()
    assert (office.row(person).state, office.row(person).reason) == (WITHDRAWN, "by-hand")


def test_a_hire_date_entered_for_many_gives_each_the_date_that_waited(office: Office) -> None:
    people = office.hire(3)
    office.give(due=NINETY)
    with office.database.writing() as session:
        changed = changing.mend_anchor(
            session, office.hr, [p.id for p in people], "hire_date", office.today - DAY, office.now
        )
        for anchor, day, field in (
            ("birthday", office.today, "anchor"),
            ("hire_date", office.today.replace(1800), "day"),
        ):
            with pytest.raises(Refused) as refused:
                changing.mend_anchor(session, office.hr, [people[0].id], anchor, day, office.now)
            assert refused.value.field == field
    assert len(changed.rows) == 3
    assert {office.row(person).due for person in people} == {office.today + 89 * DAY}


def test_a_line_manager_changes_own_reports_and_nobody_else_nor_themselves(office: Office) -> None:
    manager = office.person()
    report, stranger = office.person(manager_id=manager.id), office.person()
    office.give(due=THIRTY)
    boss = office.company.actor(manager)
    with office.database.writing() as session:
        assert len(changing.extend(session, boss, _ids(office, report), office.now, days=5).rows) == 1
        for person in (stranger, manager):
            with pytest.raises(NotFound):
                changing.exempt(session, boss, _ids(office, person), "leaving", office.now)
        with pytest.raises(NotFound):
            changing.mend_anchor(session, boss, [report.id], "hire_date", office.today, office.now)


def test_another_companys_hr_finds_nothing_to_change(office: Office, other_company: Company) -> None:
    person = office.hire(1)[0]
    office.give(due=THIRTY)
    stranger: Actor = other_company.actor(other_company.person(*office.school.hr.roles))
    with office.database.writing() as session:
        for ids in (_ids(office, person), [uuid4()]):
            with pytest.raises(NotFound):
                changing.withdraw(session, stranger, ids, office.now)


def test_many_are_changed_with_as_many_questions_as_few(office: Office) -> None:
    people = office.hire(12)
    office.give(due=THIRTY)
    taken = []
    for some in (people[:2], people[2:]):
        ids = _ids(office, *some)
        with office.database.writing() as session, statements(office.database) as asked:
            changing.extend(session, office.hr, ids, office.now, days=5)
        taken.append(len(asked))
    assert taken[0] == taken[1]


def test_lists_show_who_is_late_and_find_people_by_a_word(office: Office) -> None:
    late, done = office.hire(2)
    assignment = office.give(due=THIRTY)
    office.complete(done)
    office.forward(days=31)
    with office.database.reading() as session:

        def shown(which: str, word: str = "") -> set[UUID]:
            found, _ = reading.standing(session, office.hr, assignment, office.now, shown=which, word=word)
            return {each.row.person_id for each in found}

        hr = office.school.hr.id
        assert shown("late") == {late.id, hr}
        assert shown("completed") == {done.id}
        assert shown("all") == {late.id, done.id, hr}
        assert shown("all", "person 000") == {late.id}
        counts = reading.counts(session, office.hr, [assignment.id], office.now)[assignment.id]
        assert (counts.given, counts.open, counts.late, counts.completed) == (3, 2, 2, 1)
        mine = reading.given_to(session, office.company.actor(late), late.id, office.now)
        assert [(each.late, each.row.person_id) for each in mine] == [(True, late.id)]
        listed, following = reading.assignments(session, office.hr, office.now)
        assert [(each.assignment.id, each.run and each.run.given) for each in listed] == [(assignment.id, 3)]
        assert following is None


def _waiting_for_an_event(office: Office) -> tuple[Person, Any]:
    person = office.hire(1)[0]
    with office.database.writing() as session:
        event = drafting.save_event(session, office.hr, "Launch", None, office.now)
    office.give((Part("person", person.id),), due=Due(Kind.EVENT, days=10, event=event.id))
    return person, event.id


def test_who_waits_gets_a_date_by_hand_which_no_rule_overwrites_until_it_is_taken_back(office: Office) -> None:
    person, event = _waiting_for_an_event(office)
    assert office.row(person).missing == "event"
    day = office.today + 40 * DAY
    with office.database.writing() as session:
        assert len(changing.set_due(session, office.hr, _ids(office, person), day, office.now).rows) == 1
    with office.database.writing() as session:
        drafting.save_event(session, office.hr, "Launch", office.today + 50 * DAY, office.now, event)
    office.work()
    office.night()
    row = office.row(person)
    assert (row.due, row.late_after, row.missing) == (day, day, None)
    with office.database.writing() as session:
        changing.extend(session, office.hr, [row.id], office.now, days=5)
    office.night()
    assert office.row(person).due == day + 5 * DAY
    with office.database.writing() as session:
        changing.set_due(session, office.hr, [row.id], None, office.now)
    assert (office.row(person).due, office.row(person).due_by_hand) == (office.today + 60 * DAY, None)
    assert sorted(_acts(office, person)) == ["assigned.due-by-hand", "assigned.due-by-rule", "assigned.extended"]


def test_a_date_by_hand_is_none_of_the_past_and_none_of_those_who_have_one(
    office: Office, other_company: Company
) -> None:
    person, _event = _waiting_for_an_event(office)
    dated = office.hire(1)[0]
    office.give((Part("person", dated.id),), due=THIRTY)
    waits, has = _ids(office, person), _ids(office, dated)
    stranger = other_company.actor(other_company.person(*office.school.hr.roles))
    with office.database.writing() as session:
        for wrong in (office.today - DAY, office.today + 4000 * DAY):
            with pytest.raises(Refused) as refused:
                changing.set_due(session, office.hr, waits, wrong, office.now)
            assert refused.value.field == "day"
        assert changing.set_due(session, office.hr, has, office.today, office.now).unchanged == 1
        with pytest.raises(NotFound):
            changing.set_due(session, stranger, waits, office.today, office.now)
    assert office.row(dated).due == office.today + 30 * DAY
