"""The tool shelf of the repository: every tool under a question, every fact of use, and a drawing for each group."""

from __future__ import annotations

from lms.calculators.declared import Calculator
from lms.packs.model import Pack
from lms.questions.text import LANGUAGES


def _calculators(pack: Pack) -> dict[str, Calculator]:
    return {name: each for home in (*pack.modules, *pack.shelves) for name, each in home.calculators.items()}


def test_every_tool_stands_under_one_question(pack: Pack) -> None:
    grouped = [name for shelf in pack.shelves for group in shelf.groups for name in group.calculators]
    assert sorted(grouped) == sorted(_calculators(pack))


def test_every_group_has_a_drawing_of_its_own(pack: Pack) -> None:
    drawings = [group.icon for shelf in pack.shelves for group in shelf.groups]
    assert len(set(drawings)) == len(drawings)
    assert "tools" not in drawings


def test_groups_and_facts_speak_all_languages(pack: Pack) -> None:
    for shelf in pack.shelves:
        texts = [group.title for group in shelf.groups]
        texts += [text for fact in shelf.facts for text in (fact.label, fact.help)]
        assert all(set(text) == set(LANGUAGES) for text in texts)


def test_no_question_of_a_tool_is_that_of_its_group(pack: Pack) -> None:
    tools = _calculators(pack)
    for shelf in pack.shelves:
        for group in shelf.groups:
            for name in group.calculators:
                for language in LANGUAGES:
                    assert tools[name].question[language] != group.title[language]


def test_no_help_of_a_fact_gives_a_typical_figure(pack: Pack) -> None:
    for shelf in pack.shelves:
        for fact in shelf.facts:
            assert not any("%" in text for text in fact.help.values()), fact.name
