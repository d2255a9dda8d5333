"""A tool shelf in the database: published like a module, shown as none, and the first word on its own tools."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.library import last_sync
from lms.catalog.models import SHELF as KIND
from lms.catalog.models import CalculatorVersion, LibrarySync, Module, ModuleVersion
from lms.catalog.shelf import calculator_version, fact_definitions, tool_groups
from lms.catalog.tool_shelf import shelf_versions, tool_shelf
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, Role, Rows
from lms.packs.tool_shelves import FactDefinition
from lms.tools.inputs import all_newest, named
from tests.catalog.conftest import PAGE, Shelf
from tests.packs.conftest import CALCULATOR
from tests.support.company import Browser
from tests.support.rows import statements
from tests.support.tool_shelf import BEANS, BORROWING, CALC, FILES, OWN, SHELF, TOML

DEARER = CALC.replace("price * 365", "price * 366").replace("year = 3650", "year = 3660")
DEARER_SHELF = {BEANS: DEARER, TOML: SHELF.replace('"1.0"', '"2.0"')}


@pytest.fixture
def stocked(shelf: Shelf) -> Callable[[dict[str, str] | None], Shelf]:
    """Return `stocked(changes)`: the small pack with its tool shelf put on the shelf."""

    def stock(changes: dict[str, str] | None = None) -> Shelf:
        shelf.write({**FILES, **(changes or {})})
        return shelf

    return stock


Stocked = Callable[..., Shelf]


def _learner(shelf: Shelf) -> Actor:
    company = shelf.company()
    return company.actor(company.person())


def _trainer(shelf: Shelf) -> Browser:
    company = shelf.company()
    return company.browser(company.person(Role.TRAINER))


def test_it_is_published_beside_the_modules(stocked: Stocked) -> None:
    shelf = stocked()
    report = shelf.sync()
    assert report.problems == ()
    assert report.stored == ("coffee 1.0", "shelf 1.0")
    with shelf.installation.database.reading() as session:
        kept = session.scalars(select(Module).where(Module.kind == KIND)).one()
        assert (kept.slug, kept.position) == ("shelf", 1)


def test_nobody_meets_it_as_a_module(stocked: Stocked) -> None:
    shelf = stocked()
    shelf.sync()
    company = shelf.company()
    with shelf.installation.database.reading() as session:
        for role in Role:
            seen = Rows(session, company.actor(company.person(role)), Module).all()
            assert [module.slug for module in seen] == ["coffee"], role
    learner = company.browser(company.person())
    assert learner.get("/learn/shelf").status_code == 404
    for page in ("/learn", "/practice", "/me"):
        assert "/learn/shelf" not in learner.get(page, follow_redirects=True).text


def test_the_trainer_finds_it_in_the_library_as_what_it_is(stocked: Stocked) -> None:
    shelf = stocked()
    shelf.sync()
    page = _trainer(shelf).get("/author").text
    assert "1 module on the shelf" in page
    assert "Tools that belong to no module." in page
    assert "1 tool · version 1.0" in page
    assert "/author/modules/shelf" not in page


def test_a_trainer_opens_no_module_page_of_it(stocked: Stocked) -> None:
    shelf = stocked()
    shelf.sync()
    assert _trainer(shelf).get("/author/modules/shelf").status_code == 404


@pytest.mark.parametrize("mistake", [{BEANS: "= 3"}, {TOML: f"{SHELF}\n= 3\n"}])
def test_a_broken_shelf_stays_what_it_was_and_the_modules_are_taken(mistake: dict[str, str], stocked: Stocked) -> None:
    shelf = stocked()
    shelf.sync()
    stocked(mistake)
    shelf.edit(PAGE, "After the picture.", "After that picture.")
    shelf.number("1.1")
    report = shelf.sync()
    assert report.stored == ("coffee 1.1",)
    assert report.problems
    with shelf.installation.database.reading() as session:
        assert [each.document["version"] for each in shelf_versions(session, _learner(shelf))] == ["1.0"]
        told = last_sync(session)
        assert isinstance(told, LibrarySync)
        assert told.problems[0]["file"].startswith("modules/shelf/")


def test_a_shelf_broken_from_the_first_is_no_shelf(stocked: Stocked) -> None:
    shelf = stocked({BEANS: "= 3"})
    assert shelf.sync().stored == ("coffee 1.0",)
    with shelf.installation.database.reading() as session:
        actor = _learner(shelf)
        assert fact_definitions(session, actor) == {}
        assert [(group.name, group.calculators) for group in tool_groups(session, actor)] == [
            ("more", ("price-of-a-cup",))
        ]


def test_a_module_that_uses_a_tool_of_a_broken_shelf_is_not_taken_without_it(stocked: Stocked) -> None:
    shelf = stocked({**BORROWING, BEANS: "= 3"})
    report = shelf.sync()
    assert report.stored == ()
    assert [problem.file for problem in report.problems] == [BEANS]


def test_a_mistake_in_a_module_stops_the_shelf_too(stocked: Stocked) -> None:
    shelf = stocked({OWN: "= 3"})
    assert shelf.sync().stored == ()


def test_a_shelf_changed_under_its_number_is_refused(stocked: Stocked) -> None:
    shelf = stocked()
    shelf.sync()
    stocked({BEANS: DEARER})
    report = shelf.sync()
    assert report.stored == ()
    assert "call it 2.0" in report.problems[0].message


def test_a_published_page_keeps_its_formula_when_the_shelf_moves_on(stocked: Stocked) -> None:
    shelf = stocked(BORROWING)
    shelf.sync()
    stocked({**BORROWING, **DEARER_SHELF})
    report = shelf.sync()
    assert (report.stored, report.problems) == (("shelf 2.0",), ())
    assert _formulas(shelf) == {"coffee 1.0": "price * 365", "shelf 1.0": "price * 365", "shelf 2.0": "price * 366"}


def test_a_new_major_of_the_module_takes_the_new_formula_up(stocked: Stocked) -> None:
    shelf = stocked(BORROWING)
    shelf.sync()
    stocked({**BORROWING, **DEARER_SHELF})
    for number in ("1.1", "2.0"):
        shelf.number(number)
        shelf.sync()
    found = _formulas(shelf)
    assert found["coffee 1.1"] == "price * 365"  # under a minor the formula waits
    assert found["coffee 2.0"] == "price * 366"


def test_a_tool_that_a_module_keeps_too_is_one_object_in_the_process(stocked: Stocked) -> None:
    shelf = stocked(BORROWING)
    shelf.sync()
    with shelf.installation.database.reading() as session:
        rows = session.scalars(select(CalculatorVersion.id).where(CalculatorVersion.name == "price-of-beans")).all()
        kept, again = (calculator_version(session, row) for row in rows)
    assert kept is again


def _formulas(shelf: Shelf) -> dict[str, str]:
    with shelf.installation.database.reading() as session:
        rows = session.execute(
            select(Module.slug, ModuleVersion.major, ModuleVersion.minor, CalculatorVersion.document)
            .join(ModuleVersion, ModuleVersion.module_id == Module.id)
            .join(CalculatorVersion, CalculatorVersion.version_id == ModuleVersion.id)
            .where(CalculatorVersion.name == "price-of-beans")
        )
        return {f"{slug} {major}.{minor}": each["outputs"][0]["formula"] for slug, major, minor, each in rows}


def test_the_shelf_has_the_first_word_on_its_tools(stocked: Stocked) -> None:
    shelf = stocked(BORROWING)
    shelf.sync()
    stocked({**BORROWING, **DEARER_SHELF})
    shelf.sync()
    with shelf.installation.database.reading() as session:
        actor = _learner(shelf)
        assert named(session, actor, "price-of-beans").outputs[0].formula == "price * 366"
        assert [each.name for each in all_newest(session, actor)] == ["price-of-beans", "price-of-a-cup"]


def test_groups_stand_in_order_advanced_last_and_the_rest_under_more(stocked: Stocked) -> None:
    third = CALCULATOR.replace("4d02", "4d09").replace("price-of-a-cup", "price-of-milk")
    shelf = stocked({"modules/coffee/price-of-milk.calc.toml": third})
    shelf.sync()
    with shelf.installation.database.reading() as session:
        groups = tool_groups(session, _learner(shelf))
    assert [(group.name, group.calculators, group.advanced) for group in groups] == [
        ("cups", ("price-of-a-cup",), False),
        ("more", ("price-of-milk",), False),
        ("deep", ("price-of-beans",), True),
    ]
    assert groups[1].title["da"] == "Flere værktøjer"


def test_facts_come_in_the_order_of_the_shelf(stocked: Stocked) -> None:
    shelf = stocked()
    shelf.sync()
    with shelf.installation.database.reading() as session:
        facts = fact_definitions(session, _learner(shelf))
    assert list(facts) == ["bean_price", "wasted"]
    fact = facts["bean_price"]
    assert (fact.unit, fact.label["da"], fact.help["en"], fact.minimum, fact.maximum) == (
        "money",
        "Pris på bønner",
        "For one kilo.",
        0,
        900,
    )


def test_groups_and_facts_cost_one_query_together(stocked: Stocked) -> None:
    shelf = stocked()
    shelf.sync()
    actor = _learner(shelf)
    database = shelf.installation.database
    with database.reading() as session:
        tool_shelf(session, actor)
    with database.reading() as session, statements(database) as sent:
        assert tool_shelf(session, actor).arranged(["price-of-beans"])
        assert fact_definitions(session, actor)
        assert len(sent) == 1, sent


def test_another_companys_shelf_is_not_there(stocked: Stocked) -> None:
    shelf = stocked()
    ours, theirs = shelf.company(), shelf.company()
    database = shelf.installation.database
    with database.writing() as session:
        _publish(session, theirs.organisation.id)
    with database.reading() as session:
        assert list(fact_definitions(session, theirs.actor(theirs.person()))) == ["cows"]
        assert fact_definitions(session, ours.actor(ours.person())) == {}
        assert shelf_versions(session, ours.actor(ours.person())) == []


def _publish(session: Session, organisation: UUID) -> None:
    """Put a shelf of a company's own into the database."""
    row = Module(id=new_id(), slug="farm", major=1, position=0, kind=KIND, organisation_id=organisation)
    session.add(row)
    session.flush()
    fact = FactDefinition("cows", "count", {"en": "Cows"}, {"en": "Today."}).document()
    about = {"title": {"en": "Farm"}, "groups": [], "facts": [fact], "calculators": []}
    version = ModuleVersion(module_id=row.id, major=1, minor=0, digest="", document=about, closure={})
    version.organisation_id, version.published_at = organisation, datetime(2026, 11, 22, tzinfo=UTC)
    session.add(version)
