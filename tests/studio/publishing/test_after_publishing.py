"""A typo is mended next week and nobody is hurt; a change of meaning leaves those in the middle where they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from lms.answers.models import Answer
from lms.catalog.models import ModuleVersion
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.learning.models import Attempt, Enrolment, PageRead, State
from lms.people.models import Person
from lms.studio.publishing.people import Concerned, concerned
from tests.studio.publishing.test_publishing import mend_a_typo, publish, versions
from tests.support.company import Browser, Company, answer
from tests.support.drafting import Desk, copy_of_library
from tests.support.installation import Installation

PAGES = ("01-why-loyalty-pays", "03-what-losing-them-costs")
QUIZ = "03-what-losing-them-costs/quiz"
FROZEN = ("module_version", "page_version", "calculator_version", "quiz_version", "medium", "source_file")


@pytest.fixture
def desk(company: Company, clock: SetClock) -> Iterator[Desk]:
    """Return a trainer whose module is published, a day ago."""
    found = copy_of_library(company)
    assert publish(found) == 303
    pass_the_time(found, clock, days=1)
    yield found


def learn(desk: Desk) -> tuple[Person, Browser]:
    """Let somebody begin: read, answer a question, write a note."""
    person = desk.company.person()
    browser, here = desk.company.browser(person), f"/learn/{desk.draft.slug}"
    assert browser.post(f"{here}/enrolment").status_code == 303
    assert browser.post(f"{here}/{PAGES[0]}/reading").status_code == 303
    assert browser.post(f"{here}/{QUIZ}/attempts").status_code == 303
    with desk.company.installation.database.reading() as session:
        attempt = session.scalars(select(Attempt.id).where(Attempt.person_id == person.id)).one()
    assert browser.save(answer(f"attempt:{attempt}", "quiz", "customer-value", 1)).status_code == 200
    assert browser.post(f"{here}/{PAGES[0]}/notes", {"text": "remember this", "place": "start"}).status_code == 303
    return person, browser


def finish(desk: Desk) -> Person:
    """Let somebody complete the module, as far as the table of enrolments says."""
    person, _browser = learn(desk)
    with desk.company.installation.database.writing() as session:
        mine = session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).one()
        mine.state, mine.completed_at = State.COMPLETED, desk.company.installation.clock.now()
    return person


def of_theirs(installation: Installation, person: Person) -> dict[str, list[Any]]:
    """Return every row of what somebody has done: enrolments, pages, tries, answers."""
    with installation.database.reading() as session:
        tables = {model.__tablename__: model.__table__ for model in (Enrolment, PageRead, Attempt)}
        found = {
            name: [tuple(row) for row in session.execute(select(table).where(table.c.person_id == person.id))]
            for name, table in tables.items()
        }
        said = select(Answer.id, Answer.revision).where(Answer.person_id == person.id)
        return found | {"answers": [tuple(row) for row in session.execute(said)]}


def pass_the_time(desk: Desk, clock: SetClock, days: int = 7) -> None:
    """Let some days go by; whoever was signed in signs in anew."""
    clock.at += timedelta(days=days)
    desk.browser = desk.company.browser(desk.person)


def test_a_typo_is_mended_and_whoever_is_in_the_middle_or_done_loses_nothing(
    desk: Desk, installation: Installation, clock: SetClock
) -> None:
    done = finish(desk)
    learner, _browser = learn(desk)
    before = [of_theirs(installation, each) for each in (learner, done)]
    pass_the_time(desk, clock)
    mend_a_typo(desk, "zebraword")
    page = desk.browser.get(f"{desk.address}/publish").text
    assert "1 person is in the middle: they go on where they are" in page
    assert "1 person has completed it, and keeps it." in page
    assert publish(desk, step="minor", note_en="One word on the first page.") == 303
    assert [of_theirs(installation, each) for each in (learner, done)] == before
    browser = desk.company.browser(learner)
    first = browser.get(f"/learn/{desk.draft.slug}/{PAGES[0]}").text
    assert "zebraword" in first
    assert "remember this" in first
    module = browser.get(f"/learn/{desk.draft.slug}").text
    assert "One word on the first page." in module
    assert browser.post(f"/learn/{desk.draft.slug}/news").status_code == 303
    assert "One word on the first page." not in browser.get(f"/learn/{desk.draft.slug}").text
    beginner = desk.company.browser(desk.company.person())
    beginner.post(f"/learn/{desk.draft.slug}/enrolment")
    assert "One word on the first page." not in beginner.get(f"/learn/{desk.draft.slug}").text


def test_a_new_edition_leaves_those_in_the_middle_with_the_one_they_began(desk: Desk, clock: SetClock) -> None:
    person, _browser = learn(desk)
    pass_the_time(desk, clock)
    browser = desk.company.browser(person)
    mend_a_typo(desk, "zebraword")
    page = desk.browser.get(f"{desk.address}/publish").text
    assert "1 person is in the middle: they finish the edition they began" in page
    assert publish(desk, step="major") == 303
    assert versions(desk) == ["1.0", "2.0"]
    assert "zebraword" not in browser.get(f"/learn/{desk.draft.slug}/{PAGES[0]}").text
    beginner = desk.company.browser(desk.company.person())
    assert "zebraword" in beginner.get(f"/learn/{desk.draft.slug}/{PAGES[0]}").text


def test_people_are_counted_by_where_they_stand_and_only_those_of_the_organisation(
    desk: Desk, other_company: Company
) -> None:
    learn(desk)
    finish(desk)
    with desk.company.installation.database.reading() as session:
        here = concerned(session, desk.company.organisation.id, desk.draft.module_id, 1)
        elsewhere = concerned(session, other_company.organisation.id, desk.draft.module_id, 1)
        older = concerned(session, desk.company.organisation.id, desk.draft.module_id, 2)
    assert here == Concerned(under_way=1, completed=1)
    assert elsewhere == Concerned()
    assert older == Concerned(on_older=1, completed=1)


def test_the_database_refuses_to_change_what_was_published_in_the_browser(
    desk: Desk, installation: Installation
) -> None:
    with installation.database.reading() as session:
        version = session.scalars(select(ModuleVersion.id).where(ModuleVersion.module_id == desk.draft.module_id)).one()
        given = version.hex if session.get_bind().dialect.name == "sqlite" else version
    for table in FROZEN:
        key = "id" if table == "module_version" else "version_id"
        for verb in (f"UPDATE {table} SET organisation_id = NULL", f"DELETE FROM {table}"):  # noqa: S608 -- our names
            statement = text(f"{verb} WHERE {key} = :version")
            with pytest.raises(DBAPIError, match="written once"), installation.database.writing() as session:
                session.execute(statement, {"version": given})


def test_a_module_off_the_shelf_meets_nobody_new_and_is_finished_by_whoever_has_begun(desk: Desk) -> None:
    _person, browser = learn(desk)
    page = f"/author/modules/{desk.draft.slug}"
    assert desk.browser.post(f"{page}/withdrawal").status_code == 303
    newcomer = desk.company.browser(desk.company.person())
    for address in ("", f"/{PAGES[0]}"):
        assert newcomer.get(f"/learn/{desk.draft.slug}{address}").status_code == 404
        assert browser.get(f"/learn/{desk.draft.slug}{address}").status_code == 200
    assert newcomer.post(f"/learn/{desk.draft.slug}/enrolment").status_code == 404
    assert f"/learn/{desk.draft.slug}" not in newcomer.get("/learn").text
    assert f"/learn/{desk.draft.slug}" in browser.get("/learn").text
    hr = desk.company.browser(desk.company.person(Role.HR))
    made = hr.post("/assign/curricula", {"title": "All of it", "from": "library"})
    assert desk.draft.slug not in hr.get(made.location).text
    assert "off the shelf since" in desk.browser.get(page).text
    assert desk.browser.post(f"{page}/return").status_code == 303
    assert newcomer.get(f"/learn/{desk.draft.slug}").status_code == 200


def test_an_older_version_is_published_anew_after_a_preview(desk: Desk, clock: SetClock) -> None:
    pass_the_time(desk, clock)
    mend_a_typo(desk, "zebraword")
    publish(desk, step="minor")
    address = f"/author/modules/{desk.draft.slug}/versions/1.0/anew"
    preview = desk.browser.get(address).text
    assert "zebraword" in preview
    assert "Wording: version 1.2" in preview
    form = {"seen": "1.1", "step": "minor", "when": "now", "note_en": "Back to how it was."}
    assert desk.browser.post(address, form).status_code == 303
    assert versions(desk) == ["1.0", "1.1", "1.2"]
    assert desk.browser.post(address, form).status_code == 409
    learner = desk.company.browser(desk.company.person())
    assert "zebraword" not in learner.get(f"/learn/{desk.draft.slug}/{PAGES[0]}").text
    assert desk.browser.get(f"/author/modules/{desk.draft.slug}/versions/1.2/anew").status_code == 404
    compared = desk.browser.get(f"/author/modules/{desk.draft.slug}/differences?older=1.1&newer=1.2").text
    assert "zebraword" in compared
    same = desk.browser.get(f"/author/modules/{desk.draft.slug}/differences?older=1.0&newer=1.2").text
    assert "They say the same." in same


def test_the_librarys_module_is_adapted_as_a_copy_and_never_withdrawn(company: Company) -> None:
    trainer = company.browser(company.person(Role.TRAINER))
    page = "/author/modules/loyalty-economics"
    assert "Adapt a copy" in trainer.get(page).text
    assert trainer.post(f"{page}/withdrawal").status_code == 404
    opened = trainer.post(f"{page}/draft")
    assert (opened.status_code, opened.location.startswith("/author/drafts/")) == (303, True)
