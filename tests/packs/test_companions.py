"""Pages beside a module: read, checked, frozen and compared like any page, and never among those that count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lms.catalog.releases import releases_of
from lms.packs.closure import closure, module_from_document
from lms.packs.differences.comparing import differences
from lms.packs.model import Pack
from lms.packs.problems import Problem
from lms.packs.versions import compare, refusals
from tests.support.companions import (
    LINE_MANAGER,
    MANAGER_PAGE,
    MODULE,
    OPTIONAL_CARD,
    TEAM,
    TEAM_PAGE,
    page,
    with_companions,
)

Read = Callable[..., Pack]
Problems = Callable[..., tuple[Problem, ...]]
CARD = TEAM_PAGE.format("en")
REQUIRED = OPTIONAL_CARD.replace("false", "true")


@pytest.fixture
def both(files: dict[str, str]) -> dict[str, str]:
    """The sound pack with its two companions."""
    return with_companions(files)


def _closure(pack: Pack) -> dict[str, Any]:
    return dict(closure(pack.modules[0], pack.quizzes))


def test_companions_are_pages_of_the_module_but_not_of_its_course(read: Read, both: dict[str, str]) -> None:
    module = read(both).modules[0]
    assert [page.name for page in module.course] == ["01-why", "02-how"]
    assert [(page.name, page.beside, page.required) for page in module.companions] == [
        ("team-card", "team", False),
        ("for-the-line-manager", "line-manager", False),
    ]
    assert module.companions[0].text("da").title == "Ti minutter om kopper"


def test_minutes_of_companions_do_not_add_to_the_modules(read: Read, both: dict[str, str]) -> None:
    pack = read(both)
    assert (pack.modules[0].minutes, sum(page.minutes for page in pack.modules[0].pages)) == (11, 26)
    assert pack.notes == ()


def test_what_counts_is_told_without_companions_and_they_stand_apart(read: Read, both: dict[str, str]) -> None:
    with_them, without = (releases_of(pack)[0].document for pack in (read(both), read(folder="without")))
    assert with_them.pop("companions") == [
        {
            "name": "team-card",
            "minutes": 10,
            "title": {"en": "Ten minutes about cups", "da": "Ti minutter om kopper"},
            "beside": "team",
        },
        {
            "name": "for-the-line-manager",
            "minutes": 5,
            "title": {"en": "When your people learn about cups", "da": "Når dine folk lærer om kopper"},
            "beside": "line-manager",
        },
    ]
    assert with_them == without


def test_a_frozen_module_knows_its_companions_and_one_without_keeps_its_digest(
    read: Read, both: dict[str, str]
) -> None:
    module = read(both).modules[0]
    again = module_from_document(_closure(read(both))["module"])
    assert [page.beside for page in again.pages] == [page.beside for page in module.pages]
    assert all("beside" not in each for each in _closure(read(folder="without"))["module"]["pages"])


SECOND = LINE_MANAGER.replace('beside = "line-manager"', 'beside = "team"')
REFUSED = [
    (TEAM.replace("minutes", "required = true\nminutes"), "required = true\nminutes = 10", "A page beside the module"),
    (TEAM.replace('"team"', '"table"'), 'beside = "table"', 'beside = "table" is not known.'),
    (TEAM + SECOND, 'beside = "team"\nminutes = 5', 'There is another page with beside = "team".'),
    (LINE_MANAGER + OPTIONAL_CARD, 'name = "team-card"', "This page stands after one that is beside the module."),
]


@pytest.mark.parametrize(("entries", "at", "message"), REFUSED, ids=[each[2] for each in REFUSED])
def test_a_companion_out_of_its_place_is_refused_with_its_line(
    problems: Problems, files: dict[str, str], entries: str, at: str, message: str
) -> None:
    changed = with_companions(files, entries=entries)
    found = problems(changed)
    told = [each for each in found if each.message.startswith(message)]
    line = changed[MODULE][: changed[MODULE].index(at)].count("\n") + 1
    assert [(each.file, each.line) for each in told] == [(MODULE, line)], "\n".join(map(str, found))
    assert told[0].remedy


def test_a_module_of_companions_alone_is_refused(problems: Problems, both: dict[str, str]) -> None:
    start, end = both[MODULE].index('[[pages]]\nname = "01-why"'), both[MODULE].index('[[pages]]\nname = "team-card"')
    found = problems({**both, MODULE: both[MODULE][:start] + both[MODULE][end:]})
    assert "Every page stands beside the module." in {each.message for each in found}


KEEPING = {
    "reflect": 'question = "What did you think?"',
    "promise": 'question = "What will you do?"',
    "exercise": 'title = "Try"\ntext = "Do it."\nminutes = 5\nbring_back = "A note."',
    "calculator": 'use = "price-of-a-cup"',
    "quiz": 'use = "coffee"',
    "self-assessment": 'use = "coffee"',
    "drill": 'use = "coffee"',
}


@pytest.mark.parametrize("kind", KEEPING)
def test_a_block_that_keeps_answers_is_refused_on_a_companion(
    problems: Problems, both: dict[str, str], kind: str
) -> None:
    block = f'\n```{kind}\nid = "kept"\n{KEEPING[kind]}\n```\n'
    text = both[CARD] + block
    found = problems({**both, CARD: text, TEAM_PAGE.format("da"): both[TEAM_PAGE.format("da")] + block})
    told = [each for each in found if each.message.startswith("A page beside the module keeps no answers")]
    line = text[: text.index(f"```{kind}")].count("\n") + 1
    assert [(each.file, each.line) for each in told if each.file == CARD] == [(CARD, line)], found
    assert kind in told[0].message


def test_pictures_and_examples_may_stand_on_a_companion(read: Read, both: dict[str, str]) -> None:
    picture, example = 'id = "one"\nfile = "cover.svg"', 'id = "two"\ntitle = "A"\ntext = "B"'
    blocks = f"\n```picture\n{picture}\n```\n\n```example\n{example}\n```\n"
    both |= {TEAM_PAGE.format(code): both[TEAM_PAGE.format(code)] + blocks for code in ("en", "da")}
    card = read(both).modules[0].companions[0].text("en")
    assert [block.kind for block in card.blocks] == ["text", "picture", "example"]


def test_more_words_than_one_sheet_holds_are_remarked_upon_and_stop_nothing(read: Read, both: dict[str, str]) -> None:
    both[CARD] = page("Ten minutes about cups", "word " * 261)
    both[MANAGER_PAGE.format("en")] = page("For you", "word " * 400)
    told = [(note.file, note.message) for note in read(both).notes]
    assert told == [(CARD, "The page has 263 words; more than 260 hardly fit on one printed page.")]


def test_a_question_leads_to_no_companion(problems: Problems, both: dict[str, str]) -> None:
    quiz = "quizzes/coffee.toml"
    both[quiz] = both[quiz].replace('id = "cups"\n', 'id = "cups"\npage = "team-card"\n')
    assert 'No module that uses this quiz has a page "team-card".' in {each.message for each in problems(both)}


COMES_AND_GOES = {
    "companions are added": (None, TEAM + LINE_MANAGER),
    "a companion goes": (TEAM + LINE_MANAGER, TEAM),
    "a card becomes the manager's": (TEAM, TEAM.replace('"team"', '"line-manager"')),
    "a companion becomes an optional page": (TEAM, OPTIONAL_CARD),
    "it takes more minutes": (TEAM, TEAM.replace("10", "12")),
}


def _two(read: Read, files: dict[str, str], old: str | None, new: str) -> tuple[dict[str, Any], dict[str, Any]]:
    sides = []
    for folder, entries in (("old", old), ("new", new)):
        changed = dict(files) if entries is None else with_companions(files, entries=entries)
        missing = [path for path in changed if path.startswith("modules/coffee/") and path.endswith(".md")]
        kept = {path: None for path in missing if f'"{path.rpartition("/")[2][:-3]}"' not in changed[MODULE]}
        sides.append(_closure(read({**changed, **kept}, folder=folder)))
    return sides[0], sides[1]


@pytest.mark.parametrize("name", COMES_AND_GOES)
def test_what_changes_beside_the_module_is_minor_and_told(read: Read, files: dict[str, str], name: str) -> None:
    old, new = _two(read, files, *COMES_AND_GOES[name])
    assert compare(old, new).level == "minor"
    told = differences(old, new)
    assert told
    assert not any(each.is_meaning for each in told)
    new["module"]["version"] = "1.1"
    assert refusals(old, new) == ()


def test_a_page_that_steps_beside_the_module_is_major_as_one_that_is_gone(read: Read, files: dict[str, str]) -> None:
    for before in (OPTIONAL_CARD, REQUIRED):
        old, new = _two(read, files, before, TEAM)
        assert compare(old, new).reasons == ('page "team-card" stands beside the module now',)
        meant = [each for each in differences(old, new) if each.is_meaning]
        assert [each.said for each in meant] == ["The page stands beside the module now and does not count any more."]


def test_a_companion_that_has_to_be_read_from_now_on_is_major(read: Read, files: dict[str, str]) -> None:
    old, new = _two(read, files, TEAM, REQUIRED)
    assert compare(old, new).reasons == ('page "team-card" is new and required',)


def test_a_companion_missing_in_a_language_is_told_like_any_page(problems: Problems, both: dict[str, str]) -> None:
    found = problems({**both, TEAM_PAGE.format("da"): None})
    assert 'The page "team-card" is missing in "da".' in {each.message for each in found}
