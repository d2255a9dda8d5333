"""A tool shelf among the modules: read whole, checked across modules, and lending its tools to pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.packs.calculator_files import RESERVED
from lms.packs.closure import closure, shelf_closure
from lms.packs.commands import pack as pack_command
from lms.packs.editions import settled
from lms.packs.model import Module, Pack
from lms.packs.problems import Problem
from lms.packs.reading import broken_shelves
from lms.packs.tool_shelves import ToolGroup, ToolShelf, merged
from lms.packs.versions import compare, refusals
from tests.packs.conftest import CALCULATOR, MODULE
from tests.support.tool_shelf import BEANS, BORROWING, CALC, FILES, OWN, SHELF, TOML, with_fact

Read = Callable[..., Pack]
Problems = Callable[..., tuple[Problem, ...]]
DEARER = {BEANS: CALC.replace("price * 365", "price * 366").replace("year = 3650", "year = 3660")}
SECOND = "modules/more/module.toml"


@pytest.fixture
def stocked(read: Read) -> Read:
    """Read the small pack with its tool shelf, some files replaced."""
    return lambda changes=None, **given: read({**FILES, **(changes or {})}, **given)


@pytest.fixture
def wrong(problems: Problems) -> Problems:
    """Return what is wrong with the small pack and its tool shelf when some files are replaced."""
    return lambda changes: problems({**FILES, **changes})


def shelf_of(pack: Pack) -> ToolShelf:
    (shelf,) = pack.shelves
    return shelf


def module_of(pack: Pack) -> Module:
    (module,) = pack.modules
    return module


def only(problems: tuple[Problem, ...]) -> Problem:
    (problem,) = problems
    return problem


def test_a_shelf_needs_neither_pages_nor_cover_nor_objectives(stocked: Read) -> None:
    shelf = shelf_of(stocked())
    assert (shelf.slug, shelf.version, shelf.title["da"]) == ("shelf", "1.0", "Værktøj")
    assert [(group.name, group.calculators, group.advanced) for group in shelf.groups] == [
        ("deep", ("price-of-beans",), True),
        ("cups", ("price-of-a-cup",), False),
    ]
    assert [(fact.name, fact.unit, fact.minimum, fact.maximum) for fact in shelf.facts] == [
        ("bean_price", "money", 0, 900),
        ("wasted", "percent", None, None),
    ]
    assert list(shelf.calculators) == ["price-of-beans"]


def test_it_is_no_module(stocked: Read) -> None:
    assert [module.slug for module in stocked().modules] == ["coffee"]


def test_a_pack_without_a_shelf_is_read_as_before(read: Read) -> None:
    assert read().shelves == ()


def test_another_kind_of_module_is_not_known(problems: Problems) -> None:
    found = only(problems({"modules/coffee/module.toml": f'kind = "shlef"\n{MODULE}'}))
    assert (found.line, found.remedy) == (1, 'Did you mean "shelf"?')


def test_a_page_has_no_place_on_a_shelf(wrong: Problems) -> None:
    found = only(wrong({"modules/shelf/en/01-why.md": "+++\ntitle = 'Why'\n+++\n"}))
    assert found.file == "modules/shelf/en/01-why.md"
    assert "no place on a tool shelf" in found.message


def test_a_group_naming_a_calculator_nobody_has_is_told_where(wrong: Problems) -> None:
    found = only(wrong({TOML: SHELF.replace('["price-of-beans"]', '["price-of-baens"]')}))
    line = SHELF[: SHELF.index("calculators")].count("\n") + 1
    assert (found.file, found.line) == (TOML, line)
    assert found.message == 'There is no calculator "price-of-baens".'
    assert found.remedy == 'Did you mean "price-of-beans"?'


def test_a_calculator_in_two_groups_is_told(wrong: Problems) -> None:
    doubled = SHELF.replace('["price-of-a-cup"]', '["price-of-a-cup", "price-of-beans"]')
    assert 'stands in the group "deep" too' in only(wrong({TOML: doubled})).message


def test_a_calculator_in_no_group_is_remarked_upon(stocked: Read) -> None:
    pack = stocked({TOML: SHELF.replace('["price-of-beans"]', "[]")})
    assert [(note.file, note.message) for note in pack.notes] == [
        (BEANS, 'The calculator "price-of-beans" is in no group.')
    ]


@pytest.mark.parametrize("name", RESERVED)
def test_an_address_below_tools_is_no_name_for_a_calculator(name: str, wrong: Problems) -> None:
    renamed = CALC.replace("price-of-beans", name)
    toml = SHELF.replace("price-of-beans", name)
    found = only(wrong({BEANS: None, TOML: toml, f"modules/shelf/{name}.calc.toml": renamed}))
    assert (found.line, found.message) == (2, f'"{name}" is an address of its own below /tools.')


def test_a_name_that_a_module_has_too_is_refused(wrong: Problems) -> None:
    both = CALC.replace("price-of-beans", "price-of-a-cup")
    found = wrong(
        {BEANS: None, TOML: SHELF.replace("price-of-beans", "x"), "modules/shelf/price-of-a-cup.calc.toml": both}
    )
    assert 'The module "shelf" has a calculator "price-of-a-cup" too.' in [each.message for each in found]


@pytest.mark.parametrize("fact", ["bean_price", "1 - wasted"])
def test_a_fact_of_the_same_unit_may_be_used(fact: str, stocked: Read) -> None:
    unit = "percent" if "wasted" in fact else "money"
    given = with_fact(CALCULATOR, fact, unit)
    if unit == "percent":
        given = given.replace("example = 20", "example = 0.2")
    assert stocked({OWN: given}).notes == ()


def test_a_fact_nobody_defines_is_told_at_the_input(wrong: Problems) -> None:
    given = with_fact(CALC, "been_price")
    found = only(wrong({BEANS: given}))
    assert (found.file, found.line) == (BEANS, given[: given.index("fact =")].count("\n") + 1)
    assert (found.message, found.remedy) == ('Nobody defines the fact "been_price".', 'Did you mean "bean_price"?')


def test_a_module_alone_uses_facts_that_nobody_here_can_know(read: Read) -> None:
    (note,) = read({OWN: with_fact(CALCULATOR, "bean_price")}).notes
    assert note.file == OWN
    assert "Nobody defines" in note.message


def test_a_fact_in_another_unit_is_told_at_the_input(wrong: Problems) -> None:
    found = only(wrong({OWN: with_fact(CALCULATOR, "wasted")}))
    assert found.message == 'The fact "wasted" is in "percent", this input in "money".'


def test_a_fact_defined_on_two_shelves_is_told(wrong: Problems) -> None:
    second = SHELF.replace("4e01", "4e03").replace("[[groups]]", "[[groups]]", 1)
    second = second[: second.index("[[groups]]")] + second[second.index("[[facts]]") :]
    found = wrong({SECOND: second})
    assert {each.message for each in found} == {
        f'The fact "{name}" is defined twice.' for name in ("bean_price", "wasted")
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "bean_price"', 'name = "bean-price"', "is no name of a fact"),
        ('unit = "money"', 'unit = "euros"', "is not known"),
        ("maximum = 900", "maximum = -1", "is not above"),
        ('label.da = "Pris på bønner"\n', "", '"label.da" is missing'),
        ('title.da = "Dybere"\n', "", '"title.da" is missing'),
    ],
)
def test_what_is_wrong_with_a_shelf_is_said(old: str, new: str, message: str, wrong: Problems) -> None:
    assert message in only(wrong({TOML: SHELF.replace(old, new, 1)})).message


def test_groups_of_one_name_are_joined_in_order() -> None:
    first, second = ToolGroup("a", {"en": "A"}, ("x", "y"), True), ToolGroup("b", {"en": "B"}, ("z",))
    more = ToolGroup("a", {"en": "Other"}, ("y", "w"))
    assert merged([first, second, more]) == [ToolGroup("a", {"en": "A"}, ("x", "y", "w")), second]


def test_a_page_may_use_a_tool_of_the_shelf(stocked: Read) -> None:
    pack = stocked(BORROWING)
    module = module_of(pack)
    assert module.borrowed == ("price-of-beans",)
    assert module.calculators["price-of-beans"] == shelf_of(pack).calculators["price-of-beans"]
    assert "price-of-beans" in closure(module, pack.quizzes)["module"]["calculators"]  # type: ignore[call-overload, index, operator]


def test_a_tool_that_no_page_uses_is_not_copied(stocked: Read) -> None:
    assert module_of(stocked()).borrowed == ()


def test_the_same_number_keeps_the_edition_it_was_published_with(stocked: Read) -> None:
    old, new = stocked(BORROWING), stocked(BORROWING | DEARER, folder="new")
    was = closure(module_of(old), old.quizzes)
    found = settled(was, module_of(new))
    assert found.waiting == ("price-of-beans",)
    assert refusals(was, closure(found.module, new.quizzes)) == ()
    assert compare(was, closure(found.module, new.quizzes)).level == "same"


@pytest.mark.parametrize(
    ("version", "change", "taken"),
    [
        ("1.1", DEARER, False),
        ("2.0", DEARER, True),
        ("1.1", {BEANS: CALC.replace("The taste.", "The smell.")}, True),
    ],
)
def test_a_higher_number_takes_up_wording_and_a_higher_major_formulas(
    version: str, change: Mapping[str, str], taken: bool, stocked: Read
) -> None:
    old = stocked(BORROWING)
    numbered = {"modules/coffee/module.toml": MODULE.replace('version = "1.0"', f'version = "{version}"')}
    new = stocked({**BORROWING, **change, **numbered}, folder="new")
    was = closure(module_of(old), old.quizzes)
    found = settled(was, module_of(new))
    standing = (old, new)[taken]
    assert found.module.calculators["price-of-beans"] == shelf_of(standing).calculators["price-of-beans"]
    assert refusals(was, closure(found.module, new.quizzes)) == ()


def test_a_shelf_is_numbered_like_a_module(stocked: Read) -> None:
    was = shelf_closure(shelf_of(stocked()))
    reworded = shelf_closure(shelf_of(stocked({TOML: SHELF.replace("Deeper", "Deep")}, folder="a")))
    dearer = shelf_closure(shelf_of(stocked(DEARER, folder="b")))
    other = SHELF.replace('"wasted"\nunit = "percent"', '"wasted"\nunit = "ratio"')
    refitted = shelf_closure(shelf_of(stocked({TOML: other}, folder="c")))
    assert [compare(was, each).level for each in (was, reworded, dearer, refitted)] == [
        "same",
        "minor",
        "major",
        "major",
    ]
    assert refusals(was, reworded)[0] == "The content changed under the old number 1.0; call it 1.1."


def test_the_checker_counts_shelves_and_notes_older_editions(stocked: Read, write: Callable[..., Path]) -> None:
    stocked(BORROWING, folder="old")
    stocked(BORROWING | DEARER | {TOML: SHELF.replace('"1.0"', '"2.0"')}, folder="new")
    new, old = (str(write({}, name)) for name in ("new", "old"))
    result = CliRunner().invoke(pack_command, ["check", new, "--against", old])
    assert result.exit_code == 0, result.output
    assert 'A page uses an older edition of "price-of-beans".' in result.output
    assert "1 module, 1 quiz, 1 tool shelf, nothing wrong." in result.output


def test_a_shelf_changed_under_its_number_is_refused(stocked: Read, write: Callable[..., Path]) -> None:
    stocked(folder="old")
    stocked(DEARER, folder="new")
    new, old = (str(write({}, name)) for name in ("new", "old"))
    result = CliRunner().invoke(pack_command, ["check", new, "--against", old])
    assert result.exit_code == 1
    assert "modules/shelf/module.toml:1 The content changed under the old number 1.0; call it 2.0." in result.output


@pytest.mark.parametrize("broken", [{TOML: SHELF.replace('"1.0"', '"one"')}, {TOML: f"{SHELF}\n= 3\n"}, {BEANS: "= 3"}])
def test_it_is_known_when_a_shelf_alone_is_broken(
    broken: Mapping[str, str], wrong: Problems, write: Callable[..., Path]
) -> None:
    found = wrong(broken)
    assert broken_shelves(write({}), found) == {"shelf"}
    assert broken_shelves(write({}), [*found, Problem("modules/coffee/module.toml", 1, "", "")]) == frozenset()
    assert broken_shelves(write({}), [*found, Problem("quizzes/coffee.toml", 1, "", "")]) == frozenset()
