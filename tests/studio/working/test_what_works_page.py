"""The page on what works: told page by page from five people on, compared between versions, and as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import select

from lms.catalog.models import Module, ModuleVersion
from lms.kernel.permissions import Role
from lms.learning.usefulness.models import PageRelease
from lms.learning.usefulness.parts import TIME, USEFUL, WAY
from lms.studio.drafts.models import Draft
from lms.studio.publishing.ordering import Wish, publish_draft
from lms.studio.publishing.standing import standing_of
from tests.support.answering import ITEM, take_quiz
from tests.support.answering import count as count_answers
from tests.support.company import MODULE, Browser, Company
from tests.support.drafting import Desk, copy_of_library
from tests.support.installation import Installation
from tests.support.page_readers import FIRST, LAST, SECOND, begins, count, says, settle, stays, turns

PAGE = f"/author/modules/{MODULE}/working"


@pytest.fixture(autouse=True)
def _time_stands_as_before(clock: Any) -> None:
    """Turn the clock back afterwards."""


def trainer(company: Company) -> Browser:
    """Return a trainer's browser."""
    return company.browser(company.person(Role.TRAINER))


def told_of(
    company: Company, number: str, page: str, part: str, people: int, *, slug: str = MODULE, **figures: Any
) -> None:
    """Write a release, as if so many had read a version."""
    with company.installation.database.writing() as session:
        here = Module.organisation_id.in_([company.organisation.id]) | Module.organisation_id.is_(None)
        module = session.scalars(select(Module.id).where(Module.slug == slug, here)).one()
        key = {"organisation_id": company.organisation.id, "module_id": module, "number": number}
        at = company.installation.clock.now()
        session.add(PageRelease(**key, page=page, part=part, people=people, figures=figures, released_at=at))


def published(desk: Desk) -> str:
    """Publish a draft and return the number it got."""
    installation = desk.company.installation
    actor, now = desk.company.actor(desk.person), installation.clock.now()
    with installation.database.writing() as session:
        draft = session.get_one(Draft, desk.draft.id)
        publish_draft(session, draft, actor, Wish(standing_of(session, draft).steps[0], {}), now)
        latest = select(ModuleVersion).where(ModuleVersion.module_id == draft.module_id)
        found = session.scalars(latest.order_by(ModuleVersion.major.desc(), ModuleVersion.minor.desc())).first()
    assert found is not None
    return f"{found.major}.{found.minor}"


def newest(company: Company) -> str:
    """Return the number of the module's newest version."""
    page = trainer(company).get(f"{PAGE}.csv").text
    return page.splitlines()[1].partition(",")[0]


def test_before_five_people_nothing_is_told_and_the_page_says_what_it_waits_for(
    company: Company, installation: Installation
) -> None:
    for each in (begins(company) for _ in range(4)):
        turns(each)
        stays(each, 60)
        says(each, "no")
    settle(installation)
    shown = trainer(company).get(PAGE).text
    assert "Not enough people yet" in shown
    assert "After 1 more person the first figures stand here." in shown
    assert "stop here" not in shown
    rows = trainer(company).get(f"{PAGE}.csv").text.splitlines()[1:]
    assert all(row.endswith(",,,,,,,,,,") for row in rows), "what has not been released is empty"


def test_where_people_stop_how_long_they_take_and_what_they_say(company: Company, installation: Installation) -> None:
    people = [begins(company) for _ in range(6)]
    for each in people:
        stays(each, 100)
        says(each, "yes" if each is people[0] else "partly")
    for each in people[:3]:
        turns(each)
    settle(installation)
    shown = trainer(company).get(PAGE).text
    assert "50% stop here · 6 people" in shown
    assert "about 2 min" in shown
    assert "1 yes, 5 partly, 0 no" in shown
    assert "many stop here" in shown
    assert f'id="page-{SECOND}"' in shown


def test_the_modules_page_and_home_point_at_the_page_people_stop_at(company: Company) -> None:
    number = newest(company)
    told_of(company, number, FIRST, WAY, 20, on=12, stopped=8)
    told_of(company, number, LAST, WAY, 20, on=1, stopped=19)
    home = trainer(company).get("/author").text
    assert f"{PAGE}?version={number}#page-{FIRST}" in home
    assert "40% stop here" in home
    assert f"#page-{LAST}" not in home, "nobody goes on from the last page"
    assert "40% stop here" in trainer(company).get(f"/author/modules/{MODULE}").text


def test_two_versions_stand_side_by_side(company: Company) -> None:
    """A trainer changes a page, and sees beside the old figures whether it helped."""
    desk = copy_of_library(company)
    old = published(desk)
    assert desk.write(desk.page, "start", "Said in fewer words.\n\n").status_code == 200
    new = published(desk)
    page = f"/author/modules/{desk.draft.slug}/working"
    told_of(company, old, FIRST, WAY, 20, slug=desk.draft.slug, on=12, stopped=8)
    told_of(company, new, FIRST, WAY, 10, slug=desk.draft.slug, on=9, stopped=1)
    shown = trainer(company).get(f"{page}?beside={old}").text
    assert old != new
    assert "10% stop here · 10 people" in shown
    assert f"version {old}: 40% stop here · 20 people" in shown
    assert "many stop here" not in shown, "that was the old one"
    assert "many stop here" in trainer(company).get(f"{page}?version={old}").text


def test_one_version_in_words(company: Company) -> None:
    number = newest(company)
    told_of(company, number, FIRST, WAY, 10, on=9, stopped=1)
    told_of(company, number, FIRST, TIME, 10, median=300.0)
    told_of(company, number, FIRST, USEFUL, 10, yes=10)
    shown = trainer(company).get(f"{PAGE}?version={number}").text
    assert "10% stop here · 10 people" in shown
    assert "about 5 min · planned" in shown
    assert "10 yes, 0 partly, 0 no" in shown
    assert trainer(company).get(f"{PAGE}?beside={number}").status_code == 200
    for wrong in ("version=9.9", "beside=9.9", "version=%F0%9F%98%80", "version=<script>"):
        assert trainer(company).get(f"{PAGE}?{wrong}").status_code == 404


def test_a_question_with_a_verdict_stands_beside_the_page_that_teaches_it_or_below(
    company: Company, installation: Installation
) -> None:
    take_quiz(company, 12, either_or="everything-twice")
    count_answers(installation)
    shown = trainer(company).get(PAGE).text
    assert f"/author/quizzes/{MODULE}#item-{ITEM}" in shown


def test_the_file_holds_what_the_page_shows(company: Company) -> None:
    number = newest(company)
    told_of(company, number, FIRST, WAY, 8, on=6, stopped=2)
    told_of(company, number, FIRST, USEFUL, 5, yes=3, no=2)
    answer = trainer(company).get(f"{PAGE}.csv?version={number}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{MODULE}-{number}-pages.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    row = next(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert (row["page"], row["opened"], row["stopped"], row["stopped_share"]) == (FIRST, "8", "2", "0.25")
    assert (row["answered"], row["yes"], row["partly"], row["no"]) == ("5", "3", "0", "2")
    assert (row["timed"], row["median_seconds"]) == ("", "")


def test_no_name_reaches_the_trainer(company: Company, installation: Installation) -> None:
    for _ in range(5):
        reader = begins(company)
        says(reader, "yes")
    count(installation)
    for path in (PAGE, f"{PAGE}.csv", "/author", f"/author/modules/{MODULE}"):
        shown = trainer(company).get(path).text
        assert reader.person.email not in shown
        assert str(reader.person.id) not in shown


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.csv"])
def test_only_trainers_come_in(company: Company, path: str) -> None:
    for roles in ((), (Role.HR,), (Role.ADMIN,)):
        assert company.browser(company.person(*roles)).get(path).status_code == 403
    assert company.anonymous().get(path).status_code in (302, 303)


def test_another_companys_figures_are_not_there(company: Company, other_company: Company) -> None:
    told_of(company, newest(company), FIRST, WAY, 20, on=12, stopped=8)
    assert "40%" not in trainer(other_company).get(PAGE).text


@pytest.mark.parametrize("slug", ["no-such-module", "%00", "a" * 300])
def test_a_module_that_is_not_there_is_a_404(company: Company, slug: str) -> None:
    assert trainer(company).get(f"/author/modules/{slug}/working").status_code == 404
