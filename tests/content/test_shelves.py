"""Everything under modules/, quizzes/ and curricula/: it holds together, and nothing in it is missing or left over."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from lms.calculators.computing import compute
from lms.packs.model import Pack
from lms.questions.kinds import kind_of
from tests.content.reading_text import page_words

ROOT = Path(__file__).parents[2]
LINK = re.compile(r'href="([^"]+)"')


def test_the_checker_has_nothing_to_remark(pack: Pack) -> None:
    assert [str(note) for note in pack.notes] == []


def test_there_is_no_program_code_on_the_shelves() -> None:
    files = [path for shelf in ("modules", "quizzes", "curricula") for path in (ROOT / shelf).rglob("*")]
    kinds = {path.suffix for path in files if path.is_file()}
    assert kinds <= {".toml", ".md", ".svg", ".png", ".jpg", ".webp"}


def test_links_between_pages_lead_somewhere(pack: Pack) -> None:
    broken = []
    for module in pack.modules:
        names = {page.name for page in module.pages}
        for page in module.pages:
            for language, text in page.texts.items():
                ids = {block.id for block in text.blocks}
                for href in LINK.findall(" ".join(str(block.document()) for block in text.blocks)):
                    path, _, anchor = href.partition("#")
                    inside = not re.match(r"[a-z]+:|/", path)
                    if inside and ((path and path not in names) or (not path and anchor not in ids)):
                        broken.append((language, page.name, href))
    assert broken == []


def test_every_picture_is_used_and_said_in_words_in_each_language(pack: Pack) -> None:
    for module in pack.modules:
        used = {use.name for page in module.pages for b in page.text("en").blocks for use in b.references}
        for name, medium in module.media.items():
            assert name == module.cover or name in used, f"{module.slug}: nobody shows {name}"
            assert set(medium.alt) == set(module.languages), name
            assert len(set(medium.alt.values())) == len(module.languages), f"{name}: one text for two languages"
            assert all(20 <= len(text) <= 500 for text in medium.alt.values()), name


def test_a_module_has_a_cover_and_drawn_figures(pack: Pack) -> None:
    for module in pack.modules:
        assert 3 <= len(module.media) <= 8, module.slug


def test_every_calculator_is_used_on_a_page_and_gives_its_examples(pack: Pack) -> None:
    for module in pack.modules:
        used = {use.name for p in module.pages for b in p.text("en").blocks for use in b.references}
        for name, calculator in module.calculators.items():
            assert name in used, f"no page of {module.slug} uses {name}"
            assert len(calculator.examples) >= 2, name
            for example in calculator.examples:
                results = compute(calculator, example.inputs)
                found = {**results.series, **results.outputs}
                for output, expected in example.outputs.items():
                    _same(found[output], expected, example.tolerance, f"{name}.{output}")


def _same(found: Any, expected: Any, tolerance: float, where: str) -> None:
    if isinstance(expected, str):
        assert expected == ("none" if found is None else found), where
    else:
        assert found == pytest.approx(expected, rel=tolerance, abs=tolerance), where


def test_every_source_is_complete_and_spoken_of(pack: Pack) -> None:
    for module in pack.modules:
        read = " ".join(page_words(page.text("en")) for page in module.pages)
        read += " ".join(str(calculator.document()) for calculator in module.calculators.values())
        for source in module.sources:
            assert source.title, module.slug
            assert source.author, module.slug
            assert set(source.note) == set(module.languages), source.title
            names = [part.split()[-1] for part in re.split(r", | and |; ", source.author) if part.split()]
            assert any(name in read for name in names), f"nobody mentions {source.author}: {source.title}"


def test_figures_of_years_are_those_of_the_sources(pack: Pack) -> None:
    """A year that a page names is a year of one of the module's sources, or no claim about a publication."""
    for module in pack.modules:
        years = {source.year for source in module.sources}
        for page in module.pages:
            for language, text in page.texts.items():
                for name, year in re.findall(r"([A-ZÆØÅÄÖ]\w+)[^.]{0,60}?\b(19\d\d|200\d|201\d)\b", page_words(text)):
                    assert int(year) in years, f"{language}/{page.name}: {name} … {year} stands in no source"


def _texts(value: Any) -> list[dict[str, str]]:
    if isinstance(value, dict):
        if "en" in value and all(isinstance(each, str) for each in value.values()):
            return [value]
        return [text for each in value.values() for text in _texts(each)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


def test_every_word_of_a_quiz_is_there_in_every_language(pack: Pack) -> None:
    assert pack.quizzes
    for quiz in pack.quizzes:
        for text in _texts(quiz.document()):
            assert set(text) >= {"en", "da", "sv"}, (quiz.name, text["en"])


def test_every_option_teaches(pack: Pack) -> None:
    for quiz in pack.quizzes:
        for item in quiz.items:
            for option in getattr(item, "options", ()):
                for language, said in option.feedback.items():
                    assert len(said) >= 40, (quiz.name, item.id, option.id, language)
                    assert said != option.text.get(language)


def test_right_answers_have_no_favourite_place_and_no_telltale_length(pack: Pack) -> None:
    for quiz in pack.quizzes:
        single = [item for item in quiz.items if item.kind == "single-choice"]
        if len(single) < 8:
            continue
        places = Counter([option.correct for option in item.options].index(True) for item in single)
        assert max(places.values()) <= 0.45 * len(single), places
        longest = sum(
            max(item.options, key=lambda option: len(option.text["en"])).correct  # type: ignore[misc]
            for item in single
        )
        assert longest <= 0.5 * len(single), f"{longest} of {len(single)} right options are the longest"


def test_a_quiz_draws_ten_to_twelve_from_at_least_twenty(pack: Pack) -> None:
    for quiz in pack.quizzes:
        assert 10 <= quiz.count <= 12, quiz.name
        assert len(quiz.items) >= 20
        assert len({item.kind for item in quiz.items}) >= 4


def test_nothing_a_learner_may_see_tells_the_key(pack: Pack) -> None:
    for quiz in pack.quizzes:
        for item in quiz.items:
            public = str(kind_of(item.kind).public(item))
            assert "feedback" not in public
            assert "correct" not in public


def test_block_ids_are_the_same_in_every_language(pack: Pack) -> None:
    for module in pack.modules:
        for page in module.pages:
            ids = {tuple((block.id, block.kind) for block in text.blocks) for text in page.texts.values()}
            assert len(ids) == 1, page.name
