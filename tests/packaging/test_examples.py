"""Packages that bring content and question kinds: built, installed without the network, started, and learnt from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.packaging.examples import EXAMPLES, Place, Visitor, installed
from tests.support.small_pack import write_small_pack

TUTORIAL = EXAMPLES.parent / "question-kind-tutorial.md"
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", TUTORIAL.read_text(encoding="utf-8"), re.M | re.S))
ATTEMPT = re.compile(r'data-context="attempt:([^"]+)"')
PAGE = "/learn/first-call/01-the-first-call"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the content pack's package is installed in."""
    return installed("content_pack", tmp_path_factory.mktemp("content-pack"))


def test_a_module_from_a_package_is_taken_and_stays_when_the_package_goes(pack: Path, tmp_path: Path) -> None:
    place = Place(tmp_path / "data", pack)
    place.found()
    with place.running() as address:
        learner = Visitor(address)
        learner.sign_in()
        assert "The first call" in learner.get("/learn/first-call").text
        learner.post("/learn/first-call/01-the-first-call/reading", {}, PAGE)
        learner.post(f"{PAGE}/check/attempts", {}, PAGE)
        attempt = ATTEMPT.search(learner.get(PAGE).text)
        assert attempt is not None
        form = {"item-second-question": "right-choice"}
        done = learner.post(f"/learn/attempts/{attempt[1]}/submission", form, PAGE)
        assert done.status_code == 200
        assert "It is answered by how the call ends" in learner.get(PAGE).text
        assert "completed" in learner.get("/learn/first-call").text.casefold()
        assert "The first weeks with a customer" in learner.get("/assign/curricula").text
        assert "Leading the first weeks" in learner.get("/assign/curricula/library/first-weeks/guide").text
    place.site = None
    with place.running() as address:
        learner = Visitor(address)
        learner.sign_in()
        assert learner.get(PAGE).status_code == 200
        assert "The first weeks with a customer" not in learner.get("/assign/curricula").text
    assert 'Nothing that is installed holds the module "first-call" any more.' in place.said()


def test_a_kind_from_a_package_asks_its_question_and_scores_it(tmp_path: Path) -> None:
    place = Place(tmp_path / "data", installed("question_kind", tmp_path / "kind"), content=_quiz(tmp_path / "pack"))
    place.found()
    page = "/learn/cups/02-how"
    with place.running() as address:
        learner = Visitor(address)
        learner.sign_in()
        learner.post(f"{page}/check/attempts", {}, page)
        shown = learner.get(page).text
        attempt = ATTEMPT.search(shown)
        assert attempt is not None, shown
        assert "A satisfied customer is a loyal customer." in shown
        learner.post(f"/learn/attempts/{attempt[1]}/submission", {"item-satisfied": "false"}, page)
        assert "Most of those who leave said they were satisfied." in learner.get(page).text


def test_without_the_package_its_quiz_is_refused_in_words(tmp_path: Path) -> None:
    """The negative control: what was asked above came from the package and from nowhere else."""
    place = Place(tmp_path / "data", content=_quiz(tmp_path / "pack"))
    checked = place.lms("pack", "check", str(place.content))
    assert (checked.returncode != 0, "true-false-why" in checked.stdout + checked.stderr) == (True, True)
    assert "Traceback" not in checked.stdout + checked.stderr


def test_the_package_of_the_kind_is_the_one_the_tutorial_builds() -> None:
    folder = EXAMPLES / "question_kind"
    files = [each for each in folder.rglob("*") if each.is_file() and "__pycache__" not in each.parts]
    built = {each.relative_to(folder).as_posix(): each.read_text(encoding="utf-8") for each in files}
    assert {name: text for name, text in built.items() if name != "README.md"} == {
        name: text for name, text in FILES.items() if name != "quiz.toml"
    }


def _quiz(folder: Path) -> Path:
    write_small_pack(folder, version="2.0")
    (folder / "quizzes" / "cups.toml").unlink()
    (folder / "quizzes" / "true-or-false.toml").write_text(FILES["quiz.toml"], encoding="utf-8")
    for page in folder.glob("modules/*/*/02-how.md"):
        page.write_text(page.read_text("utf-8").replace('use = "cups"', 'use = "true-or-false"'), encoding="utf-8")
    return folder
