"""What learners read: as hard and as long as it says, in the program's own words, and in nobody else's sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from lms.packs.companions import LINE_MANAGER, TEAM
from lms.packs.model import Module, Pack, Page
from lms.packs.page_text import PageText
from tests.content import word_runs
from tests.content.reading_text import lix, page_words, prose, words

EASIEST, HARDEST = 30, 48
WORDS_A_MINUTE = 200
OFF = 0.25
MINUTES = {"calculator": 3.0, "self-assessment": 2.5, "reflect": 1.5, "exercise": 1.0, "promise": 1.5, "picture": 0.25}
AN_ITEM = 0.75
TOGETHER = 10
"""Minutes a card for the team is talked about."""
GLOSSARY = tomllib.loads(Path(__file__).with_name("glossary.toml").read_text(encoding="utf-8"))


def _pages(pack: Pack) -> Iterator[tuple[Module, Page, str, PageText, str]]:
    for module in pack.modules:
        for page in module.pages:
            for language, text in page.texts.items():
                yield module, page, language, text, f"{module.slug}/{language}/{page.name}"


def test_every_page_is_written_in_english_danish_and_swedish(pack: Pack) -> None:
    assert pack.modules
    for module in pack.modules:
        assert module.languages == ("en", "da", "sv"), module.slug
        for page in module.pages:
            assert set(page.texts) == {"en", "da", "sv"}, page.name


def test_every_page_reads_like_a_good_newspaper(pack: Pack) -> None:
    """What stands beside a module is read aloud, or between two meetings: that may be as easy as it likes."""
    long = [(page, prose(text), name) for _, page, _, text, name in _pages(pack) if len(words(prose(text))) > 50]
    measured = {name: (lix(read), 0 if page.beside else EASIEST) for page, read, name in long}
    wrong = {name: round(value, 1) for name, (value, easiest) in measured.items() if not easiest <= value <= HARDEST}
    assert wrong == {}


def test_lix_is_what_bjornsson_meant() -> None:
    assert lix("The cat sat. The elephant sat down again.") == pytest.approx(8 / 2 + 100 * 1 / 8)


def _needed(pack: Pack, text: PageText) -> float:
    """Return the minutes a page needs: its words, and what is to be done on it."""
    doing = 0.0
    for block in text.blocks:
        if block.kind == "quiz":
            quiz = pack.quiz(str(block.use))
            assert quiz is not None
            doing += AN_ITEM * quiz.count
        else:
            doing += MINUTES.get(block.kind, 0)
    return len(words(page_words(text))) / WORDS_A_MINUTE + doing


def test_the_minutes_a_page_promises_are_the_minutes_it_takes(pack: Pack) -> None:
    wrong = {}
    for _module, page, _language, text, name in _pages(pack):
        needed = _needed(pack, text)
        if page.beside == TEAM:
            assert page.minutes == TOGETHER, name  # the talk, not the reading
        elif not (1 - OFF) * needed <= page.minutes <= (1 + OFF) * needed:
            wrong[name] = (page.minutes, round(needed, 1))
    assert wrong == {}


def test_a_module_takes_an_evening_and_says_so_first(pack: Pack) -> None:
    for module in pack.modules:
        assert module.minutes == sum(page.minutes for page in module.course), module.slug
        assert 35 <= module.minutes <= 60, module.slug
        assert 120 <= module.work_minutes <= 180, module.slug


def test_every_module_has_a_card_for_the_team_and_a_page_for_the_line_manager(pack: Pack) -> None:
    for module in pack.modules:
        assert [page.beside for page in module.companions] == [TEAM, LINE_MANAGER], module.slug


def _stem(term: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term)}", text.casefold()) is not None


@pytest.mark.parametrize("term", GLOSSARY["terms"], ids=lambda term: term["en"])
def test_a_term_is_called_the_same_everywhere(pack: Pack, term: dict[str, list[str]]) -> None:
    for module in pack.modules:
        for page in module.pages:
            if _stem(str(term["en"]), page_words(page.text("en"))):
                for language in ("da", "sv"):
                    read = page_words(page.text(language))
                    assert any(stem in read.casefold() for stem in term[language]), (page.name, language, term)


@pytest.mark.parametrize("language", ["da", "sv"])
def test_no_page_borrows_an_english_word_we_have_a_word_for(pack: Pack, language: str) -> None:
    found = {
        name: [each for each in GLOSSARY["never"][language] if re.search(rf"\b{re.escape(each)}\b", read)]
        for _module, _page, spoken, text, name in _pages(pack)
        if spoken == language and (read := page_words(text).casefold())
    }
    assert {name: borrowed for name, borrowed in found.items() if borrowed} == {}


def test_no_sentence_is_taken_from_the_articles(pack: Pack) -> None:
    known = word_runs.known()
    assert len(known) > 4_000
    taken = {
        name: [run for digest, run in word_runs.runs(page_words(text)) if digest in known]
        for *_, text, name in _pages(pack)
    }
    assert {name: found for name, found in taken.items() if found} == {}


def test_a_borrowed_sentence_would_be_noticed() -> None:
    sentence = "One two three four five six seven eight nine ten eleven twelve thirteen."
    known = frozenset(digest for digest, _run in word_runs.runs(sentence))
    other = "He said: “one two three FOUR five, six seven eight nine ten eleven twelve”!"
    assert [run for digest, run in word_runs.runs(other) if digest in known] == [
        "one two three four five six seven eight nine ten eleven twelve"
    ]


def test_a_page_goes_from_a_story_to_a_decision(pack: Pack) -> None:
    """Every page with running text has at least three headed parts, and no heading stands without text under it."""
    for *_, text, name in _pages(pack):
        for before, after in pairwise(text.blocks):
            assert before.kind != "text" or before.html, (name, before.id, after.id)
