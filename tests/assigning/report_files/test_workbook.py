"""Workbooks: made in a job for whoever ordered them, right in their types, harmless, and gone after seven days."""

from __future__ import annotations

import csv
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from pypdf import PdfReader

from lms.assigning.report_files import making, workbook
from lms.assigning.report_files.heads import Head, Kind
from lms.assigning.report_files.models import ReportFile
from lms.assigning.report_files.sheets import Lines, Sheet
from lms.kernel.database import Database
from lms.kernel.permissions import Role
from lms.people.erasing import erase
from lms.people.models import Person
from tests.support.company import Company
from tests.support.curriculum import School
from tests.support.installation import Installation
from tests.support.working import do_jobs
from tests.tools.exports.spreadsheet import SOFFICE

FILES = "/assign/reports/files"
WILD = "=cmd|' /C calc'!A0"


@pytest.fixture
def school(company: Company) -> School:
    """Return a school whose curriculum three people have, one of them with a name that wants to be a formula."""
    made = School(company, size=2)
    people = [company.person(name=name) for name in (WILD, "@Bo", "Cai")]
    made.give(made.publish(title="First steps"), *people, due=made.today - timedelta(days=3))
    return made


def _order(school: School, of: str = "curricula") -> str:
    sent = school.browser.post(FILES, {"kind": "overview", "list": of})
    assert sent.status_code == 303
    return str(sent.location)


def _rows(content: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_a_workbook_is_ordered_made_in_a_job_and_taken(school: School, company: Company) -> None:
    page = _order(school)
    assert "run-progress" in school.browser.get(page).text, "it says how far it is, after a reload too"
    assert school.browser.get(f"{page}/progress").json["ended"] is False  # type: ignore[index]
    assert school.browser.get(f"{page}/file").status_code == 404, "not before it is whole"
    do_jobs(company.installation)
    assert school.browser.get(f"{page}/progress").json["ended"] is True  # type: ignore[index]
    assert "3 rows are ready" in school.browser.get(page).text
    head, *rows = _rows(school.browser.get(f"{page}/file").get_data())
    assert head[:2] == ("Name", "E-mail")
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(by_name) == {WILD, "@Bo", "Cai"}, "as it was written, and a text"
    cai = by_name["Cai"]
    assert isinstance(cai["Due"], datetime)
    assert (cai["Days late"], cai["Modules finished"], cai["State"]) == (3, 0, "Not started")
    assert cai["Finished on"] is None
    assert not [path for path in making.folder_of(company.installation.config.data).iterdir() if ".part" in path.name]


def test_who_is_no_longer_hr_does_not_take_the_workbook_of_everybody(school: School, company: Company) -> None:
    page = _order(school)
    do_jobs(company.installation)
    with company.installation.database.writing() as session:
        session.get_one(Person, school.hr.id).roles = frozenset({Role.TRAINER})
    assert school.browser.get(f"{page}/file").status_code == 404


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_nothing_in_it(tmp_path: Path) -> None:
    rows = [(each, 3) for each in (WILD, "+1+1", "-2", "@SUM(A1)", "\t=1+1", "http://x.example")]
    heads = [Head("name", "=1+1"), Head("late", "Late", Kind.WHOLE)]
    sheet = Sheet("list", "=A1", heads, 0, {}, lambda _database: iter([[Lines((), rows)]]))
    file = tmp_path / "list.xlsx"
    workbook.write(file, Database("sqlite://"), sheet, datetime(2026, 11, 22, tzinfo=UTC))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = [str(SOFFICE), profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(file)]
    subprocess.run(asked, check=True, capture_output=True, timeout=120)
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as found:
        assert [tuple(row) for row in csv.reader(found)] == [("=1+1", "Late"), *((text, "3") for text, _late in rows)]


def test_another_hr_finds_no_workbook_of_mine(school: School, company: Company, other_company: Company) -> None:
    page = _order(school)
    do_jobs(company.installation)
    for browser in (
        company.browser(company.person(Role.HR)),
        other_company.browser(other_company.person(Role.HR)),
    ):
        assert [browser.get(f"{page}{more}").status_code for more in ("", "/progress", "/file")] == [404] * 3
        assert browser.post(f"{page}/again").status_code == 404


def test_whoever_lost_the_role_meanwhile_gets_no_names(school: School, company: Company) -> None:
    page = _order(school)
    with company.installation.database.writing() as session:
        session.get_one(Person, school.hr.id).roles = frozenset({Role.LEARNER})
    do_jobs(company.installation)
    assert "could not be made" in school.browser.get(page).text
    assert school.browser.get(f"{page}/file").status_code == 404


@pytest.mark.parametrize("after", [timedelta(days=8), timedelta(hours=1)])
def test_a_file_goes_after_seven_days_and_when_somebody_is_erased(
    after: timedelta, school: School, company: Company, installation: Installation
) -> None:
    page = _order(school)
    do_jobs(installation)
    path = making.path_of(installation.config.data, UUID(page.rpartition("/")[2]))
    assert path.exists()
    installation.clock.at += timedelta(minutes=30)
    if after < making.KEPT:
        with installation.database.writing() as session:
            erase(session, session.get_one(Person, company.person().id), installation.clock.now())
    installation.clock.at += after
    do_jobs(installation)
    assert not path.exists()
    with installation.database.reading() as session:
        assert session.get_one(ReportFile, UUID(page.rpartition("/")[2])).state == "gone"


def test_a_job_that_died_halfway_begins_anew(
    school: School, company: Company, monkeypatch: pytest.MonkeyPatch, installation: Installation
) -> None:
    page = _order(school)
    whole = workbook.write

    def dies(target: Path, *given: Any) -> int:
        target.write_bytes(b"half")
        raise OSError("no room")

    monkeypatch.setattr(workbook, "write", dies)
    do_jobs(installation)
    assert school.browser.get(f"{page}/file").status_code == 404
    monkeypatch.setattr(workbook, "write", whole)
    installation.clock.at += timedelta(minutes=1)
    do_jobs(installation)
    assert len(_rows(school.browser.get(f"{page}/file").get_data())) == 4
    shutil.rmtree(making.folder_of(installation.config.data))
    assert school.browser.get(f"{page}/file").status_code == 404, "a folder that was emptied is no error of ours"


def test_many_rows_go_on_in_the_next_sheet(school: School, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    page = _order(school)
    do_jobs(company.installation)
    book = openpyxl.load_workbook(BytesIO(school.browser.get(f"{page}/file").get_data()))
    assert [sheet.max_row for sheet in book.worksheets] == [3, 2]


def test_a_report_is_a_workbook_at_once_and_a_tagged_paper_in_three_languages(school: School) -> None:
    head, first, total = _rows(school.browser.get(f"{FILES}/report.xlsx?kind=overview").get_data())
    assert (head[0], first[0], total[0]) == ("Curriculum", "First steps", "All together")
    assert first[1:7] == (3, 3, 0, 0, 3, 0)
    assert isinstance(first[8], datetime)
    for language, words in (("en", "Made by Hanne Holm"), ("da", "Hanne Holm"), ("sv", "Hanne Holm")):
        school.browser.client.set_cookie("lms_language", language)
        sent = school.browser.get(f"{FILES}/report.pdf?kind=overview")
        assert sent.content_type == "application/pdf"
        paper = PdfReader(BytesIO(sent.get_data()))
        assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert str(paper.trailer["/Root"]["/Lang"]).startswith(language)
        text = paper.pages[0].extract_text()
        assert "First steps" in text
        assert words in text
