"""A package that takes a while: ordered, made by the job in a process of its own, and taken from its page."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from lms.doors.partners.models import Exchange
from lms.doors.scorm import ordering
from lms.kernel.ledger import FAILED, Job
from lms.kernel.permissions import Role
from tests.doors.scorm.test_downloads import HERE, wanted
from tests.support.company import Browser, Company
from tests.support.working import do_jobs

PAGE = f"{HERE}/package"


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the smallest module count as one that takes a while."""
    monkeypatch.setattr(ordering, "MOST_PAGES", 0)


def _ordered(company: Company, browser: Browser, **changes: str) -> str:
    came = browser.post(HERE, wanted(company, **changes))
    assert (came.status_code, urlsplit(came.location).path) == (303, PAGE)
    return str(came.location)


def _jobs(company: Company) -> list[Job]:
    with company.installation.database.reading() as session:
        mine = (Job.name == ordering.NAME, Job.organisation_id == company.organisation.id)
        return list(session.scalars(select(Job).where(*mine)))


def test_a_small_module_is_sent_at_once(company: Company) -> None:
    """The negative control: nothing is ordered where it takes no while."""
    browser = company.browser(company.person(Role.ADMIN))
    assert browser.post(HERE, wanted(company)).status_code == 200
    assert _jobs(company) == []


@pytest.mark.usefixtures("everything_is_large")
def test_a_large_one_is_made_by_the_job_and_is_the_very_same_file(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = company.person(Role.TRAINER)
    browser = company.browser(person)
    page = _ordered(company, browser, language="da")
    shown = browser.get(page).text
    assert ("takes a while" in shown, "0 of 1 languages are written" in shown) == (True, True)
    asked = urlsplit(page).query
    assert browser.get(f"{PAGE}/progress?{asked}").json == {"ended": False, "done": 0, "planned": 1, "next": page}
    assert browser.get(f"{PAGE}/file?{asked}").status_code == 404
    assert _ordered(company, browser, language="da") == page
    assert len(_jobs(company)) == 1, "asked for twice, made once"
    do_jobs(company.installation, ordering.NAME)
    assert browser.get(f"{PAGE}/progress?{asked}").json["ended"] is True
    assert "The package is ready." in browser.get(page).text
    with browser.get(f"{PAGE}/file?{asked}") as sent:
        content = sent.data
    assert 'filename="loyalty-economics-1.0-scorm12-da.zip"' in sent.headers["Content-Disposition"]
    monkeypatch.setattr(ordering, "MOST_PAGES", 1_000)
    assert content == browser.post(HERE, wanted(company, language="da")).data
    with company.installation.database.reading() as session:
        noted = session.scalars(select(Exchange).where(Exchange.organisation_id == company.organisation.id)).all()
    assert [(each.person_id, each.told) for each in noted] == [(person.id, "loyalty-economics-1.0-scorm12-da.zip")] * 2
    folder = ordering.path_of(company.installation.config.data, "x").parent
    assert [path.suffix for path in folder.iterdir() if "part" in path.name or path.suffix == ".far"] == []


@pytest.mark.usefixtures("everything_is_large")
def test_what_nobody_asked_for_leads_to_the_form_and_odd_questions_to_nothing(company: Company) -> None:
    browser = company.browser(company.person(Role.ADMIN))
    asked = wanted(company, language="en", standard="2004")
    assert browser.get(PAGE, query_string=asked).location == HERE
    for odd in ({"version": "x"}, {"standard": "3"}, {"language": "xx"}, {"version": str(company.organisation.id)}):
        for path in (PAGE, f"{PAGE}/progress", f"{PAGE}/file"):
            assert browser.get(path, query_string={**asked, **odd}).status_code == 404


@pytest.mark.usefixtures("everything_is_large")
def test_one_that_stopped_says_so_and_can_be_tried_again(company: Company) -> None:
    browser = company.browser(company.person(Role.ADMIN))
    page = _ordered(company, browser, standard="2004")
    with company.installation.database.writing() as session:
        session.scalars(select(Job).where(Job.organisation_id == company.organisation.id)).one().state = FAILED
    assert "It has stopped" in browser.get(page).text
    again = {key: values[0] for key, values in parse_qs(urlsplit(page).query).items()}
    assert browser.post(HERE, again).location == page
    assert [each.state for each in _jobs(company)] == ["waiting"]


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR])
def test_nobody_else_sees_or_takes_one(role: Role, company: Company) -> None:
    browser = company.browser(company.person(role))
    for path in (PAGE, f"{PAGE}/progress", f"{PAGE}/file"):
        assert browser.get(path, query_string=wanted(company)).status_code in (403, 404)


def test_after_a_day_the_file_is_gone(company: Company) -> None:
    there = company.installation
    old, young = (ordering.path_of(there.config.data, name) for name in ("old", "young"))
    old.parent.mkdir(parents=True, exist_ok=True)
    for path, hours in ((old, 25), (young, 23)):
        Path(path).write_bytes(b"zip")
        then = there.clock.now().timestamp() - hours * 3600
        os.utime(path, (then, then))
    there.clock.forward(hours=1)
    do_jobs(there, "scorm.forget")
    assert (old.exists(), young.exists()) == (False, True)
    young.unlink()
