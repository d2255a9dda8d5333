"""A module of an organisation's own: published by the rules of the library, and there for nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms.catalog.library import sync
from lms.catalog.models import CalculatorVersion, Medium, Module, ModuleVersion, PageVersion, QuizVersion, SourceFile
from lms.catalog.origin_models import ModuleOrigin
from lms.catalog.publishing import Refused, publish
from lms.catalog.search_models import SearchWord
from lms.catalog.sources import sources_of
from lms.kernel.permissions import Role
from lms.packs.modules import RESERVED
from lms.packs.problems import PackErrors
from tests.support.coffee_pack import MODULE, PAGE, QUIZ, coffee, published
from tests.support.company import MODULE as SHARED
from tests.support.company import Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation

SHELF = Path(__file__).parents[1] / "shelf"
NEXT = (MODULE, 'version = "1.0"', 'version = "1.1"')
WORDING = (PAGE, "Before the *first* heading.", "Before any heading.")


def test_learners_of_the_organisation_see_it_at_once_and_nobody_else_any_trace(
    company: Company, other_company: Company
) -> None:
    version = published(company)
    ours, theirs = company.browser(company.person()), other_company.browser(other_company.person(Role.TRAINER, Role.HR))
    assert "Coffee" in ours.get("/learn").text
    assert ours.get("/learn/coffee").status_code == 200
    assert ours.get("/tools/price-of-a-cup").status_code == 200
    assert ours.get(f"/media/{version.id}/cover.svg").status_code == 200
    assert "Coffee" in ours.get("/learn/search?in=all&q=heading").text
    for path in (
        "/learn/coffee",
        "/tools/price-of-a-cup",
        f"/media/{version.id}/cover.svg",
        "/author/modules/coffee",
    ):
        assert theirs.get(path).status_code == 404, path
    for path in (
        "/",
        "/learn",
        "/tools",
        "/learn/search?in=all&q=heading",
        "/learn/search?in=all&q=coffee",
        "/author",
        "/author/quizzes",
    ):
        assert "Coffee" not in theirs.get(path, follow_redirects=True).text, path


def test_every_row_of_it_belongs_to_the_organisation(company: Company) -> None:
    version = published(company)
    with company.installation.database.reading() as session:
        for model in (PageVersion, CalculatorVersion, QuizVersion, Medium, SourceFile):
            owners = session.scalars(select(model.organisation_id).where(model.version_id == version.id)).all()
            assert owners, model
            assert set(owners) == {company.organisation.id}, model
        assert session.get_one(Module, version.module_id).organisation_id == company.organisation.id
        words = select(SearchWord.organisation_id).join(PageVersion, PageVersion.id == SearchWord.page_version_id)
        assert set(session.scalars(words.where(PageVersion.version_id == version.id))) == {company.organisation.id}


def test_the_files_come_back_byte_for_byte_and_pictures_are_kept_once(company: Company) -> None:
    files = coffee((PAGE, "\n", "\r\n"))
    version = published(company, files)
    with company.installation.database.reading() as session:
        assert sources_of(session, version.id) == files
        twice = select(func.count()).where(SourceFile.version_id == version.id, SourceFile.content.is_(None))
        assert session.scalar(twice) == 1, "the cover lies among the pictures"


def test_two_organisations_publish_the_same_pack_and_neither_notices(company: Company, other_company: Company) -> None:
    first, second = published(company), published(other_company)
    assert first.module_id != second.module_id
    assert first.digest == second.digest
    for each in (company, other_company):
        assert each.browser(each.person()).get("/learn/coffee").status_code == 200


def test_a_mended_word_is_the_next_minor_and_the_search_knows_only_the_new_one(company: Company) -> None:
    published(company, coffee((PAGE, "Before the *first* heading.", "Before zebraheading.")))
    published(company, coffee(NEXT, (PAGE, "Before the *first* heading.", "Before giraffeheading.")))
    browser = company.browser(company.person())
    assert "giraffeheading" in browser.get("/learn/coffee/01-why").text
    assert "/learn/coffee/01-why" in browser.get("/learn/search?in=all&q=giraffeheading").text
    assert "/learn/coffee/01-why" not in browser.get("/learn/search?in=all&q=zebraheading").text


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ((), "Nothing changed since version 1.0"),
        ((WORDING,), "The content changed under the old number 1.0; call it 1.1."),
        ((NEXT, (QUIZ, "pass_mark = 0.75", "pass_mark = 0.5")), "1.1 is a minor step, but the meaning changed"),
    ],
)
def test_numbers_follow_the_rules_of_the_library(
    company: Company, changes: tuple[tuple[str, str, str], ...], why: str
) -> None:
    published(company)
    before = fingerprint(company.installation.database)
    with pytest.raises(Refused, match=why):
        published(company, coffee(*changes))
    assert fingerprint(company.installation.database) == before


def test_a_faulty_module_is_told_with_every_problem_and_nothing_is_stored(company: Company) -> None:
    before = fingerprint(company.installation.database)
    with pytest.raises(PackErrors) as told:
        published(company, coffee((PAGE, 'use = "price-of-a-cup"', 'use = "nowhere"'), (QUIZ, "pass_mark = 0.75", "")))
    assert {problem.file for problem in told.value.problems} == {PAGE, PAGE.replace("/en/", "/da/"), QUIZ}
    assert fingerprint(company.installation.database) == before


def test_an_address_of_the_library_or_of_another_module_is_refused(company: Company) -> None:
    with pytest.raises(Refused, match=f'The library has a module at the address "{SHARED}"'):
        published(company, coffee(slug=SHARED))
    published(company)
    other = coffee((MODULE, "4d01", "4e01"), (QUIZ, "4d03", "4e03"))
    with pytest.raises(Refused, match='Another module of yours has the address "coffee"'):
        published(company, other)


def test_a_name_of_a_tool_or_quiz_of_the_library_is_refused(company: Company, installation: Installation) -> None:
    with installation.database.reading() as session:
        shared = CalculatorVersion.organisation_id.is_(None)
        tool = session.scalars(select(CalculatorVersion).where(shared)).first()
        assert tool is not None
    path = "modules/coffee/price-of-a-cup.calc.toml"
    files = coffee((path, '"price-of-a-cup"', f'"{tool.name}"'), (PAGE, '"price-of-a-cup"', f'"{tool.name}"'))
    files["modules/coffee/da/01-why.md"] = files[PAGE]
    files[f"modules/coffee/{tool.name}.calc.toml"] = files.pop(path)
    with pytest.raises(Refused, match=f'There is another tool called "{tool.name}"'):
        published(company, files)
    with pytest.raises(Refused, match="bears the uuid of one of the library"):
        published(company, coffee((path, "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d02", str(tool.calculator_id))))


def test_two_modules_at_once_are_refused(company: Company) -> None:
    two = {**coffee(), **coffee((MODULE, "4d01", "4e01"), slug="tea")}
    del two["modules/tea/price-of-a-cup.calc.toml"]
    two["modules/tea/en/01-why.md"] = two["modules/tea/da/01-why.md"] = two[PAGE].split(b"## Yours")[0]
    with pytest.raises(Refused, match="There are 2 modules in these files"):
        published(company, two)


def test_a_page_may_use_a_tool_of_the_library_and_keeps_its_edition(
    company: Company, installation: Installation
) -> None:
    with installation.database.reading() as session:
        tool = session.scalars(select(CalculatorVersion).where(CalculatorVersion.organisation_id.is_(None))).first()
        assert tool is not None
    files = coffee((PAGE, '"price-of-a-cup"', f'"{tool.name}"'))
    files["modules/coffee/da/01-why.md"] = files[PAGE]
    del files["modules/coffee/price-of-a-cup.calc.toml"]
    version = published(company, files)
    with installation.database.reading() as session:
        copy = session.scalars(select(CalculatorVersion).where(CalculatorVersion.version_id == version.id)).one()
    assert (copy.calculator_id, copy.organisation_id) == (tool.calculator_id, company.organisation.id)
    assert company.browser(company.person()).get(f"/tools/{tool.name}").status_code == 200


def test_it_remembers_what_it_was_adapted_from(company: Company, installation: Installation) -> None:
    with installation.database.writing() as session:
        origin = session.scalars(select(ModuleVersion).where(ModuleVersion.organisation_id.is_(None))).first()
        assert origin is not None
        now, ours = installation.clock.now(), company.organisation.id
        version = publish(session, coffee(), organisation_id=ours, now=now, origin_id=origin.id)
    with installation.database.reading() as session:
        assert session.get_one(ModuleOrigin, version.module_id).origin_id == origin.id


def test_the_library_is_read_anew_and_leaves_it_alone(company: Company, installation: Installation) -> None:
    version = published(company)
    report = sync(installation.database, SHELF, installation.clock.now())
    assert report.problems == ()
    with installation.database.reading() as session:
        assert session.get_one(Module, version.module_id).slug == "coffee"


def test_every_word_that_is_an_address_below_learn_is_no_name_for_a_module(company: Company) -> None:
    rules = company.installation.app.url_map.iter_rules()
    below = {rule.rule.split("/")[2] for rule in rules if rule.rule.startswith("/learn/")}
    assert {word for word in below if "<" not in word and "." not in word} == set(RESERVED)
    with pytest.raises(PackErrors, match="is an address of its own below /learn"):
        published(company, coffee(slug="search"))
