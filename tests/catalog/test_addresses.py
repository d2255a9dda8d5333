"""An organisation's own addresses stay its own when the library comes to use them; nobody else is concerned."""

from __future__ import annotations

import pytest

from lms.catalog.addresses import overshadowed
from lms.kernel.permissions import Role
from tests.catalog.conftest import Shelf
from tests.packs.conftest import FILES
from tests.support.coffee_pack import MODULE, coffee, published
from tests.support.company import Company


@pytest.fixture
def company(shelf: Shelf) -> Company:
    """Return a company that published a module first, before the library took up its address, tool and quiz."""
    found = shelf.company()
    published(found)
    theirs = {path: text.replace("8e4d0", "8e9d0") for path, text in FILES.items()}
    theirs[MODULE] = theirs[MODULE].replace('"Coffee"', '"Library coffee"')
    tool = "modules/coffee/price-of-a-cup.calc.toml"
    theirs[tool] = theirs[tool].replace('"The price of a cup"', '"The library price"')
    shelf.write(theirs)
    assert shelf.sync().problems == ()
    return found


def test_ones_own_module_tool_and_quiz_stay_where_they_are_and_others_hear_nothing(
    shelf: Shelf, company: Company
) -> None:
    learner, trainer = company.browser(company.person()), company.browser(company.person(Role.TRAINER))
    for page in ("/learn/coffee", "/learn", "/author/modules/coffee"):
        assert "Library coffee" not in trainer.get(page).text, page
        assert "Coffee" in trainer.get(page).text, page
    assert "The price of a cup" in learner.get("/tools/price-of-a-cup").text
    assert "The library price" not in learner.get("/tools/price-of-a-cup").text
    assert trainer.get("/author/quizzes/coffee").status_code == 200
    other = shelf.company()
    browser = other.browser(other.person(Role.TRAINER))
    assert "Library coffee" in browser.get("/learn/coffee").text
    assert "The library price" in browser.get("/tools/price-of-a-cup").text
    with shelf.installation.database.reading() as session:
        assert overshadowed(session, other.organisation.id) == []
        assert [each.slug for each in overshadowed(session, company.organisation.id)] == ["coffee"]


def test_the_next_version_is_published_there_and_the_trainer_is_told_and_may_move_out(company: Company) -> None:
    next_one = coffee((MODULE, 'version = "1.0"', 'version = "1.1"'), (MODULE, "What a cup is worth.", "Its worth."))
    assert published(company, next_one).minor == 1
    assert "Its worth." in company.browser(company.person()).get("/learn/coffee").text
    trainer = company.browser(company.person(Role.TRAINER))
    assert "Library coffee" in trainer.get("/author/packs").text
    published(
        company,
        coffee(
            (MODULE, 'version = "1.0"', 'version = "1.2"'),
            (MODULE, "What a cup is worth.", "Its worth."),
            slug="our-coffee",
        ),
    )
    assert "Library coffee" not in trainer.get("/author/packs").text
    assert "Library coffee" in trainer.get("/learn/coffee").text
    assert trainer.get("/learn/our-coffee").status_code == 200
