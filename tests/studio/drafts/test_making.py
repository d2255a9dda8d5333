"""How drafts come to be: new, adapted, opened."""

from __future__ import annotations

from lms.packs.svg import read_svg
from lms.studio.drafts.reading import read
from tests.support.company import Company
from tests.support.drafting import begin, copy_of_library


def test_a_title_is_enough_to_begin_and_what_is_missing_is_said(company: Company) -> None:
    desk = begin(company)
    with company.installation.database.reading() as session:
        found = read(session, desk.draft)
    assert desk.draft.slug == "listening-on-mondays"
    assert desk.draft.title == {"en": "Listening on Mondays"}
    assert {each.file for each in found.problems} == {desk.module}
    assert len(found.problems) == 2, found.problems


def test_the_drawn_cover_is_a_picture_that_may_be_shown(company: Company) -> None:
    desk = begin(company)
    cover = next(content for path, content in desk.files().items() if path.endswith("cover.svg"))
    assert read_svg(cover).faults == []


def test_a_copy_of_a_library_module_reads_without_a_fault_under_new_identities(company: Company) -> None:
    desk = copy_of_library(company)
    with company.installation.database.reading() as session:
        found = read(session, desk.draft)
    assert found.problems == ()
    assert found.module is not None
    assert found.module.slug == desk.draft.slug == "loyalty-economics-own"
    assert found.module.version == "1.0"
    assert set(found.module.quiz_names) <= {quiz.name for quiz in found.pack.quizzes}
    assert not any(path.endswith(".calc.toml") for path in desk.files())
