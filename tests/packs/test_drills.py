"""Decision drills in packs: what the file must hold, which ways are refused, and when a change is one of meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lms.packs.closure import closure, digest
from lms.packs.drills.model import Drill
from lms.packs.model import Pack
from lms.packs.problems import Problem
from lms.packs.versions import compare, refusals
from lms.questions.tables import Table

DOCS = (Path(__file__).parents[2] / "docs" / "content-format.md").read_text(encoding="utf-8")
FILE = "quizzes/beans.toml"
PAGES = ("modules/coffee/en/02-how.md", "modules/coffee/da/02-how.md")
MODULE = "modules/coffee/module.toml"
BLOCK = '\n```drill\nid = "beans"\nuse = "beans"\n```\n'

BEANS = """\
kind = "drill"
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d0a"
version = "1.0"
title = {en = "Beans", da = "Bønner"}
frame = {en = "A café that does not exist.", da = "En café, der ikke findes."}
assumption = {en = "Invented.", da = "Opdigtet."}
minutes = 3
calculator = "price-of-a-cup"
start = {price = 30}
figures = [{name = "taken", unit = "money", label = {en = "Taken", da = "Omsat"}, formula = "year - 100"}]
year = {price = "price + 1"}
total = {label = {en = "In all", da = "I alt"}, each_year = "taken", at_end = "price * year"}

[[scenes]]
id = "morning"
title = {en = "Morning", da = "Morgen"}
text = {en = "The sack is empty.", da = "Sækken er tom."}
figures = ["price", "taken"]

[[scenes.options]]
id = "cheap"
title = {en = "Cheap", da = "Billigt"}
text = {en = "Buy cheap ones.", da = "Køb billige."}
effects = {price = "price - 10"}
years = 2
then = "noon"
afterwards = {en = "It was bitter.", da = "Det var bittert."}

[[scenes.options]]
id = "dear"
title = {en = "Dear", da = "Dyrt"}
text = {en = "Buy good ones.", da = "Køb gode."}
then = "closed"
afterwards = {en = "It was good.", da = "Det var godt."}

[[scenes]]
id = "noon"
title = {en = "Noon", da = "Middag"}
text = {en = "They queue.", da = "De står i kø."}

[[scenes.options]]
id = "raise"
title = {en = "Raise", da = "Hæv"}
text = {en = "Raise it.", da = "Hæv den."}
effects = {price = "price * 2"}
then = "closed"
afterwards = {en = "They paid.", da = "De betalte."}

[[scenes.options]]
id = "halve"
title = {en = "Halve", da = "Halvér"}
text = {en = "Halve it.", da = "Halvér den."}
effects = {price = "price / 2"}
then = "closed"
afterwards = {en = "They stayed.", da = "De blev."}

[[endings]]
id = "closed"
title = {en = "Closing time", da = "Lukketid"}
text = {en = "You go home.", da = "Du går hjem."}
take_away = {en = "Taste first.", da = "Smag først."}
page = "01-why"
"""

Read = Callable[..., Pack]
Wrong = Callable[..., list[Problem]]


@pytest.fixture
def invited(files: dict[str, str]) -> dict[str, str]:
    """Return what the sound pack gains: the file, and a page that invites to it."""
    return {FILE: BEANS, **{page: files[page] + BLOCK for page in PAGES}}


@pytest.fixture
def wrong(problems: Callable[..., tuple[Problem, ...]], invited: dict[str, str]) -> Wrong:
    """Return what is said when `old` in the file is replaced by `new`."""

    def wrong(old: str, new: str) -> list[Problem]:
        assert old in BEANS
        found = problems({**invited, FILE: BEANS.replace(old, new, 1)})
        assert {problem.file for problem in found} == {FILE}
        return list(found)

    return wrong


def test_a_drill_is_read_whole_and_is_no_quiz(read: Read, invited: dict[str, str]) -> None:
    pack = read(invited)
    drill = pack.drill("beans")
    assert drill is not None
    assert [quiz.name for quiz in pack.quizzes] == ["coffee"]
    assert (drill.first.id, drill.languages, drill.pages) == ("morning", ("en", "da"), ("01-why",))
    assert [option.years for scene in drill.scenes for option in scene.options] == [2, 3, 3, 3]
    assert pack.modules[0].drill_names == ("beans",)
    assert pack.modules[0].quiz_names == ("coffee",), "nobody has to pass it"


def test_it_comes_back_from_its_document_unchanged(read: Read, invited: dict[str, str]) -> None:
    drill = read(invited).drills[0]
    assert Drill.from_document(drill.document()) == drill


def test_it_is_frozen_with_the_module_that_invites_to_it(read: Read, invited: dict[str, str]) -> None:
    pack = read(invited)
    whole = closure(pack.modules[0], [*pack.quizzes, *pack.drills])
    assert whole["drills"] == {"beans": pack.drills[0].document()}
    assert "price-of-a-cup" in whole["module"]["calculators"], "and so is what computes it"
    assert digest(whole) == pack.modules[0].digest


def test_a_module_without_one_keeps_the_digest_it_was_published_under(read: Read) -> None:
    pack = read()
    assert "drills" not in closure(pack.modules[0], pack.quizzes)


def test_its_calculator_may_stand_on_a_tool_shelf_and_is_frozen_with_the_module(
    read: Read, invited: dict[str, str], files: dict[str, str]
) -> None:
    calculator = files["modules/coffee/price-of-a-cup.calc.toml"]
    other = calculator.replace("price-of-a-cup", "price-of-a-jar").replace("2a8e4d02", "2a8e4d12")
    shelf = (
        'uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d0b"\nkind = "shelf"\nversion = "1.0"\nlanguages = ["en", "da"]\n'
        'title = {en = "Shelf", da = "Hylde"}\n'
    )
    standing = {"modules/shelf/module.toml": shelf, "modules/shelf/price-of-a-jar.calc.toml": other}
    pack = read({**invited, **standing, FILE: BEANS.replace("price-of-a-cup", "price-of-a-jar")})
    module = pack.module("coffee")
    assert module is not None
    assert module.borrowed == ("price-of-a-jar",)


MISTAKES: list[tuple[str, str, str, str]] = [
    ('then = "noon"', 'then = "evening"', 'There is no scene and no ending "evening".', 'then = "evening"'),
    ('then = "noon"', 'then = "closed"', 'Nothing leads to "noon".', 'id = "noon"'),
    (
        'effects = {price = "price * 2"}\nthen = "closed"',
        'then = "morning"',
        "This option leads in a circle:",
        "then = ",
    ),
    ('effects = {price = "price / 2"}\nthen = "closed"', 'then = "noon"', "This option leads in a circle:", "then = "),
    ('"price - 10"', '"price - 40"', 'After cheap, "price" cannot be computed in year 1 (BELOW_MINIMUM)', "price - 40"),
    ('"price * 2"', '"price * 60"', 'After cheap → raise, "price" cannot be computed in year 3', "price * 60"),
    ('"price / 2"', '"price / (price - 22)"', 'After cheap → halve, "price" cannot be', "price - 22"),
    ('"price + 1"', '"price * 9"', 'After cheap, "price" cannot be computed in year 3 (ABOVE_MAXIMUM)', "price * 9"),
    ('"year - 100"', '"sqrt(year - 9000)"', 'After cheap, "taken" cannot be computed in year 1', "sqrt(year"),
    ('"price - 10"', '"prise - 10"', "", "prise"),
    ('"price - 10"', '"price > 10"', "The formula gives a truth.", "price > 10"),
    ("effects = {price = ", "effects = {cost = ", 'The calculator "price-of-a-cup" has no input "cost".', "cost ="),
    ("start = {price = 30}", "start = {price = 3000}", '"price" cannot be 3000.', "start ="),
    ('calculator = "price-of-a-cup"', 'calculator = "cost"', 'There is no calculator "cost" here.', "calculator ="),
    ('figures = ["price", "taken"]', 'figures = ["token"]', 'There is no figure "token".', "figures = ["),
    ('name = "taken"', 'name = "price"', '"price" is the name of something else.', "figures = "),
    ('id = "halve"', 'id = "raise"', 'Two options of the scene "noon" are called "raise".', "[[scenes.options]]"),
    ('id = "noon"', 'id = "closed"', 'The id "closed" is used twice.', ""),
    (', da = "Det var bittert."', "", '"afterwards.da" is missing.', "afterwards ="),
    (', da = "Bønner"', "", '"title.da" is missing.', "title ="),
    ('"It was bitter."', '"It was <b>bitter</b>."', '"afterwards.en" has an HTML tag.', "bitter"),
    ("years = 2", "years = 0", '"years" is 0.', "years = 0"),
    ('page = "01-why"', 'page = "01-who"', 'The module "coffee" has no page "01-who"', ""),
    ("minutes = 3", "minutes = 3\npass_mark = 1", '"pass_mark" is not known here.', "pass_mark"),
    ("2a8e4d0a", "2a8e4d03", "The uuid is that of", ""),
]


@pytest.mark.parametrize(("old", "new", "message", "at"), MISTAKES, ids=[f"{m[0]} - {m[1]}" for m in MISTAKES])
def test_a_mistake_is_told_in_its_line_with_a_remedy(wrong: Wrong, old: str, new: str, message: str, at: str) -> None:
    found = wrong(old, new)
    said = [problem for problem in found if problem.message.startswith(message)]
    assert said, found
    assert all(problem.remedy for problem in said)
    lines = BEANS.replace(old, new, 1).split("\n")
    assert any(at in lines[problem.line - 1] for problem in said), [(p.line, lines[p.line - 1]) for p in said]


def test_an_option_alone_is_no_choice(wrong: Wrong) -> None:
    start = BEANS.index('[[scenes.options]]\nid = "dear"')
    end = BEANS.index('[[scenes]]\nid = "noon"')
    (problem,) = wrong(BEANS[start:end], "")
    assert problem.message == '"options" has 1 of at least 2 entries.'


def test_more_than_two_hundred_ways_are_refused_before_any_is_computed(wrong: Wrong) -> None:
    scene = BEANS[BEANS.index('[[scenes]]\nid = "noon"') : BEANS.index("[[endings]]")]
    further = "".join(
        scene.replace('"noon"', f'"noon-{number}"').replace('"closed"', f'"noon-{number + 1}"')
        for number in range(1, 8)
    )
    last = scene.replace('"noon"', '"noon-8"')
    (problem,) = wrong(scene, scene.replace('"closed"', '"noon-1"') + further + last)
    assert problem.message == "513 ways lead through this drill, more than 200."


def test_a_block_that_invites_to_nothing_is_a_problem(problems: Any, invited: dict[str, str]) -> None:
    found = problems({**invited, FILE: None})
    assert {problem.message for problem in found} == {'There is no drill "beans".'}


def test_a_broken_calculator_is_told_once_and_not_as_missing(
    problems: Any, invited: dict[str, str], files: dict[str, str]
) -> None:
    path = "modules/coffee/price-of-a-cup.calc.toml"
    found = problems({**invited, path: files[path].replace("price * 365", "price * * 365")})
    assert {problem.file for problem in found} == {path}


@pytest.fixture
def versions(read: Read, invited: dict[str, str], files: dict[str, str]) -> Callable[..., Any]:
    """The closures before and after replacing words in the drill, under the next minor number."""

    def versions(old: str, new: str) -> tuple[dict[str, Any], dict[str, Any]]:
        module = {MODULE: files[MODULE].replace('version = "1.0"', 'version = "1.1"')}
        assert old in BEANS
        packs = (read(invited, folder="a"), read({**invited, **module, FILE: BEANS.replace(old, new)}, folder="b"))
        before, after = (closure(pack.modules[0], [*pack.quizzes, *pack.drills]) for pack in packs)
        return before, after

    return versions


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It was bitter.", "It tasted of rope."),
        ("The sack is empty.", "No beans left."),
        ('figures = ["price", "taken"]', 'figures = ["taken"]'),
        ("minutes = 3", "minutes = 4"),
        ('page = "01-why"', 'page = "02-how"'),
    ],
)
def test_words_are_minor(versions: Any, old: str, new: str) -> None:
    assert compare(*versions(old, new)).level == "minor"
    assert refusals(*versions(old, new)) == ()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"price - 10"', '"price - 9"', 'drill "beans": option "morning/cheap" has other effects'),
        ("years = 2", "years = 1", 'drill "beans": option "morning/cheap" has other effects'),
        ('id = "halve"', 'id = "cut"', 'drill "beans": option "noon/halve" is gone'),
        ("start = {price = 30}", "start = {price = 31}", 'drill "beans" computes otherwise'),
        ('"price + 1"', '"price + 2"', 'drill "beans" computes otherwise'),
        ('each_year = "taken"', 'each_year = "taken + 1"', 'drill "beans" computes otherwise'),
    ],
)
def test_what_is_computed_and_where_it_leads_is_meaning(versions: Any, old: str, new: str, reason: str) -> None:
    found = compare(*versions(old, new))
    assert found.level == "major"
    assert any(each.startswith(reason) for each in found.reasons), found.reasons
    assert refusals(*versions(old, new))[0].startswith("1.1 is a minor step")


def test_every_key_of_a_drill_is_documented(
    read: Read, invited: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    finish = Table.finish

    def remember(table: Table) -> None:
        asked.update(table.asked)
        finish(table)

    monkeypatch.setattr(Table, "finish", remember)
    read()
    without = set(asked)
    read(invited, folder="with")
    own = asked - without - {"price"}  # an input of the sound pack
    assert {"effects", "afterwards", "take_away", "at_end", "assumption"} <= own
    assert {key for key in own if f"`{key}`" not in DOCS and f".{key}`" not in DOCS} == set()
