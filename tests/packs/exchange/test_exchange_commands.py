"""`lms pack import-quiz` and `lms pack export-quiz`, as somebody at a shell sees them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.packs.commands import pack
from tests.packs.exchange.conftest import SAMPLES

SHELF = Path(__file__).parents[2] / "shelf"


def run(*arguments: str | Path) -> Result:
    """Return what a command says and how it ends."""
    return CliRunner().invoke(pack, [str(each) for each in arguments])


def taken(to: Path, name: str = "moodle.xml", *more: str) -> Result:
    """Import a sample into a folder."""
    return run("import-quiz", SAMPLES / name, "--to", to, *more)


def test_a_quiz_is_imported_and_passes_the_check(tmp_path: Path) -> None:
    result = taken(tmp_path, "moodle.xml", "--name", "loyalty")
    assert result.exit_code == 0, result.output
    assert 'note: moodle.xml, "Tell us": it is answered by an essay' in result.output
    assert f"{tmp_path}/quizzes/loyalty.toml: 7 questions." in result.output
    assert "draft" not in result.output
    assert [path.name for path in (tmp_path / "quizzes").iterdir()] == ["loyalty.toml"]
    assert run("check", tmp_path).exit_code == 0


def test_a_draft_says_what_is_to_be_written_and_the_check_names_each_line(tmp_path: Path) -> None:
    result = taken(tmp_path, "questions.gift")
    assert result.exit_code == 0
    assert "to write: steps: 2 texts" in result.output
    assert "lms pack check says what is missing" in result.output
    checked = run("check", tmp_path)
    assert checked.exit_code == 1
    lines = (tmp_path / "quizzes" / "questions.toml").read_text(encoding="utf-8").split("\n")
    told = [line for line in checked.stderr.split("\n") if "is empty" in line]
    assert len(told) == sum("# to write" in line for line in lines)
    for each in told:
        assert "# to write" in lines[int(each.split(":")[1].split()[0]) - 1]


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    dry = taken(tmp_path, "questions.gift", "--dry-run")
    assert dry.exit_code == 0
    assert "not written (dry run)" in dry.output
    assert not list(tmp_path.iterdir())
    wet = taken(tmp_path, "questions.gift")
    assert dry.output.replace(", not written (dry run)", "") == wet.output


def test_a_quiz_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    assert taken(tmp_path).exit_code == 0
    before = (tmp_path / "quizzes" / "moodle.toml").read_bytes()
    again = taken(tmp_path)
    assert again.exit_code == 1
    assert "is there already" in again.output
    assert (tmp_path / "quizzes" / "moodle.toml").read_bytes() == before


def test_a_file_that_is_refused_says_so_in_one_line(tmp_path: Path) -> None:
    evil = tmp_path / "evil.xml"
    evil.write_text('<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', encoding="utf-8")
    result = run("import-quiz", evil, "--to", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: evil.xml:1: It declares a document type (DOCTYPE). → Remove")
    assert "Traceback" not in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["evil.xml"]


def test_a_file_of_nothing_that_fits_is_an_error_and_says_why(tmp_path: Path) -> None:
    essay = tmp_path / "essay.gift"
    essay.write_text("::Why::Tell us. {}", encoding="utf-8")
    result = run("import-quiz", essay, "--to", tmp_path)
    assert result.exit_code == 1
    assert 'note: essay.gift, "Why": it is answered by an essay' in result.output
    assert "nothing was written" in result.output


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "quizzes").write_text("in the way", encoding="utf-8")
    result = taken(tmp_path)
    assert result.exit_code == 1
    assert "moodle.toml cannot be written (" in result.output


@pytest.mark.parametrize(("format", "ending"), [("qti3", ".qti3.zip"), ("gift", ".gift.txt")])
def test_a_quiz_goes_out_and_comes_in_again(format: str, ending: str, tmp_path: Path) -> None:
    target = tmp_path / f"out{ending}"
    result = run("export-quiz", "loyalty-economics", "--format", format, "--pack", SHELF, "--to", target)
    assert result.exit_code == 0, result.output
    assert f"{target}: 4 questions." in result.output
    assert "note: loyalty-economics: the pass mark" in result.output
    again = run("import-quiz", target, "--to", tmp_path, "--name", "again")
    assert again.exit_code == 0, again.output
    assert run("check", tmp_path).exit_code == 0
    assert run("export-quiz", "loyalty-economics", "--format", format, "--pack", SHELF, "--to", target).exit_code == 1


def test_what_cannot_be_exported_is_said(tmp_path: Path) -> None:
    result = run("export-quiz", "no-such-quiz", "--format", "gift", "--pack", SHELF, "--to", tmp_path / "x")
    assert (result.exit_code, 'no quiz "no-such-quiz"' in result.output) == (1, True)
    shutil.copytree(SHELF / "quizzes", tmp_path / "quizzes")
    (tmp_path / "quizzes" / "broken.toml").write_text("kind = 1", encoding="utf-8")
    broken = run("export-quiz", "loyalty-economics", "--format", "gift", "--pack", tmp_path, "--to", tmp_path / "x")
    assert broken.exit_code == 1
    assert "broken.toml" in broken.output
    assert not (tmp_path / "x").exists()
