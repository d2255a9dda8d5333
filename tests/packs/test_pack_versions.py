"""Minor is wording, major is meaning; a number that is published keeps its content."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.packs.closure import closure
from lms.packs.model import Pack
from lms.packs.versions import compare, refusals

MODULE = "modules/coffee/module.toml"
PAGES = ("modules/coffee/en/01-why.md", "modules/coffee/da/01-why.md")
CALC = "modules/coffee/price-of-a-cup.calc.toml"
QUIZ = "quizzes/coffee.toml"

Read = Callable[..., Pack]
Change = dict[str, tuple[str, str]]


@pytest.fixture
def versions(read: Read, files: dict[str, str]) -> Callable[..., tuple[dict[str, Any], dict[str, Any]]]:
    """The closures of the sound pack before and after replacing words in some files."""

    def versions(changes: Change, number: str = "1.0") -> tuple[dict[str, Any], dict[str, Any]]:
        changed = dict(files)
        for name, (old, new) in changes.items():
            assert old in changed[name]
            changed[name] = changed[name].replace(old, new)
        changed[MODULE] = changed[MODULE].replace('version = "1.0"', f'version = "{number}"')
        before, after = read(folder="before"), read(changed, folder="after")
        old, new = (closure(pack.modules[0], pack.quizzes) for pack in (before, after))
        return old, new

    return versions


SWEDISH: Change = {MODULE: ('title.da = "Kaffe"', 'title.da = "Kaffe"\ntitle.sv = "Kaffe"')}

MINOR: list[Change] = [
    {PAGES[0]: ("more than 3", "more than three")},
    {QUIZ: ('feedback.en = "Touch it."', 'feedback.en = "Have a sip."')},
    {QUIZ: ('stem.en = "Is it hot?"', 'stem.en = "Is the cup hot?"')},
    {QUIZ: ("value = 100", "value = 110")},
    {"modules/coffee/media/cover.svg": ("#0b5d51", "#b5472f")},
    {CALC: ('help.en = "Of one cup."', 'help.en = "Of a single cup."')},
    {CALC: ("price * 365", "price*365")},
    {CALC: ("slider = {minimum = 0, maximum = 100", "slider = {minimum = 0, maximum = 200")},
    {MODULE: ("minutes = 6", "minutes = 7")},
    {MODULE: ("Her blev kopperne talt.", "Det var her, kopperne blev talt.")},
    SWEDISH,
]

MAJOR: list[tuple[Change, str]] = [
    (
        {QUIZ: ("answer = 20", "answer = 21")},
        'quiz "coffee": item "cups" has another kind, other options or another key',
    ),
    ({QUIZ: ("tolerance = 1\n", "tolerance = 2\n")}, 'quiz "coffee": item "cups" has another kind'),
    ({QUIZ: ('id = "no"', 'id = "nope"')}, 'quiz "coffee": item "hot" has another kind'),
    ({QUIZ: ('id = "cups"', 'id = "mugs"')}, 'quiz "coffee": item "cups" is gone'),
    ({QUIZ: ("pass_mark = 0.75", "pass_mark = 0.5")}, 'quiz "coffee" has another pass mark'),
    ({CALC: ("price * 365", "365 * price")}, 'calculator "price-of-a-cup" has other inputs or formulas'),
    ({CALC: ("maximum = 1000", "maximum = 2000")}, 'calculator "price-of-a-cup" has other inputs or formulas'),
    ({MODULE: ("required = true", "required = false")}, 'page "01-why" is no longer required'),
    ({MODULE: ("required = false", "required = true")}, 'page "02-how" is now required'),
    (dict.fromkeys(PAGES, ('id = "cup"', 'id = "mug"')), 'block "01-why#cup" is gone'),
]


@pytest.mark.parametrize("change", MINOR, ids=str)
def test_wording_pictures_and_translations_are_minor(versions: Any, change: Change) -> None:
    found = compare(*versions(change))
    assert (found.level, found.reasons) == ("minor", ())
    assert refusals(*versions(change, "1.1")) == ()


@pytest.mark.parametrize(("change", "reason"), MAJOR, ids=[reason for _, reason in MAJOR])
def test_meaning_is_major_and_refused_as_minor_with_the_reason(versions: Any, change: Change, reason: str) -> None:
    found = compare(*versions(change))
    assert found.level == "major"
    assert any(each.startswith(reason) for each in found.reasons), found.reasons
    refused = refusals(*versions(change, "1.1"))
    assert refused[0] == "1.1 is a minor step, but the meaning changed; call it 2.0."
    assert any(each.startswith(reason) for each in refused)
    assert refusals(*versions(change, "2.0")) == ()


def test_the_other_option_becoming_right_is_major(versions: Any) -> None:
    old, new = versions({})
    options = new["quizzes"]["coffee"]["items"][0]["options"]
    options[0]["correct"], options[1]["correct"] = False, True
    assert compare(old, new).level == "major"


def test_one_more_item_is_major_and_one_more_optional_page_is_not(versions: Any) -> None:
    old, new = versions({})
    new["quizzes"]["coffee"]["items"].append({**new["quizzes"]["coffee"]["items"][0], "id": "third"})
    assert compare(old, new).reasons == ('quiz "coffee": item "third" is new',)
    old, new = versions({})
    new["module"]["pages"].append({**new["module"]["pages"][1], "name": "03-more", "required": False})
    new["module"]["pages"][2]["texts"] = {"en": {"title": "More", "eyebrow": "", "blocks": []}}
    assert compare(old, new).level == "minor"
    new["module"]["pages"][2]["required"] = True
    assert compare(old, new).reasons == ('page "03-more" is new and required',)


def test_a_page_that_is_gone_is_major(versions: Any) -> None:
    old, new = versions({})
    del new["module"]["pages"][1]
    assert 'page "02-how" is gone' in compare(old, new).reasons


def test_the_same_content_is_the_same_under_any_number(versions: Any) -> None:
    assert compare(*versions({}, "1.1")).level == "same"
    assert refusals(*versions({})) == ()
    assert refusals(*versions({}, "1.1")) == ()


def test_changed_content_under_an_old_number_is_refused_with_the_next_one(versions: Any) -> None:
    assert refusals(*versions(MINOR[0])) == ("The content changed under the old number 1.0; call it 1.1.",)
    assert refusals(*versions(MAJOR[0][0]))[0] == "The content changed under the old number 1.0; call it 2.0."


def test_a_number_that_goes_back_is_refused(versions: Any) -> None:
    new, old = versions({}, "1.1")
    assert refusals(old, new) == ("Version 1.0 is older than 1.1, which is published.",)


def test_another_module_is_refused(versions: Any) -> None:
    uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d0"
    assert refusals(*versions({MODULE: (f"{uuid}1", f"{uuid}9")})) == ("It is another module: the uuid differs.",)
