"""The check list: it finds what readers would miss, and leaves a sound module alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.packs.lending import NOTHING_LENT
from lms.studio.drafts.reading import read_now
from lms.studio.publishing.checks.contrast import contrast, faint_letters
from lms.studio.publishing.checks.finding import Finding
from lms.studio.publishing.checks.listing import findings_in, part_at
from tests.studio.publishing.small_modules import FOLDER, Files, faulty, sound

ROOT = Path(__file__).parents[3]


def checked(files: Files) -> list[Finding]:
    """Return the check list of a module."""
    contents = {path: text.encode() for path, text in files.items()}
    read = read_now(contents, NOTHING_LENT)
    return [*findings_in(contents, read.problems, read.notes, read.module)]


def bars(files: Files) -> bool:
    """Return whether the check list bars publishing."""
    return any(each.bars for each in checked(files))


def test_of_fifty_faulty_modules_95_percent_are_barred_and_of_fifty_sound_ones_at_most_5() -> None:
    missed = [name for name, files in map(faulty, range(50)) if not bars(files)]
    alarms = [seed for seed in range(50) if bars(sound(seed))]
    assert (len(missed) <= 2, len(alarms) <= 2) == (True, True), (missed, alarms)


def test_the_librarys_own_modules_stand_the_check() -> None:
    for module in (ROOT / "tests" / "shelf",):
        files = {path.relative_to(module).as_posix(): path.read_bytes() for path in module.rglob("*") if path.is_file()}
        read = read_now(files, NOTHING_LENT)
        assert [each for each in findings_in(files, read.problems, read.notes, read.module) if each.bars] == []


def test_a_link_that_says_here_is_a_note_at_its_block() -> None:
    files = sound(1)
    page = f"{FOLDER}/en/03-more.md"
    found = checked(files | {page: files[page] + "\nMore [here](https://example.org).\n"})
    (note,) = [each for each in found if "does not tell where it leads" in each.said]
    assert (note.weight, note.path, note.part, note.values["words"]) == ("note", page, "start", "here")


def test_a_quiz_on_no_page_is_a_note() -> None:
    files = sound(2)
    page = f"{FOLDER}/en/02-how.md"
    unused = dict(files)
    for path in (page, page.replace("/en/", "/da/")):
        unused[path] = files[path].replace('\n```quiz\nid = "check-saucers"\nuse = "saucers"\n```\n', "")
    assert [each.values["name"] for each in checked(unused) if "stands on no page" in each.said] == ["saucers"]


def test_what_the_checker_says_is_led_to_the_block_it_is_about() -> None:
    files = sound(3)
    page = f"{FOLDER}/en/01-why.md"
    broken = files | {page: files[page].replace('use = "price-of-a-cup"', 'use = "price-of-a-mug"')}
    (found,) = [each for each in checked(broken) if "price-of-a-mug" in each.said]
    assert (found.bars, found.path, found.part) == (True, page, "cup")


def test_a_line_is_found_in_its_part() -> None:
    text = '+++\ntitle = "Why"\n+++\n\nFirst.\n\n## Cups {#cups}\n\nHot.\n'
    assert [part_at("modules/a/en/b.md", text, line) for line in (1, 5, 7, 9)] == ["@head", "start", "cups", "cups"]


@pytest.mark.parametrize(
    ("drawing", "faint"),
    [
        ('<text x="1" y="1" fill="#999999">Pale</text>', ["Pale"]),
        ('<text x="1" y="1" fill="#999999" font-size="30">Large</text>', ["Large"]),
        ('<text x="1" y="1" fill="#888888" font-size="30">Large</text>', []),
        ('<text x="1" y="1">Black</text>', []),
        ('<rect width="9" height="9" fill="#0b5d51"/><text x="1" y="1">Black</text>', ["Black"]),
        ('<rect width="9" height="9" fill="#0b5d51"/><text x="1" y="1" fill="#fff">White</text>', []),
        ('<g fill="#bbb"><text x="1" y="1">Handed down</text></g>', ["Handed down"]),
        ('<g transform="scale(2)"><text x="1" y="1" fill="#bbb">Unsure</text></g>', []),
        ('<path d="M0 0h9v9H0z"/><text x="1" y="1" fill="#fff">Unsure</text>', []),
        ('<text x="1" y="1" class="pale">Unsure</text>', []),
    ],
)
def test_letters_are_called_faint_only_where_it_is_sure(drawing: str, faint: list[str]) -> None:
    found = faint_letters(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{drawing}</svg>'.encode())
    assert [words for words, _ratio in found] == faint


def test_a_drawing_with_a_document_type_is_not_read_any_further() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><svg xmlns="x"><text x="1" y="1" fill="#ccc">&b;</text></svg>'
    assert [*faint_letters(bomb)] == []


def test_black_on_white_has_a_contrast_of_21() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)


def test_what_waits_for_its_translation_is_a_note_with_a_count() -> None:
    files = sound(4)
    module = files[f"{FOLDER}/module.toml"].replace(
        'languages = ["en", "da"]', 'languages = ["en", "da"]\npartly = ["da"]'
    )
    page = f"{FOLDER}/da/03-more.md"
    found = checked(files | {f"{FOLDER}/module.toml": module, page: '+++\ntitle = "Mere"\n+++\n'})
    assert not any(each.bars for each in found)
    (note,) = [each for each in found if each.said.startswith("Waiting for their translation")]
    assert (note.values["language"], note.values["count"]) == ("da", 1)
