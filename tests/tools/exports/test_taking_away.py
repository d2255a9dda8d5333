"""Files of a tool: only of one's own numbers, made when they are asked for, and kept nowhere."""

from __future__ import annotations

import csv
import io
import re
import struct
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PdfReader

from lms.kernel.clock import SetClock
from lms.tools.exports import turns, views
from lms.web.paper.children import Maker, NotMade
from lms.web.paper.drawing import DRAWER
from tests.support.company import Browser, Company, answer
from tests.support.installation import Installation
from tests.support.segments import CONTEXT as SEGMENTS
from tests.support.segments import rows
from tests.tools.exports.printed import words_of
from tests.tools.exports.spreadsheet import opened, value_of

TOOL = "/tools/cost-of-churn"
CHURN = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"
KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@pytest.fixture
def browser(company: Company) -> Browser:
    """Return the browser of somebody with numbers in a tool."""
    found = company.browser(company.person(name="Mette Holm"))
    assert found.save(answer(CHURN, "inputs", "customers", 41357)).status_code == 200
    return found


def scenario_of(browser: Browser, name: str = "Plan B") -> str:
    """Keep the numbers as a scenario; return its id."""
    return str(browser.post(f"{TOOL}/scenarios", {"name": name}).location).rpartition("/")[2]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_a_file_of_its_own_that_no_cache_keeps(browser: Browser, kind: str) -> None:
    found = browser.get(f"{TOOL}/export.{kind}")
    assert (found.status_code, found.content_type) == (200, KINDS[kind])
    assert found.headers["Content-Disposition"] == f'attachment; filename="cost-of-churn.{kind}"'
    assert found.headers["Cache-Control"] == "no-store"
    assert len(found.data) > 500


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_gets_a_file_without_signing_in(company: Company, kind: str) -> None:
    assert company.anonymous().get(f"{TOOL}/export.{kind}").status_code == 302


@pytest.mark.parametrize("kind", ["exe", "pdf.exe", "PDF", "xls", "js"])
def test_there_are_no_other_kinds(browser: Browser, kind: str) -> None:
    assert browser.get(f"{TOOL}/export.{kind}").status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_colleagues_and_another_companys_numbers_are_not_in_mine(
    company: Company, other_company: Company, browser: Browser, kind: str
) -> None:
    mine = browser.get(f"{TOOL}/export.{kind}").data
    assert holds(mine, kind, 41357)
    for stranger in (company.person(), other_company.person()):
        theirs = (company if stranger.organisation_id == company.organisation.id else other_company).browser(stranger)
        assert not holds(theirs.get(f"{TOOL}/export.{kind}").data, kind, 41357)


def holds(data: bytes, kind: str, value: float) -> bool:
    """Tell whether a number stands in a file."""
    if kind == "csv":
        return any(str(value) in row for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return any(cell.value == value for sheet in opened(data).worksheets for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("kind", KINDS)
def test_another_persons_scenario_is_not_there(company: Company, browser: Browser, kind: str) -> None:
    scenario = scenario_of(browser)
    assert browser.get(f"{TOOL}/export.{kind}?scenario={scenario}").status_code == 200
    stranger = company.browser(company.person())
    assert stranger.get(f"{TOOL}/export.{kind}?scenario={scenario}").status_code == 404


def test_a_scenario_of_another_tool_or_none_at_all_is_not_there(browser: Browser) -> None:
    scenario = scenario_of(browser)
    for address in (f"/tools/nps/export.csv?scenario={scenario}", f"{TOOL}/export.csv?scenario={uuid4()}"):
        assert browser.get(address).status_code == 404
    assert browser.get(f"{TOOL}/export.csv?scenario=..%2F..").status_code == 404


def test_a_scenarios_file_holds_its_numbers_and_not_those_of_now(browser: Browser) -> None:
    scenario = scenario_of(browser)
    browser.save(answer(CHURN, "inputs", "customers", 77, base=1))
    book = opened(browser.get(f"{TOOL}/export.xlsx?scenario={scenario}").data)
    assert value_of(book, "customers") == 41357
    assert value_of(opened(browser.get(f"{TOOL}/export.xlsx").data), "customers") == 77


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_the_paper_is_tagged_titled_and_in_the_readers_language(browser: Browser, language: str) -> None:
    browser.client.set_cookie("lms_language", language)
    pdf = browser.get(f"{TOOL}/export.pdf").data
    found = PdfReader(io.BytesIO(pdf), strict=True)
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert found.metadata is not None
    assert found.metadata.title
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_the_paper_says_what_the_page_says(browser: Browser) -> None:
    page = browser.get(TOOL).text.replace("\u00a0", " ")
    said = words_of(browser.get(f"{TOOL}/export.pdf").data)
    shown = [
        figure for _name, figure in re.findall(r'<(?:output|dd) data-output="(\w+)">([^<]*)<', page) if figure != "–"
    ]
    assert len(shown) > 3
    assert [figure for figure in shown if figure not in said] == []
    for words in (
        "41,357",
        "yours",
        "example",
        "We assume",
        "What this does not show",
        "The picture as a table",
    ):
        assert words in said, words


def test_a_name_stands_on_it_only_when_it_is_asked_for(browser: Browser) -> None:
    assert "Mette Holm" not in words_of(browser.get(f"{TOOL}/export.pdf").data)
    assert "Mette Holm" in words_of(browser.get(f"{TOOL}/export.pdf?signed=1").data)


def test_for_a_wall_it_is_wide(browser: Browser) -> None:
    (page, *_more) = PdfReader(io.BytesIO(browser.get(f"{TOOL}/export.pdf?paper=wall").data), strict=True).pages
    assert page.mediabox.width > page.mediabox.height > 800
    (page, *_more) = PdfReader(io.BytesIO(browser.get(f"{TOOL}/export.pdf?paper=/etc").data), strict=True).pages
    assert page.mediabox.height > page.mediabox.width


def test_the_picture_is_drawn_at_twice_its_size(browser: Browser) -> None:
    png = browser.get(f"{TOOL}/export.png").data
    assert png.startswith(b"\x89PNG\r\n")
    width, _height = struct.unpack(">II", png[16:24])
    assert width > 1200


def test_where_nothing_can_be_drawn_there_is_no_picture(company: Company) -> None:
    browser = company.browser(company.person())
    browser.save(answer(SEGMENTS, "inputs", "segments", rows((0, "revenue", None))))
    assert browser.get("/tools/customer-segments/export.png").status_code == 404
    assert browser.get("/tools/customer-segments/export.pdf").status_code == 200
    assert "export.png" not in browser.get("/tools/customer-segments").text


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_what_cannot_be_made_now_is_a_page_that_says_so(
    browser: Browser, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_more: object) -> bytes:
        raise NotMade

    monkeypatch.setattr(Maker, "make", refuse)
    found = browser.get(f"{TOOL}/export.{kind}")
    assert (found.status_code, found.headers["Retry-After"]) == (503, "10")
    assert "could not be made just now" in found.text
    assert f'href="{TOOL}"' in found.text


def test_a_process_that_takes_too_long_or_fails_is_ended(tmp_path: Path) -> None:
    for text, seconds in (("import time; time.sleep(60)", 0.3), ("raise SystemExit(3)", 30)):
        script = tmp_path / "made.py"
        script.write_text(text)
        with pytest.raises(NotMade):
            Maker(script, seconds=seconds, wait=1).make({})


def test_one_after_another(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DRAWER, "wait", 0.01)
    with DRAWER._turn:
        assert browser.get(f"{TOOL}/export.png").status_code == 503
    assert browser.get(f"{TOOL}/export.png").status_code == 200


def test_nothing_is_left_behind(
    installation: Installation, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    data = installation.app.config.get("LMS_DATA") or tmp_path
    before = {each for each in Path(str(data)).rglob("*") if each.is_file()}
    for kind in KINDS:
        assert browser.get(f"{TOOL}/export.{kind}").status_code == 200
    assert {each for each in Path(str(data)).rglob("*") if each.is_file()} == before
    assert list(tmp_path.iterdir()) == []


def test_the_page_offers_every_file_and_a_scenarios_page_its_own(browser: Browser) -> None:
    page = browser.get(TOOL).text
    for kind in views._MADE:
        assert f'href="{TOOL}/export.{kind}' in page
    scenario = scenario_of(browser)
    links = re.findall(rf'href="{TOOL}/export\.(\w+)\?([^"]*)"', browser.get(f"/tools/scenarios/{scenario}").text)
    assert {kind for kind, _ in links} == set(views._MADE)
    assert all(f"scenario={scenario}" in query for _, query in links)


def test_whoever_has_many_files_made_within_a_minute_is_told_when_to_come_back(
    browser: Browser, company: Company, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "MOST_A_MINUTE", 2)
    found = [browser.get(f"{TOOL}/export.csv") for _each in range(3)]
    assert [each.status_code for each in found] == [200, 200, 429]
    assert found[2].headers["Retry-After"] == "60"
    assert "Wait a minute, then ask for this one again" in found[2].text
    assert company.browser(company.person()).get(f"{TOOL}/export.csv").status_code == 200
    clock.forward(minutes=1, seconds=1)
    assert browser.get(f"{TOOL}/export.csv").status_code == 200
