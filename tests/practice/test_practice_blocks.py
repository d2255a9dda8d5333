"""The blocks of practice in content files: what is read, what an author is told, what makes a change major."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.packs.closure import closure
from lms.packs.problems import PackErrors
from lms.packs.reading import read_pack
from lms.packs.versions import compare
from tests.practice.work import SLUG, write_pack


def _spoil(folder: Path, old: str, new: str, language: str = "en") -> Path:
    page = write_pack(folder) / "modules" / SLUG / language / "01-try.md"
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_blocks_are_read_with_clean_steps(tmp_path: Path) -> None:
    (module,) = read_pack(write_pack(tmp_path)).modules
    blocks = {block.id: block for block in module.pages[0].text("en").blocks}
    assert blocks["think"].data == {"question": "Which customer did you lose last?", "hint": "One name is enough."}
    exercise = blocks["call-five"]
    assert exercise.data == {
        "title": "Call five customers who left",
        "minutes": 90,
        "bring_back": "Five reasons in their words.",
        "choice": "at-work",
    }
    assert "<strong>Call them.</strong>" in (exercise.html or "")
    assert blocks["word"].data == {"question": "What will you do, for whom, by when?", "hint": ""}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('question = "Which customer did you lose last?"\n', "", '"question" is missing.'),
        ("minutes = 90", 'minutes = "long"', '"minutes" must be a whole number.'),
        ("minutes = 90", "minutes = 601", '"minutes" is 601.'),
        ('bring_back = "The sheet."\n', "", '"bring_back" is missing.'),
        ('choice = "at-work"', 'choice = "At Work"', '"At Work" is no name.'),
        ('hint = "One name is enough."', 'hints = "One name is enough."', '"hints" is not known here.'),
        ("```reflect", "```reflekt", '"reflekt" is no kind of block.'),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(PackErrors) as told:
        read_pack(_spoil(tmp_path, old, new))
    assert said in str(told.value)
    assert "en/01-try.md:" in str(told.value)


def test_a_choice_is_the_same_in_every_language(tmp_path: Path) -> None:
    with pytest.raises(PackErrors, match='The block "call-five" is another one in English'):
        read_pack(_spoil(tmp_path, 'choice = "at-work"', 'choice = "another"', "da"))


def test_an_id_that_own_words_hang_on_stands_on_one_page(tmp_path: Path) -> None:
    folder = write_pack(tmp_path) / "modules" / SLUG
    for language in ("en", "da"):
        first = (folder / language / "01-try.md").read_text(encoding="utf-8")
        (folder / language / "02-again.md").write_text(first, encoding="utf-8")
    toml = folder / "module.toml"
    toml.write_text(toml.read_text().replace("[media.", '[[pages]]\nname = "02-again"\nminutes = 5\n\n[media.'))
    with pytest.raises(PackErrors) as told:
        read_pack(tmp_path)
    for kind, id in (("reflect", "think"), ("exercise", "call-five"), ("promise", "word")):
        assert f'The {kind} block "{id}" stands in' in str(told.value)


def test_taking_a_block_for_own_words_away_is_major_and_wording_is_minor(tmp_path: Path) -> None:
    def of(folder: Path) -> dict[str, object]:
        pack = read_pack(folder)
        return closure(pack.modules[0], {quiz.name: quiz for quiz in pack.quizzes})  # type: ignore[arg-type]  # no quiz here

    before = of(write_pack(tmp_path / "before"))
    worded = of(_spoil(tmp_path / "worded", "Call five customers who left", "Ring five who left"))
    assert compare(before, worded).level == "minor"
    folder = write_pack(tmp_path / "without")
    for language in ("en", "da"):
        page = folder / "modules" / SLUG / language / "01-try.md"
        page.write_text(page.read_text(encoding="utf-8").split("```promise")[0], encoding="utf-8")
    change = compare(before, of(folder))
    assert change.level == "major"
    assert any("word" in reason and "is gone" in reason for reason in change.reasons)
