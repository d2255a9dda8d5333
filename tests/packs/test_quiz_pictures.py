"""Pictures of quizzes: read and checked as those of modules, frozen with the quiz, and never left over or missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lms.packs.closure import closure
from lms.packs.model import Pack, Quiz
from lms.packs.problems import Problem
from lms.packs.versions import compare, refusals
from tests.packs.conftest import QUIZ, SVG
from tests.packs.test_pack_media import png, svg

Problems = Callable[..., tuple[Problem, ...]]
Read = Callable[..., Pack]
FILE, PICTURE = "quizzes/coffee.toml", "quizzes/media/shop.svg"
HOTSPOT = """
[[items]]
id = "waits"
kind = "hotspot"
stem = {en = "Where does one wait?", da = "Hvor venter man?"}
picture = "shop.svg"
alt = {en = "A shop.", da = "En butik."}

[[items.regions]]
id = "till"
label = {en = "The till", da = "Kassen"}
correct = true
shape = "rectangle"
x = 0.1
y = 0.1
width = 0.3
height = 0.3
feedback = {en = "Yes.", da = "Ja."}

[[items.regions]]
id = "door"
label = {en = "The door", da = "Døren"}
shape = "polygon"
points = [[0.5, 0.5], [0.9, 0.5], [0.9, 0.9]]
feedback = {en = "No.", da = "Nej."}
"""
WITH = {FILE: QUIZ + HOTSPOT, PICTURE: SVG}


def frozen(pack: Pack) -> dict[str, object]:
    """Return the closure of the pack's module."""
    return closure(pack.modules[0], pack.quizzes)


def test_a_quiz_has_its_pictures_with_their_words_and_the_item_knows_the_size(read: Read) -> None:
    quiz = read(WITH).quizzes[0]
    medium = quiz.media["shop.svg"]
    assert (medium.media_type, medium.width, medium.height) == ("image/svg+xml", 12, 8)
    assert (medium.alt["da"], medium.content) == ("En butik.", SVG.encode())
    assert quiz.items[2].size == (12, 8)  # type: ignore[attr-defined]  # the hotspot's own
    assert Quiz.from_document(quiz.document()).media["shop.svg"].digest == medium.digest


def test_a_quiz_without_pictures_keeps_its_document(read: Read) -> None:
    assert "media" not in read().quizzes[0].document()


def test_another_picture_is_a_minor_change_and_needs_a_number(read: Read) -> None:
    before, after = frozen(read(WITH)), frozen(read(WITH | {PICTURE: SVG.replace("#0b5d51", "#a9402a")}))
    assert compare(before, after).level == "minor"
    assert "content changed under the old number" in refusals(before, after)[0]


def test_another_right_place_is_a_major_change(read: Read) -> None:
    other = HOTSPOT.replace("correct = true\n", "").replace('id = "door"', 'id = "door"\ncorrect = true')
    assert compare(frozen(read(WITH)), frozen(read(WITH | {FILE: QUIZ + other}))).level == "major"


def test_a_picture_nobody_shows_is_told(problems: Problems) -> None:
    assert [(p.file, p.message) for p in problems({PICTURE: SVG})] == [(PICTURE, "No question shows this picture.")]


def test_a_picture_that_is_missing_is_told_at_its_question(problems: Problems) -> None:
    (missing,) = problems(WITH | {PICTURE: None})
    assert (missing.file, missing.message) == (FILE, 'There is no picture "shop.svg".')
    assert QUIZ.count("\n") < missing.line


@pytest.mark.parametrize("name", ["../shop.svg", "shop.gif", "Shop.svg", "/etc/passwd", "media/shop.svg"])
def test_a_picture_needs_a_plain_name(problems: Problems, name: str) -> None:
    found = problems({FILE: QUIZ + HOTSPOT.replace("shop.svg", name)})
    assert f'"{name}" is no name for a picture.' in {problem.message for problem in found}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (svg("<script>alert(1)</script>"), "<script> may not"),
        (svg('<image href="https://evil.example/x.png"/>'), "<image> may not"),
        (b"\x89PNG", "This is no SVG"),
        (b"<svg" + b" " * 2_000_001, "The file is larger than 2000 KB."),
    ],
)
def test_a_picture_that_runs_or_reaches_out_is_refused(problems: Problems, content: bytes, message: str) -> None:
    found = problems(WITH | {PICTURE: content})
    assert [problem.message for problem in found if problem.file == PICTURE][0].startswith(message)


def test_a_bitmap_is_what_its_name_says(read: Read, problems: Problems) -> None:
    photo = {FILE: QUIZ + HOTSPOT.replace("shop.svg", "shop.png"), "quizzes/media/shop.png": png(64, 32)}
    assert read(photo).quizzes[0].media["shop.png"].width == 64
    found = problems(photo | {"quizzes/media/shop.png": SVG})
    assert [problem.message for problem in found] == ["The content is not what the name says."]


def test_regions_are_judged_on_the_picture_they_lie_on_and_told_with_their_line(problems: Problems) -> None:
    circle = HOTSPOT.replace("rectangle", "circle").replace("width = 0.3\nheight = 0.3", "radius = 0.08")
    (found,) = problems({FILE: QUIZ + circle, PICTURE: SVG.replace("0 0 12 8", "0 0 120 20")})
    assert found.message == "The region reaches beyond the picture."
    assert found.line == (QUIZ + circle).split("\n").index("[[items.regions]]") + 1


@pytest.mark.parametrize("path", ["quizzes/shop.svg", "quizzes/pictures/shop.svg"])
def test_a_picture_lies_in_media_and_nowhere_else(problems: Problems, path: str) -> None:
    found = problems({path: SVG})
    assert [(problem.file, problem.message) for problem in found] == [(path, "This is no quiz file.")]
