"""`lms pack check FOLDER`, as somebody at a shell sees it."""

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from lms.packs.commands import pack
from lms.packs.problems import PackErrors

MODULE = "modules/coffee/module.toml"
Write = Callable[..., Path]


def check(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `lms pack check`."""
    result = CliRunner().invoke(pack, ["check", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_sound_pack_gets_one_line_and_exit_0(write: Write, files: dict[str, str]) -> None:
    folder = write(files)
    assert check(str(folder)) == (0, f"{folder}: 1 module, 1 quiz, nothing wrong.\n", "")


def test_problems_are_told_by_file_and_line_and_the_exit_is_1(write: Write, files: dict[str, str]) -> None:
    broken = files[MODULE].replace("work_minutes = 30", "work_minuts = 30")
    code, out, said = check(str(write({**files, MODULE: broken})))
    assert (code, out) == (1, "")
    assert f'{MODULE}:5 "work_minuts" is not known here. → Did you mean "work_minutes"?' in said
    assert said.endswith(": 2 problems.\n")


def test_notes_are_told_and_stop_nothing(write: Write, files: dict[str, str]) -> None:
    code, out, _ = check(str(write({**files, MODULE: files[MODULE].replace("minutes = 11", "minutes = 12")})))
    assert code == 0
    assert out.startswith(f"note: {MODULE}:4 The pages take 11 minutes together, the module says 12. → ")


def test_an_earlier_state_shows_a_number_that_does_not_fit(write: Write, files: dict[str, str]) -> None:
    before = write(files, "before")
    changed = {name: text.replace("answer = 20", "answer = 21") for name, text in files.items()}
    code, _, said = check(str(write(changed, "after")), "--against", str(before))
    assert code == 1
    assert "The content changed under the old number 1.0; call it 2.0." in said
    assert check(str(before), "--against", str(before))[0] == 0


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    code, _, said = check(str(tmp_path / "nowhere"))
    assert code == 2
    assert "does not exist" in said


def test_a_folder_that_holds_no_shelves_is_said(tmp_path: Path) -> None:
    code, _, said = check(str(tmp_path))
    assert code == 1
    assert "There is neither modules/ nor quizzes/ here." in said


def test_an_error_reads_as_its_problems(write: Write, files: dict[str, str], problems: Callable[..., object]) -> None:
    found = problems({MODULE: files[MODULE].replace("minutes = 6", "minutes = 0")})
    assert "minutes" in str(PackErrors(found))  # type: ignore[arg-type]
