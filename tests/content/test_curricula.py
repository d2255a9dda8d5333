"""The curricula that come with the program: whole in three languages, of what there is, in honest letters."""

from __future__ import annotations

import re

import pytest

from lms.packs.curricula.model import ShippedCurriculum
from lms.packs.model import Pack
from tests.content import word_runs
from tests.content.reading_text import lix, words

LANGUAGES = ("en", "da", "sv")
LETTERS = ("announcement", "line-managers", "halfway", "end")
ALWAYS = ("before", "silence", "honest")
TAG = re.compile(r"<[^>]+>")


def _names(pack: Pack) -> list[str]:
    return [each.name for each in pack.curricula]


def _prose(each: ShippedCurriculum, language: str) -> str:
    guide = " ".join(TAG.sub(" ", section.html) for section in each.guide(language).sections)
    return f"{guide} {' '.join(letter.body[language] for letter in each.letters)}"


def test_the_four_that_were_promised_are_there(pack: Pack) -> None:
    assert set(_names(pack)) == {"whole-program", "start-of-two", "top-management", "service-leaders"}
    whole = next(each for each in pack.curricula if each.name == "whole-program")
    assert len(set(whole.modules)) == 5
    assert whole.every_days == 14


def test_each_is_made_of_modules_and_tools_there_are(pack: Pack) -> None:
    modules = {module.slug for module in pack.modules}
    tools = {name for module in pack.modules for name in module.calculators}
    tools |= {name for shelf in pack.shelves for name in shelf.calculators}
    for each in pack.curricula:
        assert set(each.modules) <= modules, each.name
        assert {tool for meeting in each.meetings for tool in meeting.tools} <= tools, each.name
    assert [note for note in pack.notes if note.file.startswith("curricula/")] == []


def test_each_is_whole_in_three_languages(pack: Pack) -> None:
    for each in pack.curricula:
        assert each.languages == LANGUAGES, each.name
        assert tuple(letter.name for letter in each.letters) == LETTERS, each.name
        ids = [section.id for section in each.guide("en").sections]
        assert set(ALWAYS) <= set(ids), each.name
        for language in LANGUAGES[1:]:
            ratio = len(words(_prose(each, language))) / len(words(_prose(each, "en")))
            assert 0.75 <= ratio <= 1.25, (each.name, language, round(ratio, 2))


def test_modules_open_in_order_and_everything_is_over_by_the_due_date(pack: Pack) -> None:
    for each in pack.curricula:
        opens = [item.opens_after_days or 0 for item in each.items if item.required]
        assert opens == sorted(opens), each.name
        assert max(opens) + each.every_days <= each.due_days, each.name
        assert [letter.day for letter in each.letters] == sorted(letter.day for letter in each.letters), each.name
        assert each.letters[0].day < 0 < each.letters[-1].day
        assert all(meeting.day % 7 == 0 and meeting.day <= each.due_days for meeting in each.meetings), each.name


def test_letters_say_how_long_it_takes_and_that_answers_are_private(pack: Pack) -> None:
    for each in pack.curricula:
        first = each.letters[0].body
        assert all("{hours}" in text and "{start}" in text for text in first.values()), each.name
        assert "HR see" in first["en"], each.name
        assert "gennemført" in first["da"], each.name
        assert "genomförd" in first["sv"], each.name
        private = each.letters[1].body
        for language, word in (("en", "self-assessment"), ("da", "selvvurdering"), ("sv", "självskattning")):
            assert word in private[language], (each.name, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_guides_and_letters_read_like_a_good_newspaper(pack: Pack, language: str) -> None:
    measured = {each.name: round(lix(_prose(each, language)), 1) for each in pack.curricula}
    assert {name: value for name, value in measured.items() if not 20 <= value <= 45} == {}


def test_no_sentence_is_taken_from_the_articles(pack: Pack) -> None:
    known = word_runs.known()
    taken = {
        (each.name, language): [run for digest, run in word_runs.runs(_prose(each, language)) if digest in known]
        for each in pack.curricula
        for language in LANGUAGES
    }
    assert {name: found for name, found in taken.items() if found} == {}
