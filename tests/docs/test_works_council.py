"""The works-council pack says of the program what is true of it, the same in three languages."""

from __future__ import annotations

import re

import pytest

from lms.kernel.jobs import declared
from tests.docs.kept_table import ERASING, FOLDER, JOBS, LANGUAGES, THEMES, concerned, pages
from tests.support.company import Company

ROOT = FOLDER.parents[1]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
YES, NO, NEVER = {"yes", "ja"}, {"no", "nej"}, {"never", "aldrig"}


def _page(language: str) -> str:
    return (FOLDER / f"{language}.md").read_text()


def _tables(page: str) -> list[list[list[str]]]:
    """Return the tables of a page, each a list of rows of cells, without the line below the heads."""
    found: list[list[list[str]]] = [[]]
    for line in page.splitlines():
        if line.startswith("|"):
            if not set(line) <= set("|-"):
                found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [table for table in found if table]


def _pattern(cells: list[str]) -> tuple[str, ...]:
    """Return what cells allow: yes, no, never, or something (which stands there in words)."""
    return tuple(
        "yes" if cell in YES else "no" if cell in NO else "never" if cell.split(",")[0] in NEVER else "something"
        for cell in cells
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_what_is_kept_is_that_of_the_data_dictionary(language: str) -> None:
    (found,) = ((said, wanted) for path, said, wanted in pages() if path.stem == language)
    assert found[0] == found[1], "python -m tests.docs.kept_table writes it anew; read the difference"


def test_every_table_that_concerns_people_stands_there_once() -> None:
    listed = [table for _theme, tables in THEMES for table in tables]
    assert sorted(listed) == sorted(concerned()), "a new table: say in kept_table.THEMES what it is to people"


def test_what_goes_by_itself_has_a_job_and_no_retention_is_said_twice() -> None:
    every = declared()
    assert {job for job, _words in JOBS.values()} <= every.keys()
    assert not JOBS.keys() & ERASING.keys()
    used = {retention for pairs in concerned().values() for _privacy, retention in pairs}
    assert used == JOBS.keys() | ERASING.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_sees_what_is_what_each_person_reads(company: Company, language: str) -> None:
    page = company.browser(company.person()).get("/me").text.partition('id="who-sees-what"')[2].partition("</table>")[0]
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in page.split("<tr>")[2:]]
    shown = [_pattern(cells) for cells in rows]
    said = [_pattern(row[1:]) for row in _tables(_page(language))[0][1:]]
    assert sorted(said) == sorted(shown)
    assert len(said) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_test_it_names_is_there(language: str) -> None:
    named = TEST.findall(_page(language))
    assert len(named) > 12
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(), f"{file}::{test}"


def test_the_three_say_the_same_in_the_same_order() -> None:
    pages = [_page(language) for language in LANGUAGES]
    shapes = [[(len(table), len(table[0])) for table in _tables(page)] for page in pages]
    assert shapes[0] == shapes[1] == shapes[2]
    tests = [TEST.findall(page) for page in pages]
    assert tests[0] == tests[1] == tests[2]
    heads = [len(re.findall(r"^## ", page, re.M)) for page in pages]
    assert len(set(heads)) == 1
    assert [page.count("\n1. ") for page in pages] == [2, 2, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_at_its_head_that_it_is_a_template(language: str) -> None:
    head = _page(language)[:400].lower()
    assert any(word in head for word in ("template", "skabelon", "mall"))
    assert any(word in head for word in ("no legal advice", "ikke juridisk rådgivning", "ingen juridisk rådgivning"))
