"""The tool shelf at /tools: grouped by question, filtered by words, own results only where there are own numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import update

from lms.calculators import computing
from lms.catalog.models import Module
from lms.packs.tool_shelves import ICONS
from lms.tools import showing
from tests.catalog.conftest import Shelf, shelf
from tests.support.company import Browser, Company, answer
from tests.support.learner import Learner
from tests.support.rows import statements
from tests.support.tool_shelf import FILES

__all__ = ["shelf"]

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
CUP = "calculator:019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d02"
SPRITE = Path(__file__).parents[2] / "lms" / "web" / "static" / "web" / "icons.svg"


@pytest.fixture
def stocked(shelf: Shelf) -> Browser:
    """Return a learner's browser on an installation with the small pack and its tool shelf."""
    shelf.write(FILES)
    assert shelf.sync().problems == ()
    company = shelf.company()
    return company.browser(company.person())


def _groups(page: str) -> list[str]:
    return re.findall(r'<section class="tool-group" id="tools-([a-z-]+)"', page)


def _questions(page: str) -> list[str]:
    return re.findall(r'class="tool-name"><a href="/tools/([a-z-]+)"', page)


def test_tools_stand_under_the_question_they_answer_and_advanced_ones_are_folded(stocked: Browser) -> None:
    page = stocked.get("/tools").text
    assert _groups(page) == ["cups", "deep"]
    assert _questions(page) == ["price-of-a-cup", "price-of-beans"]
    assert 'href="#tools-deep"' in page
    folded = page[page.index('id="tools-deep"') :]
    assert folded.index("<details") < folded.index("price-of-beans")


def test_the_questions_are_in_the_readers_language(stocked: Browser) -> None:
    stocked.client.set_cookie("lms_language", "da")
    assert "Hvad er en kop værd?" in stocked.get("/tools").text


def test_without_a_shelf_all_tools_stand_under_more(company: Company) -> None:
    page = company.browser(company.person()).get("/tools").text
    assert _groups(page) == ["more"]
    assert '<nav class="tool-questions"' not in page  # one group needs no list of groups


def test_a_tool_of_a_withdrawn_module_stays_only_with_whoever_has_something_in_it(company: Company) -> None:
    mine, other = Learner.of(company), company.browser(company.person())
    mine.browser.save(answer(CLV, "inputs", "margin", 1500))
    there = set(_questions(other.get("/tools").text))
    database = company.installation.database
    try:
        with database.writing() as session:
            session.execute(update(Module).values(withdrawn_at=company.installation.clock.now()))
        kept = set(_questions(mine.browser.get("/tools").text))
        assert kept
        assert kept < there
        assert _questions(other.get("/tools").text) == []
        assert other.get(f"/tools/{next(iter(kept))}").status_code == 200, "a link that was kept still opens"
    finally:  # the library is everybody's
        with database.writing() as session:
            session.execute(update(Module).values(withdrawn_at=None))


def test_an_example_shows_no_figure_and_ones_own_number_does(company: Company) -> None:
    learner = Learner.of(company)
    page = learner.browser.get("/tools").text
    assert "opens with an example" in page
    assert 'class="tool-figure' not in page
    assert "Where you left off" not in page
    learner.browser.save(answer(CLV, "inputs", "margin", 1500))
    page = learner.browser.get("/tools").text
    assert page.count('class="tool-figure') == 2  # where one left off, and in its place
    assert "1 of 4 numbers are yours" in page
    assert page.index("Where you left off") < page.index('class="tool-group"')


def test_nothing_is_computed_for_tools_without_own_numbers(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CLV, "inputs", "margin", 1500))
    computed: list[str] = []
    real = computing.compute_headline

    def remember(calculator: computing.Calculator, *given: object, **named: object) -> computing.Results:
        computed.append(calculator.name)
        return real(calculator, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(showing, "compute_headline", remember)
    monkeypatch.setattr(showing, "compute", lambda *_given, **_named: pytest.fail("the whole of a tool"))
    learner.browser.get("/tools")
    assert computed == ["customer-lifetime-value"]


def test_a_colleagues_numbers_are_not_on_my_shelf(company: Company) -> None:
    learner, colleague = Learner.of(company), Learner.of(company)
    colleague.browser.save(answer(CLV, "inputs", "margin", 1500))
    assert 'class="tool-figure' not in learner.browser.get("/tools").text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("beans", ["price-of-beans"]),
        ("BEAN", ["price-of-beans"]),
        ("the cup", ["price-of-a-cup", "price-of-beans"]),
        ("cup beans", ["price-of-beans"]),
        ("kaffeprisen", []),
        ("zebra", []),
    ],
)
def test_words_find_tools_by_title_and_question(words: str, found: list[str], stocked: Browser) -> None:
    assert sorted(_questions(stocked.get("/tools", query_string={"q": words}).text)) == found


def test_a_tool_is_found_by_its_name_in_another_language(stocked: Browser) -> None:
    page = stocked.get("/tools", query_string={"q": "kop"}).text
    assert "price-of-a-cup" in _questions(page)
    assert "What does a cup cost?" in page


def test_a_search_unfolds_what_is_advanced(stocked: Browser) -> None:
    assert '<details class="more"' not in stocked.get("/tools", query_string={"q": "beans"}).text


@pytest.mark.parametrize("words", ['"><script>alert(1)</script>', "x" * 5000, "٣ ﷽ 𝒙", "%", "'; drop table"])
def test_rubbish_finds_nothing_and_hurts_nobody(words: str, stocked: Browser) -> None:
    answered = stocked.get("/tools", query_string={"q": words})
    assert answered.status_code == 200
    assert "<script>alert" not in answered.text
    assert len(answered.text) < 40_000


def test_the_search_page_finds_tools_too(stocked: Browser) -> None:
    page = stocked.get("/learn/search", query_string={"q": "beans"}).text
    assert "1 tool" in page
    assert 'href="/tools/price-of-beans"' in page


def test_four_queries_are_enough(stocked: Browser, shelf: Shelf) -> None:
    stocked.save(answer(CUP, "inputs", "price", 15))
    stocked.get("/tools")
    with statements(shelf.installation.database) as sent:
        stocked.get("/tools")
    assert len(sent) <= 4, "\n".join(sent)


def test_every_group_has_its_drawing() -> None:
    drawn = set(re.findall(r'<symbol id="group-([a-z]+)"', SPRITE.read_text(encoding="utf-8")))
    assert drawn == set(ICONS)
