"""Files a pack may not hold: links, code, things that are no text, things that are too large."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.packs.files import LARGEST_TEXT, SourceFolder
from lms.packs.model import Pack
from lms.packs.problems import Findings, PackErrors, Problem
from lms.packs.reading import read_pack

Problems = Callable[..., tuple[Problem, ...]]
WHY = "modules/coffee/en/01-why.md"


@pytest.fixture
def pack(read: Callable[..., Pack], tmp_path: Path) -> Path:
    """The folder of the sound pack."""
    read()
    return tmp_path / "pack"


def messages(folder: Path) -> set[tuple[str, str]]:
    """(file, message) of everything wrong with the pack."""
    with pytest.raises(PackErrors) as caught:
        read_pack(folder)
    return {(problem.file, problem.message) for problem in caught.value.problems}


@pytest.mark.parametrize(
    "name", ["modules/coffee/run.py", "quizzes/score.py", "modules/.hidden.py", "modules/coffee/x.js"]
)
def test_code_below_the_shelves_is_refused(problems: Problems, name: str) -> None:
    assert (name, "Code has no place among content.") in {(p.file, p.message) for p in problems({name: "print(1)"})}


def test_a_link_to_a_file_is_not_followed(pack: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("+++\ntitle = 'Secret'\n+++\nThe key is 42.")
    (pack / WHY).unlink()
    (pack / WHY).symlink_to(secret)
    assert (WHY, "This is a link.") in messages(pack)


def test_a_link_to_a_folder_is_not_followed(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (pack / "modules" / "tea").symlink_to(tmp_path / "elsewhere")
    assert ("modules/tea", "This is a link.") in messages(pack)


def test_a_shelf_that_is_a_link_is_not_followed(pack: Path, tmp_path: Path) -> None:
    (pack / "quizzes").rename(tmp_path / "away")
    (pack / "quizzes").symlink_to(tmp_path / "away")
    assert ("quizzes", "This is a link.") in messages(pack)


def test_a_link_put_in_place_after_the_look_is_not_followed(pack: Path, tmp_path: Path) -> None:
    findings = Findings()
    source = SourceFolder(pack, findings)
    secret = tmp_path / "secret"
    secret.write_text("42")
    (pack / WHY).unlink()
    (pack / WHY).symlink_to(secret)
    assert source.text(WHY) is None
    assert findings.problems[0].message.startswith("The file cannot be read")


def test_a_pipe_is_refused_and_nobody_waits_for_it(pack: Path) -> None:
    os.mkfifo(pack / "modules" / "coffee" / "pipe.md")
    assert ("modules/coffee/pipe.md", "This is no ordinary file.") in messages(pack)


def test_folders_that_lie_too_deep_are_refused(problems: Problems) -> None:
    found = {(p.file, p.message) for p in problems({"modules/coffee/media/a/b.svg": "x"})}
    assert ("modules/coffee/media/a", "This folder lies too deep.") in found


def test_what_is_no_utf8_is_told_with_its_line(problems: Problems, files: dict[str, str]) -> None:
    latin = files[WHY].replace("A cup costs", "En kop på").encode("latin-1")
    found = problems({WHY: latin})
    line = files[WHY][: files[WHY].index("A cup costs")].count("\n") + 1
    assert [(p.file, p.line, p.message) for p in found if p.file == WHY] == [(WHY, line, "This is not UTF-8.")]


def test_utf16_is_no_text(problems: Problems, files: dict[str, str]) -> None:
    assert "This is not UTF-8." in {p.message for p in problems({WHY: files[WHY].encode("utf-16")})}


@pytest.mark.parametrize("letter", ["\0", "\x07", "\x1b", "\x7f"])
def test_a_control_character_is_told_with_its_line(problems: Problems, files: dict[str, str], letter: str) -> None:
    found = problems({WHY: files[WHY].replace("## Yours", f"## Yo{letter}urs")})
    line = files[WHY][: files[WHY].index("## Yours")].count("\n") + 1
    assert (WHY, line, f"There is a control character (U+{ord(letter):04X}).") in {
        (p.file, p.line, p.message) for p in found
    }


def test_a_page_of_more_than_200_kb_is_refused(
    read: Callable[..., Pack], problems: Problems, files: dict[str, str]
) -> None:
    room = LARGEST_TEXT - len(files[WHY].encode())
    filler = ("a" * 998 + "\n\n") * (room // 1000) + "a" * (room % 1000)
    full = files[WHY].replace("A cup costs", f"{filler}A cup costs")
    assert read({WHY: full}, folder="full").modules
    assert "The file is larger than 200 KB." in {p.message for p in problems({WHY: f"{full}\n"})}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read_is_told(pack: Path) -> None:
    (pack / WHY).chmod(0)
    assert any(message.startswith("The file cannot be read") for _, message in messages(pack))


@pytest.mark.parametrize("folder", ["Coffee", "coffee shop", "kaffe-å"])
def test_a_module_needs_a_name_that_can_be_an_address(problems: Problems, files: dict[str, str], folder: str) -> None:
    renamed: dict[str, str | None] = {}
    for name, text in files.items():
        renamed[name.replace("coffee/", f"{folder}/")] = text
        renamed.setdefault(name, None)
    assert (f"modules/{folder}", "The folder's name is no name.") in {(p.file, p.message) for p in problems(renamed)}
