"""A curriculum of a pack: read whole, every problem with file, line and what to do, and never more than it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.packs.commands import pack as pack_command
from lms.packs.curricula.letters import SLOTS, filled
from lms.packs.curricula.model import ShippedCurriculum
from lms.packs.model import Pack
from lms.packs.problems import Problem
from tests.packs.conftest import FILES

Read = Callable[..., Pack]
Problems = Callable[..., tuple[Problem, ...]]
SHELF = Path(__file__).parents[2] / "shelf" / "curricula"
TOML, EN, DA = "curricula/begin.toml", "curricula/begin/en/guide.md", "curricula/begin/da/guide.md"
PLAN = (
    (SHELF / "taste.toml")
    .read_text(encoding="utf-8")
    .replace("loyalty-economics", "coffee")
    .replace("cost-of-churn", "price-of-a-cup")
)
GUIDE = (SHELF / "taste" / "en" / "guide.md").read_text(encoding="utf-8").replace('<b onclick="alert(1)">', "")
DANISH = (SHELF / "taste" / "da" / "guide.md").read_text(encoding="utf-8")
OURS = {TOML: PLAN, EN: GUIDE.replace("</b>", ""), DA: DANISH}


@pytest.fixture
def begun(read: Read) -> Callable[..., ShippedCurriculum]:
    """Read the small pack with its curriculum, some files replaced."""

    def one(changes: dict[str, str] | None = None) -> ShippedCurriculum:
        (found,) = read({**FILES, **OURS, **(changes or {})}).curricula
        return found

    return one


@pytest.fixture
def wrong(problems: Problems) -> Problems:
    """Return what is wrong with the small pack and its curriculum when some files are replaced."""
    return lambda changes: problems({**FILES, **OURS, **changes})


def line_of(text: str, words: str) -> int:
    return text.count("\n", 0, text.index(words)) + 1


def test_a_curriculum_is_read_with_its_days_letters_and_guides(begun: Callable[..., ShippedCurriculum]) -> None:
    found = begun()
    assert (found.name, found.modules, found.every_days, found.due_days) == ("begin", ("coffee",), 14, 28)
    (meeting,), (letter,) = found.meetings, found.letters
    assert (meeting.day, meeting.minutes, meeting.tools, meeting.cards) == (0, 30, ("price-of-a-cup",), ("coffee",))
    assert (letter.day, letter.subject["da"]) == (-14, "{title} begynder {start}")
    guide = found.guide("da")
    assert [each.id for each in guide.sections] == ["start", "kick-off", "afterwards"]
    assert guide.section("kick-off") is not None
    assert guide.agendas == {"kick-off": 2}
    assert "<h2>" not in guide.sections[1].html
    assert "<em>hvem mistede vi?</em>" in guide.sections[1].html
    assert found.guide("sv") is found.guides["en"], "English where it is not written"


def test_a_pack_without_curricula_is_as_it_was(read: Read) -> None:
    assert read().curricula == ()


SPOILED = [
    ('uuid = "019', 'uuid = "x19', "This is no uuid", 'uuid = "'),
    ('languages = ["en", "da"]', 'languages = ["da"]', "English is missing", "languages"),
    ('languages = ["en", "da"]', 'languages = ["en", "da", "sv"]', 'The guide is missing in "sv"', "languages"),
    ("due_days = 28", "due_days = 0", '"due_days" is 0', "due_days"),
    ("due_days = 28", "due_days = 28\nfortnights = 2", '"fortnights" is not known', "due_days"),
    ('title.da = "En smag', 'titel.da = "En smag', '"title.da" is missing', "title.en"),
    ("One module, a kick", "x" * 601 + " a kick", "longer than 600", "summary.en"),
    ("opens_after_days = 0", "opens_after_days = 999", "is 999", "opens_after_days"),
    ("opens_after_days = 0", 'after = ["tea"]', '"tea" does not stand before', "opens_after_days"),
    ("opens_after_days = 0", 'after = ["coffee"]', '"coffee" does not stand before', "opens_after_days"),
    ('cards = ["coffee"]', 'cards = ["tea"]', '"tea" is no module of this curriculum', "cards"),
    ('tools = ["price-of-a-cup"]', 'tools = ["../../etc"]', "is no name", "tools"),
    ("minutes = 30", "minutes = 3", '"minutes" is 3', "minutes"),
    ("day = -14", "day = -999", '"day" is -999', "day = -14"),
    ("begins on {start}", "begins on {begin}", '"{begin}" is no slot', "body.en"),
    ("{company}", "<b>{company}</b>", "HTML tag", "body.en"),
]


@pytest.mark.parametrize(("old", "new", "said", "where"), SPOILED, ids=[each[2] for each in SPOILED])
def test_what_is_wrong_in_the_plan_is_told_at_its_place(
    wrong: Problems, old: str, new: str, said: str, where: str
) -> None:
    assert old in PLAN
    found = [each for each in wrong({TOML: PLAN.replace(old, new, 1)}) if said in each.message]
    assert [(each.file, bool(each.remedy)) for each in found] == [(TOML, True)]
    near = found[0].line - line_of(PLAN, where)
    assert 0 <= near <= 1, found[0]


@pytest.mark.parametrize(
    ("old", "new", "said", "where"),
    [
        ("10–30", "15–30", "begins at minute 15, the one before ends at 10", "10–30"),
        ("10–30", "10–25", 'ends at minute 25, the meeting "kick-off" has 30', "10–30"),
        ("10–30", "10–5", "ends before it begins", "10–30"),
        ("| 0–10 | Say why. |\n| 10–30 | Open the tool. |\n", "", "has no agenda", "## Kick-off"),
        ("{#kick-off}", "{#begin}", 'says nothing about the meeting "kick-off"', "+++"),
        ("{#afterwards}", "", "The heading has no id", "## Afterwards"),
        ('+++\ntitle = "Leading the taste"\n+++', "", "The page has no head", "+++"),
        ("Thank", '```calculator\nid = "c"\nuse = "price-of-a-cup"\n```\n\nThank', "no calculator stands", "Thank"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_wrong_in_the_guide_is_told_at_its_place(
    wrong: Problems, old: str, new: str, said: str, where: str
) -> None:
    assert old in OURS[EN]
    found = [each for each in wrong({EN: OURS[EN].replace(old, new, 1)}) if said in each.message]
    assert [(each.file, bool(each.remedy)) for each in found] == [(EN, True)]
    assert found[0].line == line_of(OURS[EN], where)


def test_a_guide_with_other_sections_or_a_shorter_agenda_than_the_english_one_is_told(wrong: Problems) -> None:
    other = wrong({DA: DANISH.replace("{#afterwards}", "{#later}")})
    assert [(each.file, each.message) for each in other] == [
        (DA, 'The sections are not those of the guide in "en".'),
    ]
    shorter = DANISH.replace("| 0–10 | Sig hvorfor. |\n| 10–30 | Åbn", "| 0–30 | Åbn")
    assert [each.message for each in wrong({DA: shorter})] == [
        'The agenda of "kick-off" has not as many lines as that in "en".'
    ]


@pytest.mark.parametrize(
    "path",
    ["curricula/begin/en/notes.md", "curricula/begin/guide.md", "curricula/Begin.toml", "curricula/other/en/guide.md"],
)
def test_a_file_that_has_no_place_is_told(wrong: Problems, path: str) -> None:
    (found,) = wrong({path: "x"})
    assert (found.file, found.message) == (path, "This file has no place among the curricula.")


def test_two_of_one_uuid_of_one_module_of_one_name_are_told(wrong: Problems) -> None:
    twice = {path.replace("/begin", "/again"): text for path, text in OURS.items()}
    assert any("The uuid is that of" in each.message for each in wrong(twice))
    module = '[[sections.modules]]\nmodule = "coffee"\n'
    again = PLAN.replace("[[meetings]]", f"{module}\n[[meetings]]", 1)
    assert any('"coffee" stands here twice' in each.message for each in wrong({TOML: again}))
    meeting = PLAN[PLAN.index("[[meetings]]") : PLAN.index("[[letters]]")]
    letter = PLAN[PLAN.index("[[letters]]") :]
    found = [each.message for each in wrong({TOML: f"{PLAN}\n\n{meeting}\n{letter}"})]
    assert 'The meeting "kick-off" stands here twice.' in found
    assert 'The letter "announcement" stands here twice.' in found


def test_a_module_or_tool_of_another_pack_is_remarked_upon_and_stops_nothing(read: Read) -> None:
    elsewhere = PLAN.replace('"coffee"', '"coffe"').replace("price-of-a-cup", "price-of-tea")
    notes = [each for each in read({**FILES, **OURS, TOML: elsewhere}).notes if each.file == TOML]
    assert [(each.message, each.line) for each in notes] == [
        ('The module "coffe" is not in this pack.', line_of(elsewhere, '"coffe"')),
        ('The tool "price-of-tea" is not in this pack.', line_of(elsewhere, "price-of-tea")),
    ]
    assert notes[0].remedy == 'Did you mean "coffee"?'


def test_the_shell_counts_them(write: Callable[..., Path]) -> None:
    said = CliRunner().invoke(pack_command, ["check", str(write({**FILES, **OURS}))])
    assert "1 curriculum, nothing wrong." in said.output


def test_slots_are_filled_once_and_read_no_further() -> None:
    values = dict.fromkeys(SLOTS, "x") | {"company": "{title}"}
    assert filled("{company}: {start}, {unknown}", values) == "{title}: x, {unknown}"
