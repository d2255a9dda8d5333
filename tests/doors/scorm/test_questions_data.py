"""What a package is given of its questions: every shipped one in every language, drills worked out, words complete."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from lms.doors.scorm.questions.data import ICONS, quiz_data
from lms.doors.scorm.questions.items import KINDS
from lms.doors.scorm.questions.words import COUNTED, SINGLE, words
from lms.packs.drills.paths import every_path, outlook
from lms.packs.drills.running import Simulation
from lms.packs.model import Quiz
from lms.questions.text import LANGUAGES, in_language
from lms.tools.scenarios.wording import figure
from lms.web import languages
from tests.doors.scorm.asked_engine import sources
from tests.doors.scorm.asked_shelf import calculators, shelf
from tests.doors.scorm.asked_tries import a_quiz, data_of

SLOT = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
LARGEST_DRILL = 120_000
"""Characters of a drill's data; it lies compressed in a package."""


@pytest.fixture(scope="module")
def app() -> Flask:
    """Return an application that knows the languages and nothing else."""
    made = Flask("lms", root_path=str(languages.__file__).removesuffix("web/languages.py"))
    languages.install(made)
    return made


def scripts() -> str:
    return "".join(text for name, text in sources().items() if name.startswith("scorm/scorm-quiz"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quiz_that_ships_is_whole_in_every_language(language: str) -> None:
    for quiz in shelf().quizzes:
        data = quiz_data(quiz.document(), language, id="check", pages={"01-x": "X"})
        assert data["title"] == quiz.title[language]
        assert data["count"] == quiz.count
        assert data["left_out"] == 0
        assert json.loads(json.dumps(data)) == data
        assert not leftovers(data), leftovers(data)[:3]
        assert {item["lang"] for item in data["items"]} == {""}  # type: ignore[index, union-attr, call-overload]


def leftovers(data: Any) -> list[str]:
    """Return texts that still stand in several languages."""
    if isinstance(data, dict):
        if {*data} & {"en", "da", "sv"}:
            return [str(data)]
        return [each for value in data.values() for each in leftovers(value)]
    return [each for value in data for each in leftovers(value)] if isinstance(data, list) else []


def test_a_state_belongs_to_the_meaning_and_not_to_the_language() -> None:
    quiz = a_quiz()
    assert data_of(quiz)["mark"] == data_of(quiz, "da")["mark"]
    assert len(data_of(quiz)["mark"]) == 6
    assert data_of(quiz)["mark"] != data_of(a_quiz(quiz.items[1:]))["mark"]
    marks = {quiz_data(each.document(), "en", id="x")["mark"] for each in shelf().quizzes}
    assert len(marks) == len(shelf().quizzes)


def test_a_question_of_a_kind_from_elsewhere_is_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.doors.scorm.questions.items.KINDS", KINDS - {"number"})
    data = data_of(a_quiz())
    assert data["left_out"] == 1
    assert data["count"] == 9
    assert "number" not in {item["kind"] for item in data["items"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_self_assessment_that_ships_is_whole_in_every_language(language: str) -> None:
    assert shelf().instruments
    for instrument in shelf().instruments:
        data = quiz_data(instrument.document(), language, id="mirror")
        assert (data["kind"], data["title"]) == ("self-assessment", instrument.title[language])
        assert not leftovers(data)
        assert [each["text"] for each in data["items"]] == [each.text[language] for each in instrument.items]  # type: ignore[index, union-attr, call-overload]


def drill_of(name: str, language: str) -> Any:
    drill = shelf().drill(name)
    assert drill is not None
    return quiz_data(drill.document(), language, id="drill", calculators=calculators()[name])


def leaves(node: Any, way: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], list[Any], Any]]:
    """Yield (way, roads, end) of every way in a drill's tree."""
    if "ending" in node:
        yield way, [], node
        return
    for at, road in enumerate(node["roads"]):
        for further, roads, end in leaves(road["next"], (*way, at)):
            yield further, [road, *roads], end


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(calculators()))
def test_every_way_through_every_drill_is_the_one_the_server_computes(app: Flask, name: str, language: str) -> None:
    drill = shelf().drill(name)
    assert drill is not None
    with app.test_request_context(), force_locale(language):
        data = drill_of(name, language)
    simulation = Simulation(drill, calculators()[name][drill.calculator])
    found = {way: (roads, end) for way, roads, end in leaves(data["root"])}
    known = outlook(simulation)
    assert len(found) == data["paths"] == known.paths
    ways, every = [], [*every_path(simulation)]
    for path in every:
        way = tuple(scene.options.index(each.option) for scene, each in zip(path.scenes, path.stretches, strict=True))
        ways.append(way)
        roads, end = found[way]
        assert data["endings"][end["ending"]]["title"] == in_language(drill.endings[end["ending"]].title, language)
        assert drill.endings[end["ending"]].id == path.ending
        assert end["total"] == figure(path.total, "money", language, "DKK")
        drawn = [year.values[simulation.drawn] for stretch in path.stretches for year in stretch.years]
        assert [each for road in roads for each in road["drawn"]] == pytest.approx(drawn, abs=1e-3)
    assert tuple(data["best"]) == ways[max(range(len(ways)), key=lambda at: every[at].total)]
    assert not leftovers(data)
    text = json.dumps(data, ensure_ascii=False)
    assert len(text) < LARGEST_DRILL
    assert len(zlib.compress(text.encode())) < LARGEST_DRILL / 5


def test_a_drill_without_its_calculator_is_an_error() -> None:
    drill = shelf().drills[0]
    with pytest.raises(KeyError):
        quiz_data(drill.document(), "en", id="drill")


def test_the_scripts_say_nothing_without_words_and_no_word_is_idle() -> None:
    text = scripts()
    asked = set(re.findall(r'\bsay\("(\w+)"', text))
    counted = set(re.findall(r'\bsayN\("(\w+)"', text))
    assert asked <= set(SINGLE), asked - set(SINGLE)
    assert counted == set(COUNTED)
    stems = ("counts_", "verdict_", "leaning_", "sure_", "left_")
    idle = {name for name in SINGLE if f'"{name}"' not in text and not name.startswith(stems)}
    assert not idle, idle


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_keep_their_slots_in_every_language(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        spoken = words()
    assert {*spoken} == {*SINGLE, *COUNTED}
    for name, english in SINGLE.items():
        assert sorted(SLOT.findall(str(spoken[name]))) == sorted(SLOT.findall(english)), name
    for name, each in COUNTED.items():
        one, many = spoken[name]
        assert {*SLOT.findall(many)} == {*SLOT.findall(each.plural)}, name
        assert {*SLOT.findall(one)} <= {*SLOT.findall(each.plural)}, name


def test_words_are_in_danish_where_the_live_pages_are(app: Flask) -> None:
    with app.test_request_context(), force_locale("da"):
        spoken = words()
    assert spoken["question_of"] != SINGLE["question_of"]
    assert spoken["questions"] != [COUNTED["questions"].msgid, COUNTED["questions"].plural]


def test_every_icon_that_is_drawn_is_named() -> None:
    text = scripts()
    drawn = {*re.findall(r'icon\("(\w+)"\)', text), *re.findall(r'notice\("\w*", "(\w+)"', text)}
    tables = re.findall(r"_ICONS = \{(.*?)\}", text)
    drawn |= {name for table in tables for name in re.findall(r'"(\w+)"', table)}
    assert len(tables) == 2
    assert drawn <= {*ICONS}, drawn - {*ICONS}


def test_nothing_is_read_as_html_or_run_and_nothing_is_fetched() -> None:
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", scripts(), flags=re.DOTALL)
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "eval(",
        "Function(",
        "document.write",
        "fetch(",
        "Storage",
    ):
        assert word not in text, word
    assert not re.search(r"\.style\b|\"style\"", text)


def test_a_quiz_whose_document_comes_from_the_database_is_the_same() -> None:
    quiz = a_quiz()
    again = Quiz.from_document(json.loads(json.dumps(quiz.document())))
    assert data_of(again) == data_of(quiz)
