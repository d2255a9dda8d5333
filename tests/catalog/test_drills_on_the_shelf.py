"""A drill in the database: frozen with its module, computed by the edition of its calculator that the module has."""

from __future__ import annotations

from sqlalchemy import select

from lms.catalog.models import CalculatorVersion, ModuleVersion, QuizVersion
from lms.packs.drills.model import KIND, Drill
from tests.catalog.conftest import Shelf
from tests.packs.conftest import FILES as SOUND
from tests.packs.test_drills import BEANS as DRILL
from tests.packs.test_drills import BLOCK, FILE, PAGES
from tests.support.tool_shelf import BEANS, BORROWING, CALC, FILES, SHELF, TOML

GRAMS = """\
[[inputs]]
name = "grams"
unit = "count"
label = {en = "Grams", da = "Gram"}
help = {en = "In a cup.", da = "I en kop."}
minimum = 1
maximum = 50
example = 10
slider = {minimum = 1, maximum = 50, step = 1}

[[outputs]]
"""
INVITED = {page: SOUND[page] + BLOCK for page in PAGES}
ON_SHELF = {FILE: DRILL.replace("price-of-a-cup", "price-of-beans"), **INVITED}


def test_it_is_stored_with_its_version_and_what_computes_it_too(shelf: Shelf) -> None:
    shelf.write({**FILES, **ON_SHELF})
    assert shelf.sync().problems == ()
    with shelf.installation.database.reading() as session:
        (document,) = session.scalars(select(QuizVersion.document).where(QuizVersion.name == "beans"))
        about = session.scalars(
            select(ModuleVersion.document).join(QuizVersion).where(QuizVersion.name == "beans")
        ).one()
        computing = select(CalculatorVersion.name).join(
            QuizVersion, QuizVersion.version_id == CalculatorVersion.version_id
        )
        names = set(session.scalars(computing.where(QuizVersion.name == "beans")))
    assert document["kind"] == KIND
    assert Drill.from_document(document).name == "beans"
    assert about["drills"] == ["beans"]
    assert "price-of-beans" in names


def test_the_shelf_moves_on_and_the_drill_keeps_what_it_was_published_with(shelf: Shelf) -> None:
    shelf.write({**FILES, **ON_SHELF})
    shelf.sync()
    newer = CALC.replace("price * 365", "price * 366").replace("year = 3650", "year = 3660")
    shelf.write({**FILES, **ON_SHELF, BEANS: newer, TOML: SHELF.replace('"1.0"', '"2.0"')})
    report = shelf.sync()
    assert (report.stored, report.problems) == (("shelf 2.0",), ())


def test_a_new_drill_that_needs_a_newer_tool_than_the_module_has_waits_for_a_major(shelf: Shelf) -> None:
    shelf.write({**FILES, **BORROWING})
    shelf.sync()
    weighed = CALC.replace("[[outputs]]\n", GRAMS, 1)
    needing = {FILE: ON_SHELF[FILE].replace('{price = "price - 10"}', '{price = "price - grams"}'), **INVITED}
    shelf.write({**FILES, **BORROWING, **needing, BEANS: weighed, TOML: SHELF.replace('"1.0"', '"2.0"')})
    shelf.number("1.1")
    report = shelf.sync()
    assert [problem.message for problem in report.problems] == [
        'The drill "beans" needs the newer edition of "price-of-beans".'
    ]
    shelf.number("2.0")
    report = shelf.sync()
    assert report.problems == ()
    assert "coffee 2.0" in report.stored
