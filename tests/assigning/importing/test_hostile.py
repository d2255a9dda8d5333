"""Files made to harm, and files of those who mean well: neither breaks a page, and no text ever runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lms.assigning.importing.acts import LARGEST_BODY
from lms.assigning.importing.models import CHECKED
from lms.kernel.permissions import Role
from tests.assigning.importing.files import HEAD, csv_of, workbook_of
from tests.assigning.importing.importer import Importer
from tests.support.company import Company

FORMULAS = (
    '=HYPERLINK("http://127.0.0.1/?x="&A1,"click")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|'/c calc'!A0",
)
SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture
def hr(company: Company) -> Importer:
    """Return HR with a file in hand."""
    return Importer(company)


def _csv(rows: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([HEAD, *rows])
    return written.getvalue().encode()


def test_formulas_in_names_are_refused_and_kept_from_running_in_what_is_downloaded(hr: Importer) -> None:
    rows = [[hr.address(f"p{n}"), text, "", "", "", "", "", "", ""] for n, text in enumerate(FORMULAS)]
    here = hr.check(_csv(rows))
    assert [row.verdict for row in hr.rows(here)] == ["error"] * 3
    downloaded = list(csv.reader(io.StringIO(hr.browser.get(f"{here}/errors.csv").text)))
    assert [row[2] for row in downloaded[1:]] == [f"'{text}" for text in FORMULAS]
    assert not any(cell.startswith(("=", "+", "@")) for row in downloaded for cell in row)


def test_a_name_that_was_exported_with_an_apostrophe_comes_back_as_it_was(hr: Importer) -> None:
    hr.bring(_csv([[hr.address("anna"), f"'{FORMULAS[0]}", "", "", "", "", "", "", ""]]))
    assert hr.one("anna").name == FORMULAS[0]


def test_marks_of_html_are_shown_as_they_are_typed(hr: Importer) -> None:
    here = hr.check(_csv([[hr.address("anna"), SCRIPT, SCRIPT, SCRIPT, "", "", "", "", SCRIPT]]), f"{SCRIPT}.csv")
    for show in ("new", "leavers"):
        page = hr.browser.get(f"{here}?show={show}").text
        assert SCRIPT not in page
    assert "&lt;img src=x" in page
    hr.apply(here)
    assert hr.one("anna").name == SCRIPT


def test_a_workbook_whose_formulas_were_never_computed_says_so_by_row(hr: Importer) -> None:
    book = load_workbook(io.BytesIO(workbook_of([])))
    sheet = book["People"]
    sheet.append(['=CONCATENATE("a","@x.example")', "Anna"])
    written = io.BytesIO()
    book.save(written)
    here = hr.check(written.getvalue(), "people.xlsx")
    assert [(row.number, row.errors[0]["code"]) for row in hr.rows(here)] == [(2, "missing")]


def test_a_file_that_is_too_large_is_answered_in_words_and_one_far_too_large_at_the_door(hr: Importer) -> None:
    large = hr.upload(b"email\r\n" + b"a" * (21 << 20))
    assert large.status_code == 422
    assert "larger than 20 MB" in large.text
    far = hr.browser.client.post(
        "/assign/people/import",
        headers={"X-CSRFToken": hr.browser.token()},
        content_type="multipart/form-data; boundary=edge",
        environ_overrides={"CONTENT_LENGTH": str(200 << 20)},
    )
    assert far.status_code == 413
    assert LARGEST_BODY < 30 << 20


def test_only_hr_comes_near(company: Company) -> None:
    for role in (Role.LEARNER, Role.TRAINER):
        browser = company.browser(company.person(role))
        assert browser.get("/assign/people/import").status_code == 403
        assert browser.post("/assign/people/import").status_code == 403


def test_an_empty_list_can_be_downloaded_and_read_back_as_one(hr: Importer) -> None:
    for kind in ("csv", "xlsx"):
        answer = hr.browser.get(f"/assign/people/import/template.{kind}")
        assert answer.status_code == 200
        here = hr.read(answer.data, f"people.{kind}")
        assert "no people" in hr.browser.get(here).text
    assert hr.browser.get("/assign/people/import/template.exe").status_code == 404


def test_forms_that_say_nonsense_change_nothing(hr: Importer) -> None:
    here = hr.read(csv_of([[hr.address("anna"), "Anna"]]))
    assert hr.browser.post(f"{here}/columns", {"column-0": "roles", "column-1": "password"}).status_code == 422
    assert hr.browser.post(f"{here}/application").status_code == 303
    assert hr.browser.post(f"{here}/undoing").status_code == 303
    assert hr.browser.post(f"{here}/continuation").status_code == 303
    assert hr.look(here).status_code == 303
    assert hr.found(here).state == CHECKED
    for query in ("show=nonsense", "show=new&after=-5", "after=99999999999999", "show=leavers&id=x&name=y"):
        assert hr.browser.get(f"{here}?{query}").status_code == 200
    assert hr.person("anna") is None


def test_the_list_of_usual_names_stands_in_the_guide() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "hr.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in guide for name in (*HEAD, "time_zone", "job_since"))
