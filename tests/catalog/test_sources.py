"""The files a version was made of: kept with it, found again for versions that are older than that, lent to others."""

from __future__ import annotations

from sqlalchemy import delete, select, text

from lms.catalog.models import CalculatorVersion, LibrarySync, Module, ModuleVersion, SourceFile
from lms.catalog.sources import has_sources, lent_to, sources_of
from tests.catalog.conftest import Shelf
from tests.packs.conftest import FILES
from tests.support.coffee_pack import coffee, published
from tests.support.company import Company
from tests.support.installation import Installation

TRIGGER = "frozen_source_file_delete"


def _version(shelf: Shelf) -> ModuleVersion:
    with shelf.installation.database.reading() as session:
        return session.scalars(select(ModuleVersion).join(Module).where(Module.slug == "coffee")).one()


def _forget_files(shelf: Shelf) -> None:
    """Bring the installation to where it was before files were kept."""
    on = " ON source_file" if shelf.installation.database.url.startswith("postgresql") else ""
    with shelf.installation.database.writing() as session:
        session.execute(text(f"DROP TRIGGER {TRIGGER}{on}"))
        session.execute(delete(SourceFile))
        for sync in session.scalars(select(LibrarySync)):
            sync.digest = "read before files were kept"


def test_the_library_keeps_the_files_of_each_version(shelf: Shelf) -> None:
    shelf.write()
    assert shelf.sync().problems == ()
    with shelf.installation.database.reading() as session:
        assert sources_of(session, _version(shelf).id) == {path: words.encode() for path, words in FILES.items()}


def test_a_version_of_before_gets_its_files_when_the_folder_still_holds_them(shelf: Shelf) -> None:
    shelf.write()
    shelf.sync()
    _forget_files(shelf)
    report = shelf.sync()
    assert (report.stored, report.problems) == ((), ())
    with shelf.installation.database.reading() as session:
        found = sources_of(session, _version(shelf).id)
        assert has_sources(session, [_version(shelf).id])
    assert found == {path: words.encode() for path, words in FILES.items()}


def test_files_of_another_content_are_not_taken_for_those_of_before(shelf: Shelf) -> None:
    shelf.write()
    shelf.sync()
    _forget_files(shelf)
    page = "modules/coffee/en/01-why.md"
    shelf.write({page: FILES[page].replace("Hot.", "Lukewarm.")})
    assert shelf.sync().problems != ()
    with shelf.installation.database.reading() as session:
        assert sources_of(session, _version(shelf).id) == {}


def test_an_organisation_borrows_the_librarys_tools_and_its_own_but_not_anothers(
    company: Company, other_company: Company, installation: Installation
) -> None:
    version = published(company)
    with installation.database.reading() as session:
        shared = set(session.scalars(select(CalculatorVersion.name).where(CalculatorVersion.organisation_id.is_(None))))
        ours, theirs = lent_to(session, company.organisation.id), lent_to(session, other_company.organisation.id)
        assert set(theirs.calculators) == set(lent_to(session, None).calculators) == shared
        assert set(ours.calculators) == {*shared, "price-of-a-cup"}
        assert ours.calculators["price-of-a-cup"].name == "price-of-a-cup"
        writing = lent_to(session, company.organisation.id, without=version.module_id)
        assert "price-of-a-cup" not in writing.calculators


def test_licence_and_authors_travel_with_a_pack_and_stand_small_at_the_module(company: Company) -> None:
    rights = 'licence = "CC BY-SA 4.0"\nauthors = ["A. Writer", "<b>B</b>"]\nversion = "1.0"'
    files = coffee(("modules/coffee/module.toml", 'version = "1.0"', rights))
    version = published(company, files)
    shown = company.browser(company.person()).get("/learn/coffee").text
    assert "Written by A. Writer, &lt;b&gt;B&lt;/b&gt;. Licence: CC BY-SA 4.0" in shown
    with company.installation.database.reading() as session:
        assert sources_of(session, version.id) == files
