"""The form of an assignment: what is typed stays, what is wrong is said at its field, and nothing is given yet."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from lms.assigning.assignments.models import Assigned, Assignment, DueEvent
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from tests.support.company import Browser, Company
from tests.support.curriculum import School

NEW, ALL = "/assign/assignments/new", "/assign/assignments"


@pytest.fixture
def school(company: Company) -> School:
    return School(company, size=2)


def sent(school: School, curriculum: UUID, **more: str | list[str]) -> dict[str, str | list[str]]:
    """Return a form that could be carried out, with some fields changed."""
    return {
        "curriculum": str(curriculum),
        "everyone": "y",
        "kind": "assigned",
        "assigned_days": "30",
        "do": "save",
    } | more


def kept(school: School) -> list[Assignment]:
    with school.company.installation.database.reading() as session:
        return list(
            session.scalars(select(Assignment).where(Assignment.organisation_id == school.company.organisation.id))
        )


def test_hr_sees_what_a_curriculum_takes_before_choosing_it(school: School) -> None:
    school.publish(title="First steps")
    page = school.browser.get(NEW).text
    assert "First steps" in page
    assert "2 modules · about 3 hours · a module every 14 days" in page


def test_an_empty_form_is_answered_at_its_fields_and_keeps_nothing(school: School) -> None:
    school.publish()
    answer = school.browser.post(ALL, {"do": "try"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Choose the curriculum." in answer.text
    assert kept(school) == []


def test_a_draft_is_kept_whole_and_gives_nothing_to_anybody(school: School) -> None:
    curriculum, person = school.publish(), school.company.person(name="Petra Poulsen")
    answer = school.browser.post(
        ALL,
        sent(
            school,
            curriculum,
            name="Autumn",
            everyone="",
            people=[str(person.id)],
            kind="hire",
            hire_days="45",
            at_least="10",
        )
        | {"everyone": []},
    )
    assert answer.status_code == 303
    (draft,) = kept(school)
    assert (draft.name, draft.state) == ("Autumn", "draft")
    page = school.browser.get(f"{ALL}/{draft.id}", follow_redirects=True).text
    assert 'value="45"' in page
    assert "Petra Poulsen" in page
    with school.company.installation.database.reading() as session:
        mine = Assigned.organisation_id == school.company.organisation.id
        assert session.scalar(select(func.count()).select_from(Assigned).where(mine)) == 0


def test_a_button_pressed_twice_keeps_one_draft(school: School) -> None:
    form = sent(school, school.publish(), name="Pressed twice")
    assert school.browser.post(ALL, form).location == school.browser.post(ALL, form).location
    assert len(kept(school)) == 1
    school.browser.post(ALL, form | {"assigned_days": "31"})
    assert len(kept(school)) == 2


def test_what_other_pages_hand_over_is_ticked(school: School) -> None:
    curriculum, person = school.publish(), school.company.person(name="Petra Poulsen")
    page = school.browser.get(f"{NEW}?person={person.id}&curriculum={curriculum}").text
    assert f'name="people" value="{person.id}" checked' in page
    assert f'name="curriculum" value="{curriculum}" checked' in page


def test_finding_people_keeps_what_was_typed_and_ticked(school: School) -> None:
    curriculum = school.publish()
    one, two = school.company.person(name="Anna Alm"), school.company.person(name="Bodil Berg")
    form = sent(school, curriculum, name="Half done", people=[str(one.id)], q="bodil", do="find")
    page = school.browser.post(ALL, form | {"everyone": []}).text
    assert f'value="{one.id}" checked' in page
    assert f'value="{two.id}">' in page
    assert 'value="Half done"' in page
    assert kept(school) == []


WRONG = [
    ("assigned_days", "soon", "Write a whole number from 0 to 3650."),
    ("assigned_days", "99999", "Write a whole number from 0 to 3650."),
    ("assigned_days", "", "Write how many days."),
    ("starts_on", "tomorrow", "Write the day as year-month-day"),
    ("kind", "someday", "Choose when it is due."),
    ("name", "x" * 161, "At most 160 characters."),
    ("people", "", "Choose"),
]


def test_what_is_wrong_is_said_and_what_was_typed_stays(school: School) -> None:
    curriculum = school.publish()
    for field, text, words in WRONG:
        form = sent(school, curriculum, **{field: text})
        if field == "people":
            form.pop("everyone")
        answer = school.browser.post(ALL, form)
        assert answer.status_code == 422, field
        assert words in answer.text, field
        assert not text or field == "kind" or text in answer.text, field
    assert kept(school) == []


def test_a_new_event_is_made_with_the_assignment_and_found_the_next_time(school: School) -> None:
    curriculum = school.publish()
    form = sent(
        school, curriculum, kind="event", event_days="14", event_name="Spring conference", event_on="2027-04-12"
    )
    assert school.browser.post(ALL, form).status_code == 303
    with school.company.installation.database.reading() as session:
        mine = DueEvent.organisation_id == school.company.organisation.id
        event = session.scalars(select(DueEvent).where(mine)).one()
    assert event.name == "Spring conference"
    assert f'<option value="{event.id}"' in school.browser.get(NEW).text
    assert kept(school)[0].due["event"] == str(event.id)


def test_an_event_without_a_name_is_asked_for(school: School) -> None:
    answer = school.browser.post(ALL, sent(school, school.publish(), kind="event", event_days="14"))
    assert answer.status_code == 422
    assert "Choose an event, or name a new one." in answer.text


def test_two_who_change_one_draft_do_not_overwrite_each_other(school: School) -> None:
    curriculum = school.publish()
    school.browser.post(ALL, sent(school, curriculum, name="Mine"))
    (draft,) = kept(school)
    changes = f"{ALL}/{draft.id}/changes"
    colleague = school.company.browser(school.company.person(Role.HR))
    old = str(draft.revision)
    assert colleague.post(changes, sent(school, curriculum, name="Theirs", revision=old)).status_code == 303
    late = school.browser.post(changes, sent(school, curriculum, name="Mine again", revision=old))
    assert late.status_code == 409
    assert "Somebody changed this draft while you had it open." in late.text
    assert 'value="Mine again"' in late.text
    assert kept(school)[0].name == "Theirs"
    fresh = str(kept(school)[0].revision)
    assert f'name="revision" type="hidden" value="{fresh}"' in late.text, "saving once more is meant"


def test_another_companys_hr_finds_none_of_it(school: School, other_company: Company) -> None:
    curriculum = school.publish()
    school.browser.post(ALL, sent(school, curriculum))
    (draft,) = kept(school)
    stranger = other_company.browser(other_company.person(Role.HR))
    for path in ("", "/changes", "/preview"):
        assert stranger.get(f"{ALL}/{draft.id}{path}").status_code == 404
    for path in ("/changes", "/runs", "/ending", "/removal", "/people"):
        assert stranger.post(f"{ALL}/{draft.id}{path}").status_code == 404
    assert stranger.post(ALL, sent(school, curriculum)).status_code == 404
    assert stranger.get(f"{NEW}?curriculum={curriculum}").status_code == 404


def test_a_learner_is_turned_away(school: School) -> None:
    learner: Browser = school.company.browser(school.company.person())
    for path in (NEW, ALL, "/assign/exceptions", "/assign/wishes", "/assign"):
        assert learner.get(path).status_code == 403
    assert learner.get(f"/learn/more-time/{new_id()}").status_code == 404


def test_a_draft_is_deleted(school: School) -> None:
    school.browser.post(ALL, sent(school, school.publish()))
    (draft,) = kept(school)
    assert school.browser.post(f"{ALL}/{draft.id}/removal").status_code == 303
    assert kept(school) == []
