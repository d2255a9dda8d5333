"""`lms people import`: the same from the shell, without a worker, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.kernel import logs
from lms.serving.people import people
from tests.assigning.importing.files import csv_of
from tests.assigning.importing.importer import Importer
from tests.support.company import Company


@pytest.fixture
def hr(company: Company, monkeypatch: pytest.MonkeyPatch) -> Importer:
    """Return HR of a company whose installation the shell finds."""
    config = company.installation.config
    monkeypatch.setenv("LMS_DATA", str(config.data))
    monkeypatch.setenv("LMS_DATABASE_URL", config.database_url)
    monkeypatch.setattr(logs, "configure", lambda *_arguments, **_keywords: None)
    return Importer(company)


def _import(hr: Importer, file: Path, *options: str) -> Result:
    company = hr.company.organisation.slug
    return CliRunner().invoke(people, ["import", str(file), "--organisation", company, *options])


def _file(hr: Importer, folder: Path, *more: list[str]) -> Path:
    file = folder / "people.csv"
    file.write_bytes(
        csv_of([[hr.address("anna"), "Anna", "Ops"], [hr.address("bo"), "Bo", "", "", hr.address("anna")], *more])
    )
    return file


def test_a_dry_run_says_what_would_change_and_changes_nothing(hr: Importer, tmp_path: Path) -> None:
    done = _import(hr, _file(hr, tmp_path), "--dry-run")
    assert done.exit_code == 0, done.output
    assert "2 new, 0 changed, 0 the same, 0 not in the file, 0 errors" in done.output
    assert "new department: Ops" in done.output
    assert hr.person("anna") is None


def test_people_come_in_and_the_same_again_changes_nothing(hr: Importer, tmp_path: Path) -> None:
    file = _file(hr, tmp_path)
    done = _import(hr, file)
    assert done.exit_code == 0, done.output
    assert hr.one("bo").manager_id == hr.one("anna").id
    again = json.loads(_import(hr, file, "--json").stdout)
    assert (again["counts"]["same"], again["counts"].get("new", 0), again["errors"]) == (2, 0, [])


def test_errors_are_said_by_row_and_nothing_is_changed(hr: Importer, tmp_path: Path) -> None:
    file = _file(hr, tmp_path, ["nobody", "Who"])
    refused = _import(hr, file)
    assert refused.exit_code == 1
    assert "row 4: E-mail: “nobody” is not an address" in refused.output
    assert refused.output.rstrip().splitlines()[-1].startswith("Error: nothing was changed")
    assert hr.person("anna") is None
    assert _import(hr, file, "--leave-out-errors").exit_code == 0
    assert hr.person("anna") is not None


def test_people_who_are_not_in_the_file_lose_access_only_when_asked(hr: Importer, tmp_path: Path) -> None:
    hr.bring(csv_of([[hr.address("cai"), "Cai"]]))
    file = _file(hr, tmp_path)
    assert _import(hr, file).exit_code == 0
    assert hr.one("cai").active
    assert _import(hr, file, "--deactivate-leavers").exit_code == 0
    assert not hr.one("cai").active


def test_what_cannot_be_is_one_line(hr: Importer, tmp_path: Path) -> None:
    file = tmp_path / "people.pdf"
    file.write_bytes(b"%PDF-1.7")
    refused = _import(hr, file)
    assert (refused.exit_code, "This is a PDF" in refused.output) == (1, True)
    nowhere = CliRunner().invoke(people, ["import", str(file), "--organisation", "nowhere"])
    assert (nowhere.exit_code, nowhere.output) == (1, "Error: there is no organisation called nowhere\n")
    large = tmp_path / "large.csv"
    with large.open("wb") as empty:
        empty.truncate(200 << 20)
    assert "larger than 20 MB" in _import(hr, large).output
