"""Where a quiz stands comes back exactly as it was, in few characters; what is damaged or of others is refused."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.packs.model import Quiz
from lms.questions.kinds import kind_of
from lms.questions.scoring import score_item
from tests.doors.scorm.asked_engine import engine
from tests.doors.scorm.asked_shelf import shelf
from tests.doors.scorm.asked_tries import a_quiz, a_try, data_of, every_kind

WRITE = "asked.state.written(data.quiz, asked.opened(data.tried))"
BACK = "asked.attempt(() => asked.closed(asked.state.readBack(data.quiz, data.line)))"
MOST = 700


def written(quiz: Quiz, tried: dict[str, Any]) -> str:
    return str(engine().run(WRITE, {"quiz": data_of(quiz), "tried": tried}))


def back(quiz: Quiz, line: str, language: str = "en") -> Any:
    return engine().run(BACK, {"quiz": data_of(quiz, language), "line": line})


def chance_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - test inputs, no secret


@given(seed=st.integers(0, 2**40), is_open=st.booleans())
@settings(max_examples=120, deadline=None, derandomize=True)
def test_whatever_was_answered_comes_back_in_either_language(seed: int, is_open: bool) -> None:
    quiz = a_quiz()
    tried = a_try(quiz, chance_of(seed), is_open=is_open)
    line = written(quiz, tried)
    assert len(line) <= MOST
    assert set(line) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.*~_,+-!")
    if "!" not in line:
        assert back(quiz, line) == {"value": tried}
        assert back(quiz, line, "da") == {"value": tried}


def test_all_quizzes_that_ship_come_back_and_stay_short() -> None:
    longest = 0
    for quiz in shelf().quizzes:
        chance = chance_of(len(quiz.items))
        for _each in range(60):
            tried = a_try(quiz, chance)
            for id, value in tried["answers"].items():
                if isinstance(value, str) and len(value) > 60:
                    tried["answers"][id] = value[:60].strip()
            line = written(quiz, tried)
            longest = max(longest, len(line))
            assert back(quiz, line) == {"value": tried}
    assert longest <= MOST


def worst_case(letter: str) -> tuple[Quiz, dict[str, Any]]:
    """Return the most that ten questions of all kinds can be asked to keep, with a text of 200 of one letter."""
    quiz = a_quiz()
    tried = a_try(quiz, chance_of(1), is_open=False)
    tried |= {"number": 1295, "until": 4_000_000_000, "checked": sorted(tried["drawn"])}
    tried["deciding"] = {"number": 1295, "points": 7.333333333333333, "possible": 10, "passed": True, "answered": 10}
    tried["sure"] = dict.fromkeys(tried["drawn"], "sure")
    for item in quiz.items:
        tried["answers"][item.id] = kind_of(item.kind).score(item, None).key
    by_kind = {item.kind: item.id for item in quiz.items}
    tried["answers"][by_kind["number"]] = -123456789.12345678
    tried["answers"][by_kind["short-text"]] = letter * 200
    return quiz, tried


def test_the_worst_case_of_ten_questions_stays_short() -> None:
    quiz, tried = worst_case("x")
    line = written(quiz, tried)
    assert len(line) <= 430
    assert back(quiz, line) == {"value": tried}


@pytest.mark.parametrize("letter", ["å", "🙂"])
def test_a_text_without_room_is_left_out_and_its_verdict_stays(letter: str) -> None:
    quiz, tried = worst_case(letter)
    line = written(quiz, tried)
    assert len(line) <= 230
    found = back(quiz, line)["value"]
    name = next(item.id for item in quiz.items if item.kind == "short-text")
    assert found["answers"].pop(name) == {"judged": False}
    del tried["answers"][name]
    assert found == tried
    again = engine().run(
        "asked.state.written(data.quiz, asked.state.readBack(data.quiz, data.line))",
        {"quiz": data_of(quiz), "line": line},
    )
    assert again == line


def test_a_right_text_that_was_left_out_keeps_its_point() -> None:
    quiz, tried = worst_case("x")
    item = next(item for item in quiz.items if item.kind == "short-text")
    tried["answers"][item.id] = "NPS" + "!" * 197
    assert score_item(item, tried["answers"][item.id]).correct
    line = written(quiz, tried)
    found = engine().run(
        "asked.results.scored(data.quiz, asked.state.readBack(data.quiz, data.line)).points",
        {"quiz": data_of(quiz), "line": line},
    )
    whole = engine().run(
        "asked.results.scored(data.quiz, asked.opened(data.tried)).points", {"quiz": data_of(quiz), "tried": tried}
    )
    assert "!1" in line
    assert found == whole


@given(seed=st.integers(0, 2**40), at=st.floats(0, 0.999), letter=st.sampled_from("0a.*~-!q_Å"))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_damaged_line_is_refused(seed: int, at: float, letter: str) -> None:
    quiz = a_quiz()
    line = written(quiz, a_try(quiz, chance_of(seed % 7)))
    place = int(at * len(line))
    broken = [line[:place] + letter + line[place + 1 :], line[:place], line[place:], line + letter, line + line]
    for each in broken:
        if each not in (line, ""):
            assert back(quiz, each) == {"damaged": "Damaged"}


@given(line=st.text(max_size=60) | st.from_regex(r"q1\.[0-9a-f]{6}(\.[0-9a-z~*]*){8}", fullmatch=True))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_any_text_is_refused_and_breaks_nothing(line: str) -> None:
    assert back(a_quiz(), line) == ({"value": None} if line == "" else {"damaged": "Damaged"})


def resummed(line: str) -> str:
    """Return the line with the right sum: a line that somebody wrote by hand."""
    body = line.rpartition(".")[0]
    return f"{body}.{engine().run('asked.state.sum(data)', body)}"


@pytest.mark.parametrize(("part", "text"), [
    (2, "0"), (2, "-1"), (3, "x"), (3, "constructor"), (4, ""), (4, "A"), (5, "!"), (6, "zz"), (6, "0000"), (6, ""),
    (7, ""), (7, "9"), (7, "*" * 9), (7, "~"), (8, "1~NaN~9~1~1"), (8, "1~9~9~2~1"), (8, "toString"),
])  # fmt: skip
def test_a_line_with_the_right_sum_and_wrong_parts_is_refused(part: int, text: str) -> None:
    quiz = a_quiz()
    parts = written(quiz, a_try(quiz, chance_of(3), is_open=False)).split(".")
    parts[part] = text
    assert back(quiz, resummed(".".join(parts))) == {"damaged": "Damaged"}


def test_the_line_of_other_questions_is_refused_and_that_of_better_words_is_taken_up() -> None:
    quiz = a_quiz()
    tried = a_try(quiz, chance_of(5))
    line = written(quiz, tried)
    assert back(a_quiz(every_kind(2)), line) == {"damaged": "Damaged"}
    document = copy.deepcopy(quiz.document())
    document["items"][0]["stem"]["en"] += "?"  # type: ignore[index, call-overload, operator]
    assert back(Quiz.from_document(document), line) == {"value": tried}
