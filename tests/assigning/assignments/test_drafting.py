"""Writing an assignment down: what is refused, who may name whom, and that two people do not overwrite each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from lms.assigning.assignments import drafting
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.drafting import Draft
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.models import Assignment
from lms.assigning.assignments.refusals import Refused
from lms.kernel.permissions import NotFound, Rows
from tests.assigning.assignments.office import EVERYONE, Office
from tests.support.company import Company

DAY = timedelta(days=1)


def _refused(office: Office, **settings: Any) -> str:
    with pytest.raises(Refused) as refused:
        office.draft(**settings)
    return refused.value.field


def test_without_a_name_it_has_the_curriculums(office: Office) -> None:
    assert office.draft().name == "First steps"
    assert office.draft(name="  Autumn   intake ").name == "Autumn intake"


def test_what_cannot_be_is_refused_with_the_field_that_is_wrong(office: Office) -> None:
    past = Due(Kind.FIXED, on=office.today - DAY)
    assert _refused(office, audience=()) == "audience"
    assert _refused(office, audience=[Part("planet", uuid4())]) == "audience"
    assert _refused(office, audience=[Part("group")]) == "audience"
    assert _refused(office, audience=[Part("group", uuid4()) for _ in range(201)]) == "audience"
    assert _refused(office, name="x" * 161) == "name"
    assert _refused(office, curriculum_id=uuid4()) == "curriculum"
    assert _refused(office, due=past) == "due_on"
    assert _refused(office, due=Due(Kind.HIRE, days=-1)) == "due_days"
    assert _refused(office, due=Due(Kind.EVENT, days=1, event=uuid4())) == "due_event"
    assert _refused(office, due=Due(Kind.COMPLETION, days=1, curriculum=uuid4())) == "due_curriculum"
    assert _refused(office, due=Due(Kind.COMPLETION, days=1, curriculum=office.curriculum)) == "due_curriculum"
    assert _refused(office, leaves="vanish") == "leaves"
    assert _refused(office, starts_on=office.today + 4000 * DAY) == "starts_on"
    late = Due(Kind.FIXED, on=office.today + 5 * DAY)
    assert _refused(office, due=late, starts_on=office.today + 6 * DAY) == "starts_on"


def test_two_people_do_not_overwrite_each_other(office: Office) -> None:
    assignment = office.draft()
    assert office.draft(id=assignment.id, revision=1, name="Mine").revision == 2
    assert _refused(office, id=assignment.id, revision=1, name="Theirs") == "revision"


def test_what_people_have_keeps_its_curriculum(office: Office) -> None:
    assignment = office.give()
    assert _refused(office, id=assignment.id, curriculum_id=office.school.publish(title="Other")) == "curriculum"


def test_a_line_manager_names_own_reports_alone(office: Office) -> None:
    manager = office.person()
    boss = office.company.actor(manager)
    report, stranger = office.person(manager_id=manager.id), office.person()
    made = office.draft([Part("person", report.id), Part("reports", manager.id)], actor=boss)
    assert made.by_manager
    office.begin(made, boss)
    office.work()
    assert [row.person_id for row in office.rows()] == [report.id]
    assert _refused(office, audience=EVERYONE, actor=boss) == "audience"
    assert _refused(office, audience=[Part("reports", stranger.id)], actor=boss) == "audience"
    with pytest.raises(NotFound):
        office.draft([Part("person", stranger.id)], actor=boss)


def test_nobody_of_another_company_can_be_named_or_read(office: Office, other_company: Company) -> None:
    stranger = other_company.person()
    with pytest.raises(NotFound):
        office.draft([Part("person", stranger.id)])
    mine = office.draft()
    theirs = other_company.actor(other_company.person(*office.school.hr.roles))
    with office.database.writing() as session:
        assert Rows(session, theirs, Assignment).where(Assignment.id == mine.id).first() is None
        with pytest.raises(NotFound):
            drafting.save_draft(session, theirs, Draft(office.curriculum, EVERYONE, id=mine.id), office.now)


def test_a_draft_is_thrown_away_and_what_was_given_is_not(office: Office) -> None:
    draft, given = office.draft(), office.give(name="Given")
    with office.database.writing() as session:
        drafting.discard(session, office.hr, session.get_one(Assignment, draft.id))
        with pytest.raises(Refused):
            drafting.discard(session, office.hr, session.get_one(Assignment, given.id))
        assert session.get(Assignment, draft.id) is None


def test_an_events_name_is_its_own(office: Office) -> None:
    with office.database.writing() as session:
        drafting.save_event(session, office.hr, "Launch", None, office.now)
        for name in ("Launch", "", "x" * 121):
            with pytest.raises(Refused) as refused:
                drafting.save_event(session, office.hr, name, None, office.now)
            assert refused.value.field == "event_name"


@pytest.mark.parametrize(
    ("field", "settings"),
    [("due_on", {"due": Due(Kind.FIXED, on=date.max)}), ("starts_on", {"starts_on": date.min})],
)
def test_a_day_of_another_age_is_refused(office: Office, field: str, settings: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        office.draft(**settings)
    assert refused.value.field == field
