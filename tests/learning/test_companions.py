"""Pages beside a module: open to everybody who has it, printed, found, and in no count of anything."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from lms.learning.models import Enrolment, PageRead
from lms.learning.usefulness.models import PageVisit
from tests.packs.conftest import FILES
from tests.support.coffee_pack import published
from tests.support.companions import MODULE, OPTIONAL_CARD, TEAM, with_companions
from tests.support.company import Browser, Company
from tests.support.company import answer as record
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation

CARD, MANAGER = "/learn/coffee/team-card", "/learn/coffee/for-the-line-manager"
CONTEXT = re.compile(r'data-context="(attempt:[^"]+)"')


def _publish(company: Company, files: dict[str, str]) -> None:
    published(company, {path: text.encode() for path, text in files.items()})


@pytest.fixture
def shelved(company: Company) -> Company:
    """Return a company on whose shelf the module with both companions stands."""
    _publish(company, with_companions(FILES))
    return company


@pytest.fixture
def learner(shelved: Company) -> Browser:
    """Return the browser of somebody who has not begun it."""
    return shelved.browser(shelved.person())


def _finished(company: Company) -> tuple[dict[str, Any], list[str]]:
    """Let somebody take the module to its end; return what is known of it and the addresses they were led to."""
    person = company.person()
    browser = company.browser(person)
    led = [browser.post("/learn/coffee/enrolment").location]
    led.append(browser.post("/learn/coffee/01-why/reading").location)
    shown = browser.post("/learn/coffee/02-how/check/attempts", follow_redirects=True).text
    context = CONTEXT.search(shown)
    assert context is not None
    browser.save(record(context[1], "check", "hot", "yes"), record(context[1], "check", "cups", 20))
    browser.post(f"/learn/attempts/{context[1].partition(':')[2]}/submission")
    led.append(browser.post("/learn/coffee/02-how/reading").location)
    with company.installation.database.reading() as session:
        mine = session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).one()
        known = {
            key: getattr(mine, key) for key in ("state", "pages_read", "pages_required", "quiz_passed", "completed_at")
        }
        known["read"] = sorted(session.scalars(select(PageRead.page).where(PageRead.person_id == person.id)))
    overview = browser.get("/learn/coffee").text
    known["said"] = re.findall(r"\d of \d read", overview)
    known["minutes"] = re.findall(r"\d+ minutes of reading and tools", overview)
    return known, led


def test_a_module_with_companions_completes_exactly_as_without(company: Company, other_company: Company) -> None:
    _publish(company, with_companions(FILES))
    _publish(
        other_company,
        {**FILES, MODULE: FILES[MODULE].replace("4d01", "4d09")}
        | {
            path: FILES[path].replace("4d02", "4d0a").replace("4d03", "4d0b")
            for path in FILES
            if path.endswith((".calc.toml", "quizzes/coffee.toml"))
        },
    )
    with_them, without = _finished(company), _finished(other_company)
    assert with_them == without
    assert (with_them[0]["state"], with_them[0]["pages_required"], with_them[0]["said"]) == (
        "completed",
        1,
        ["2 of 2 read"],
    )


def test_the_overview_leads_to_both_and_counts_neither(learner: Browser) -> None:
    page = learner.get("/learn/coffee").text
    beside = page.split('id="beside-title"')[1].split("</section>")[0]
    assert re.findall(r'href="([^"]+)"', beside) == [CARD, MANAGER]
    assert "0 of 2 read" in page
    assert "11 minutes of reading and tools" in page
    assert "team-card" not in page.split('class="pages"')[1].split("</ol>")[0]


def test_a_module_without_companions_says_nothing_of_them(company: Company) -> None:
    _publish(company, dict(FILES))
    page = company.browser(company.person()).get("/learn/coffee").text
    assert "Beside the module" not in page
    assert company.browser(company.person()).get(CARD).status_code == 404


@pytest.mark.parametrize(
    ("address", "title", "name"),
    [
        (CARD, "Ten minutes about cups", "Card for the team"),
        (MANAGER, "When your people learn about cups", "For the line manager"),
    ],
)
def test_a_companion_is_read_and_printed_with_company_and_module_at_its_foot(
    shelved: Company, learner: Browser, address: str, title: str, name: str
) -> None:
    page = learner.get(address).text
    assert f"<h1>{title}</h1>" in page
    assert name in page
    foot = page.split('class="sheet-foot"')[1].split("</p>")[0]
    assert shelved.organisation.name in foot
    assert "Coffee" in foot
    assert 'data-behaviour="print"' in page
    main = page.split("<main")[1].split("</main")[0]
    assert not re.search(r" of \d|was this useful|your notes|<form|rel=\"(?:next|prev)\"", main, re.IGNORECASE)


def test_it_is_read_in_danish_where_it_is_written_in_danish(learner: Browser) -> None:
    learner.client.set_cookie("lms_language", "da")
    assert "<h1>Ti minutter om kopper</h1>" in learner.get(CARD).text


def test_opening_a_companion_keeps_nothing(shelved: Company, learner: Browser, installation: Installation) -> None:
    learner.get("/learn")
    before = fingerprint(installation.database)
    assert learner.get(CARD).status_code == 200
    assert learner.get(MANAGER).status_code == 200
    assert fingerprint(installation.database) == before


@pytest.mark.parametrize("what", ["reading", "notes", "usefulness"])
def test_nothing_can_be_done_on_a_companion(shelved: Company, learner: Browser, what: str) -> None:
    assert learner.post("/learn/coffee/enrolment").status_code == 303
    assert learner.post(f"{CARD}/{what}", {"answer": "yes", "text": "a note", "place": ""}).status_code == 404
    assert learner.send("/learn/coffee/place", {"page": "team-card", "block": "start"}).status_code == 404
    assert learner.send(f"{CARD}/time", {"seconds": 30}).status_code == 404
    with shelved.installation.database.reading() as session:
        visits = select(func.count()).select_from(PageVisit).where(PageVisit.page == "team-card")
        assert session.scalar(visits) == 0


def test_another_companys_people_find_no_companion(shelved: Company, other_company: Company) -> None:
    stranger = other_company.browser(other_company.person())
    assert stranger.get(CARD).status_code == 404
    assert stranger.get(MANAGER).status_code == 404


def test_the_search_finds_them_once_the_module_is_begun(shelved: Company, learner: Browser) -> None:
    found = "/learn/coffee/team-card#story"
    assert found not in learner.get("/learn/search?q=saucer").text
    assert found in learner.get("/learn/search?q=saucer&in=all").text
    learner.post("/learn/coffee/01-why/reading")
    assert found in learner.get("/learn/search?q=saucer").text
    learner.client.set_cookie("lms_language", "da")
    assert found in learner.get("/learn/search?q=underkop").text


def test_who_is_on_an_older_edition_opens_the_companion_of_the_newest(company: Company) -> None:
    _publish(company, dict(FILES))
    learner = company.browser(company.person())
    learner.post("/learn/coffee/01-why/reading")
    newer = with_companions(FILES, entries=TEAM)
    newer = {path: text for path, text in newer.items() if "line-manager" not in path}
    module = newer[MODULE].replace('version = "1.0"', 'version = "2.0"').replace("required = false", "required = true")
    _publish(company, {**newer, MODULE: module})
    assert "Beside the module" not in learner.get("/learn/coffee").text
    assert "Ten minutes about cups" in learner.get(CARD).text


def test_a_page_of_the_older_edition_is_not_replaced_by_a_companion(company: Company) -> None:
    older = with_companions(FILES, entries=OPTIONAL_CARD)
    older = {path: text for path, text in older.items() if "line-manager" not in path}
    _publish(company, older)
    learner = company.browser(company.person())
    learner.post("/learn/coffee/01-why/reading")
    newer = older[MODULE].replace(OPTIONAL_CARD, TEAM).replace('version = "1.0"', 'version = "2.0"')
    _publish(company, {**older, MODULE: newer})
    assert "3 of 3" in learner.get(CARD).text
