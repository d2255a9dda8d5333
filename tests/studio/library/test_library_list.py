"""The list of modules and drafts: found by words, filtered, sorted, page by page without a gap, one's own only."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from lms.kernel.permissions import Role
from lms.learning.usefulness.models import PageRelease
from lms.studio.drafts.models import Draft
from lms.studio.library.listing import PAGE, listed
from lms.studio.library.wanted import CHANGED, NAME, USED, Mark, Wanted
from lms.studio.publishing.ordering import Wish, publish_draft
from lms.studio.publishing.standing import standing_of
from tests.support.company import MODULE, Browser, Company
from tests.support.drafting import begin, copy_of_library
from tests.support.shelved import shelve

TITLE = re.compile(r'<h3><a href="/author/modules/[^"]+">([^<]+)</a></h3>')


def trainer(company: Company) -> Browser:
    """Return a trainer's browser."""
    return company.browser(company.person(Role.TRAINER))


def put_up(company: Company, *titles: str, **more: object) -> list[object]:
    """Put modules on the company's shelf."""
    named = [{"en": title} for title in titles]
    now = company.installation.clock.now()
    return list(shelve(company.installation.database, company.organisation.id, named, now, **more))  # type: ignore[arg-type]


def titles(browser: Browser, query: str) -> list[str]:
    """Return the titles of the modules that a page of the list shows."""
    return TITLE.findall(browser.get(f"/author?{query}").text)


def all_titles(company: Company, wanted: Wanted) -> list[str]:
    """Return every title of the list, page by page."""
    actor = company.actor(company.person(Role.TRAINER))
    found: list[str] = []
    while True:
        with company.installation.database.reading() as session:
            page = listed(session, actor, wanted, "en")
        assert len(page.lines) <= PAGE
        found += [line.card.title for line in page.lines]
        if page.following is None:
            assert len(found) == page.total
            return found
        mark = Mark.read(str(page.following))  # as an address carries it
        assert mark is not None
        wanted = wanted.further(mark)


@pytest.mark.parametrize("sort", [NAME, CHANGED, USED])
def test_page_after_page_shows_each_module_once(company: Company, sort: str) -> None:
    names = [f"Module {number % 7:02}" for number in range(2 * PAGE + 3)]  # many of the same name
    ids = put_up(company, *names)
    key = {"organisation_id": company.organisation.id, "number": "1.0", "page": "01", "part": "way"}
    at = company.installation.clock.now()
    with company.installation.database.writing() as session:
        for number, module in enumerate(ids[:9]):
            release = PageRelease(**key, module_id=module, people=5 + number % 3, figures={}, released_at=at)
            session.add(release)
    found = all_titles(company, Wanted(whose="own", sort=sort))
    assert sorted(found) == sorted(names)
    if sort == NAME:
        assert found == sorted(names)
    if sort == CHANGED:
        assert found == names


def test_most_used_first_counts_only_what_was_released(company: Company) -> None:
    few, many, nobody = put_up(company, "Few", "Many", "Nobody")
    key = {"organisation_id": company.organisation.id, "page": "01", "part": "way", "figures": {}}
    at = company.installation.clock.now()
    with company.installation.database.writing() as session:
        session.add(PageRelease(**key, module_id=few, number="1.0", people=6, released_at=at))
        session.add(PageRelease(**key, module_id=many, number="1.0", people=5, released_at=at))
        session.add(PageRelease(**key, module_id=many, number="1.1", people=7, released_at=at))
    shown = trainer(company).get("/author?whose=own&sort=used").text
    assert TITLE.findall(shown) == ["Many", "Few", "Nobody"]
    assert "12 people" in shown
    assert nobody


def test_words_find_a_module_by_title_summary_and_address_whatever_their_case(company: Company) -> None:
    put_up(company, "Straßen och Ångest", "Service culture", "100% of _everything_")
    browser = trainer(company)
    assert titles(browser, "q=ÅNGEST") == ["Straßen och Ångest"]
    assert titles(browser, "q=culture+service") == ["Service culture"]
    assert titles(browser, "q=about+culture") == ["Service culture"]
    assert titles(browser, "q=loyalty-economics") == titles(browser, "q=loyalty+economics") != []
    assert titles(browser, "q=%25_%25+xyz") == []
    assert titles(browser, "q=100%25") == ["100% of _everything_"]


def test_filters_take_away_and_the_way_back_is_one_press(company: Company) -> None:
    put_up(company, "Only English", languages=("en",))
    put_up(company, "Gone", withdrawn=True)
    browser = trainer(company)
    assert "Only English" in titles(browser, "whose=own")
    assert titles(browser, "whose=own&language=da") == []
    assert "Only English" not in titles(browser, "whose=shared")
    assert titles(browser, "state=withdrawn") == ["Gone"]
    assert "Gone" not in titles(browser, "")
    empty = browser.get("/author?q=nowhereword").text
    assert "Nothing here fits" in empty
    assert 'href="/author/search?q=nowhereword"' in empty


def test_another_companys_modules_and_drafts_are_not_there(company: Company, other_company: Company) -> None:
    put_up(other_company, "Their secret")
    begin(other_company, "Their secret draft")
    browser = trainer(company)
    assert "Their secret" not in browser.get("/author").text
    assert "Their secret" not in browser.get("/author?state=draft&q=secret").text
    assert "Their secret" not in browser.get("/author/search?q=secret").text


def test_an_address_that_makes_no_sense_shows_the_beginning(company: Company) -> None:
    put_up(company, "First of all")
    browser = trainer(company)
    marks = ("x", "00.", "%F0%9F%98%80", f"{'0' * 32}.{'9' * 60}", "0" * 5_000, f"{'0' * 32}.2026-01-01")
    for mark in marks:
        for sort in ("name", "changed", "used"):
            assert browser.get(f"/author?after={mark}&sort={sort}&whose=own").status_code == 200
    assert titles(browser, "state=nonsense&sort=<script>&language=xx&whose=me")[0] == "First of all"
    assert "<script>alert" not in browser.get("/author?q=<script>alert(1)</script>").text


def test_a_draft_says_who_changed_it_what_is_wrong_and_what_was_remarked(company: Company) -> None:
    desk = copy_of_library(company)
    colleague = company.person(Role.TRAINER, name="Astrid Autor")
    desk.beside(colleague).write(desk.page, "start", "Other words.\n\n")
    mine = trainer(company).get("/author").text
    assert "changed by Astrid Autor" in mine
    assert "nothing to mend" in mine
    assert f'href="{desk.address}"' in mine
    assert "changed by you" in company.browser(colleague).get("/author").text
    assert desk.write(desk.module, "@head", "this = is = wrong\n").status_code == 200
    assert "to mend" in trainer(company).get("/author").text


def test_drafts_are_listed_too_with_words_order_and_pages(company: Company) -> None:
    now = company.installation.clock.now()
    for number in range(PAGE + 2):
        draft = begin(company, f"Draft {number:02}").draft
        with company.installation.database.writing() as session:
            at = now - timedelta(hours=number)
            session.execute(update(Draft).where(Draft.id == draft.id).values(changed_at=at))
    browser = trainer(company)
    for sort in ("name", "changed"):
        first = browser.get(f"/author?state=draft&sort={sort}").text
        assert f"{PAGE + 2} drafts" in first
        further = re.search(r'rel="next" href="([^"#]+)', first)
        assert further is not None
        second = browser.get(further[1].replace("&amp;", "&")).text
        shown = re.findall(r">(Draft \d\d)</a>", first) + re.findall(r">(Draft \d\d)</a>", second)
        assert shown == [f"Draft {number:02}" for number in range(PAGE + 2)]
    assert re.findall(r">(Draft \d\d)</a>", browser.get("/author?state=draft&q=draft+07").text) == ["Draft 07"]
    home = browser.get("/author").text
    assert f"All {PAGE + 2} drafts" in home


def test_the_home_teaches_what_to_do_first(company: Company) -> None:
    home = trainer(company).get("/author").text
    assert "Nothing is being written just now" in home
    assert home.count('class="btn"') == 1, "one primary action"
    assert 'href="/author/drafts/new"' in home
    assert f'href="/author/modules/{MODULE}"' in home


@pytest.mark.parametrize("path", ["/author", "/author/search?q=customer"])
def test_only_trainers_come_in(company: Company, path: str) -> None:
    for roles in ((), (Role.HR,), (Role.ADMIN,)):
        assert company.browser(company.person(*roles)).get(path).status_code == 403


def test_what_is_published_stands_in_the_list_at_once_for_its_own_company_alone(
    company: Company, other_company: Company
) -> None:
    desk = copy_of_library(company)
    actor, now = company.actor(desk.person), company.installation.clock.now()
    with company.installation.database.writing() as session:
        draft = session.get_one(Draft, desk.draft.id)
        publish_draft(session, draft, actor, Wish(standing_of(session, draft).steps[0], {}), now)
    assert f'href="/author/modules/{desk.draft.slug}"' in trainer(company).get("/author?whose=own").text
    assert f"/author/quizzes/{desk.draft.slug}" in trainer(company).get("/author/search?q=retention+rises").text
    assert desk.draft.slug not in trainer(other_company).get("/author").text
    assert desk.draft.slug not in trainer(other_company).get("/author/search?q=retention+rises").text
