"""From the shelf into the database: each version once, whole or not at all, and loud when it was not."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lms.catalog.library import KEPT_SYNCS
from lms.catalog.models import LibrarySync
from lms.kernel.permissions import Role
from tests.catalog.conftest import MODULE, PAGE, QUIZ, Shelf
from tests.support.fingerprint import fingerprint


@pytest.fixture
def published(shelf: Shelf) -> Shelf:
    """Return a shelf whose version 1.0 is published."""
    shelf.write()
    report = shelf.sync()
    assert (report.stored, report.problems) == (("coffee 1.0",), ())
    return shelf


def _shown_to_a_trainer(shelf: Shelf) -> str:
    company = shelf.company()
    return company.browser(company.person(Role.TRAINER)).get("/author").text


def _learner_reads(shelf: Shelf) -> str:
    company = shelf.company()
    return company.browser(company.person()).get("/learn/coffee/01-why").text


def _nothing_moved(shelf: Shelf, before: dict[str, str]) -> bool:
    without = {"library_sync", "organisation", "account", "person", "person_word", "sign_in"}
    return {k: v for k, v in fingerprint(shelf.installation.database).items() if k not in without} == {
        k: v for k, v in before.items() if k not in without
    }


def test_a_new_module_is_published_and_can_be_read(published: Shelf) -> None:
    assert published.versions() == ["coffee 1.0"]
    assert "A cup costs" in _learner_reads(published)


def test_the_same_shelf_again_changes_nothing(published: Shelf) -> None:
    before = fingerprint(published.installation.database)
    for _ in range(2):
        report = published.sync()
        assert (report.stored, report.problems, report.unchanged) == ((), (), True)
    assert fingerprint(published.installation.database) == before


def test_wording_under_a_new_minor_number_is_what_the_next_reader_sees(published: Shelf) -> None:
    published.edit(PAGE, "A cup costs", "A good cup costs")
    published.number("1.1")
    assert published.sync().stored == ("coffee 1.1",)
    assert published.versions() == ["coffee 1.0", "coffee 1.1"]
    assert "A good cup costs" in _learner_reads(published)


def test_changed_content_under_an_old_number_is_refused_and_the_good_version_stays(published: Shelf) -> None:
    before = fingerprint(published.installation.database)
    published.edit(PAGE, "A cup costs", "A smuggled cup costs")
    report = published.sync()
    assert report.stored == ()
    assert [(problem.file, "1.0" in problem.message) for problem in report.problems] == [(MODULE, True)]
    assert _nothing_moved(published, before)
    assert "A cup costs" in _learner_reads(published)
    page = _shown_to_a_trainer(published)
    assert "1 thing to mend on the shelf" in page
    assert "call it 1.1" in page


MEANINGS = [
    (QUIZ, "answer = 20", "answer = 21", 'item "cups" has another kind, other options or another key'),
    (QUIZ, "pass_mark = 0.75", "pass_mark = 0.5", "another pass mark"),
    (QUIZ, 'id = "no"', 'id = "never"', 'item "hot" has another kind'),
    (MODULE, 'name = "02-how"\nrequired = false', 'name = "02-how"\nrequired = true', "is now required"),
    ("modules/coffee/price-of-a-cup.calc.toml", "price * 365", "price * 366 * 365 / 366", "other inputs or formulas"),
]


def test_another_meaning_under_a_minor_number_is_refused_with_the_reason(published: Shelf) -> None:
    before = fingerprint(published.installation.database)
    for name, old, new, reason in MEANINGS:
        published.write()
        published.edit(name, old, new)
        published.number("1.1")
        report = published.sync()
        assert report.stored == ()
        assert any(reason in problem.message for problem in report.problems), report.problems
        assert any("call it 2.0" in problem.message for problem in report.problems)
    assert _nothing_moved(published, before)
    published.number("2.0")
    assert published.sync().stored == ("coffee 2.0",)
    assert "to mend on the shelf" not in _shown_to_a_trainer(published)


def test_a_learner_who_has_begun_stays_on_their_major_and_a_new_one_gets_the_next(published: Shelf) -> None:
    company = published.company()
    begun = company.browser(company.person())
    begun.post("/learn/coffee/enrolment")
    published.edit(QUIZ, "answer = 20", "answer = 21")
    published.edit(PAGE, "A cup costs", "A second cup costs")
    published.number("2.0")
    assert published.sync().stored == ("coffee 2.0",)
    assert "A cup costs" in begun.get("/learn/coffee/01-why").text
    assert "A second cup costs" in _learner_reads(published)


BROKEN = [
    (MODULE, "this is = = no TOML"),
    (PAGE, "+++\ntitle = \n+++\n"),
    (PAGE, '+++\ntitle = "T"\n+++\n\n## H {#h}\n\n<script>alert(1)</script>\n\n```quiz\nid = "x"\nuse = "none"\n```\n'),
    (QUIZ, 'kind = "quiz"\n'),
    ("modules/coffee/media/cover.svg", "<svg><script>alert(1)</script></svg>"),
    ("modules/coffee/price-of-a-cup.calc.toml", 'formula = "__import__(1)"'),
]


def test_a_broken_file_is_loud_and_the_last_good_version_stays(published: Shelf) -> None:
    before = fingerprint(published.installation.database)
    for name, content in BROKEN:
        published.write({name: content})
        published.number("1.1") if name != MODULE else None
        report = published.sync()
        assert report.stored == ()
        assert any(problem.file == name and problem.line >= 1 and problem.remedy for problem in report.problems), name
        page = _shown_to_a_trainer(published)
        assert "to mend on the shelf" in page
        assert f"<code>{name}:" in page
    assert published.sync().problems == report.problems, "it is said again until it is mended"
    assert _nothing_moved(published, before)
    assert "A cup costs" in _learner_reads(published)
    published.write()
    assert published.sync().problems == ()
    assert "to mend on the shelf" not in _shown_to_a_trainer(published)


def test_a_file_that_is_gone_is_loud_too(published: Shelf) -> None:
    (published.folder / PAGE).unlink()
    assert published.sync().problems
    assert "A cup costs" in _learner_reads(published)


def test_a_lower_number_is_refused(published: Shelf) -> None:
    published.number("2.0")
    assert published.sync().stored == ("coffee 2.0",)
    published.number("1.5")
    report = published.sync()
    assert "older than 2.0" in report.problems[0].message
    assert published.versions() == ["coffee 1.0", "coffee 2.0"]


def test_a_new_uuid_under_a_published_address_is_refused(published: Shelf) -> None:
    published.edit(MODULE, "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d01", "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d99")
    report = published.sync()
    assert report.stored == ()
    assert [problem.message for problem in report.problems] == ['The address "coffee" belongs to another module.']
    assert "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d01" in report.problems[0].remedy
    assert published.versions() == ["coffee 1.0"]


def test_a_folder_may_be_renamed_because_identity_is_the_uuid(published: Shelf) -> None:
    (published.folder / "modules/coffee").rename(published.folder / "modules/good-coffee")
    path = published.folder / "modules/good-coffee/module.toml"
    path.write_text(path.read_text().replace('version = "1.0"', 'version = "1.1"'))
    assert published.sync().stored == ("good-coffee 1.1",)
    assert published.versions() == ["good-coffee 1.0", "good-coffee 1.1"]


def test_a_module_taken_off_the_shelf_stays_published(published: Shelf) -> None:
    company = published.company()
    for path in sorted((published.folder / "modules/coffee").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (published.folder / "modules/coffee").rmdir()
    (published.folder / QUIZ).unlink()
    assert published.sync().stored == ()
    assert published.versions() == ["coffee 1.0"]
    assert company.browser(company.person()).get("/learn/coffee/01-why").status_code == 200


def test_names_longer_than_an_address_are_problems_and_not_failures(shelf: Shelf) -> None:
    shelf.write()
    (shelf.folder / "modules/coffee").rename(shelf.folder / f"modules/{'long-' * 24}name")
    report = shelf.sync()
    assert report.stored == ()
    assert report.problems


def test_an_empty_shelf_is_no_fault_and_has_a_page_that_teaches(shelf: Shelf) -> None:
    (shelf.folder / "modules").mkdir()
    assert shelf.sync().problems == ()
    page = _shown_to_a_trainer(shelf)
    assert "The shelf is empty" in page
    company = shelf.company()
    assert "No curriculum is published yet" in company.browser(company.person(Role.HR)).get("/assign").text
    assert company.browser(company.person()).get("/learn").status_code == 200
    assert company.browser(company.person()).get("/tools").status_code == 200


def test_a_folder_that_is_no_shelf_is_said_and_serves_nobody_worse(shelf: Shelf) -> None:
    assert "neither modules/ nor quizzes/" in shelf.sync().problems[0].message
    assert "neither modules/ nor quizzes/" in _shown_to_a_trainer(shelf)


def test_only_the_last_fifty_readings_are_kept(published: Shelf) -> None:
    for number in range(KEPT_SYNCS + 5):
        published.edit(PAGE, "More" if number else "After", "More")
        published.edit(PAGE, "the picture", f"the picture {number}")
        published.sync()
    with published.installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LibrarySync)) == KEPT_SYNCS
        newest = session.scalar(select(func.max(LibrarySync.at)))
    assert newest == published.installation.clock.now()
