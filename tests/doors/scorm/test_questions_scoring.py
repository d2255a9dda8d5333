"""The browser scores every answer exactly as the server does: points, verdict, what is taught, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.doors.scorm.questions.items import KINDS, item_data
from lms.questions.hotspot.kind import HotspotItem
from lms.questions.kinds import BadResponse, Item, Note, Score, kind_names, kind_of
from lms.questions.scoring import score_item
from lms.questions.short_text.kind import ShortTextItem
from lms.questions.tables import ItemErrors
from lms.questions.text import LANGUAGES, in_language
from tests.doors.scorm.asked_answers import GARBAGE, answer
from tests.doors.scorm.asked_engine import Engine, engine
from tests.doors.scorm.asked_shelf import shelf
from tests.questions.generated import tables

ANSWERS = 400
ROUNDS = 25
TAKEN = "data.answers.map((each) => asked.scores.response(data.item, each))"
SCORED = "data.answers.map((each) => asked.scores.score(data.item, each, data.partial))"


def picture(name: str) -> str:
    return f"media/{name}"


def told(item: Item, score: Score, language: str) -> dict[str, Any]:
    """Return a score as the browser tells it."""

    def note(each: Note) -> dict[str, Any]:
        words = {"text": in_language(each.text, language), "feedback": in_language(each.feedback, language)}
        return {"part": each.part, "verdict": each.verdict, **words}

    key = item.shown_answer(language) if isinstance(item, ShortTextItem) else score.key
    return {
        "points": score.points,
        "correct": score.correct,
        "chosen": score.chosen,
        "key": key,
        "feedback": [in_language(each, language) for each in score.feedback],
        "notes": [note(each) for each in score.notes],
        "counted": score.counted,
    }


def taken(item: Item, value: Any) -> Any:
    """Return what the server keeps of a response; "refused" where it keeps nothing."""
    try:
        return kind_of(item.kind).response(item, value)
    except BadResponse:
        return "refused"


def compare(item: Item, answers: list[Any], language: str, ours: Engine, *, partial: bool = True) -> int:
    """Compare what both sides say of each answer; return how many were right."""
    data = {"item": item_data(item, language, picture), "answers": answers, "partial": partial}
    theirs = ours.run(SCORED, data)
    mine = [told(item, score_item(item, each, partial=partial), language) for each in answers]
    for each, one, other in zip(answers, mine, theirs, strict=True):
        assert other == one, (item.id, each)
    kept = [each.get("value", "refused") for each in ours.run(TAKEN, data)]
    for each, one, other in zip(answers, (taken(item, each) for each in answers), kept, strict=True):
        assert other == one, (item.id, each)
    return sum(each["correct"] for each in mine)


def readable(answers: Iterable[Any]) -> list[Any]:
    """Return the answers that JSON can hold as they are."""
    return [each for each in answers if not isinstance(each, float) or abs(each) < float("inf")]


def test_every_kind_of_ours_has_a_twin_here() -> None:
    assert {*kind_names()} >= KINDS
    assert {*engine().run("asked.scores.KNOWN")} == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data(), seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES), partial=st.booleans())
@settings(max_examples=ROUNDS, deadline=None, suppress_health_check=[*HealthCheck], derandomize=True)
def test_thousands_of_answers_have_the_servers_points(
    kind: str, data: st.DataObject, seed: int, language: str, partial: bool
) -> None:
    try:
        item = kind_of(kind).parse(data.draw(tables(kind)), LANGUAGES)
    except ItemErrors:
        return
    chance = Random(seed)  # noqa: S311 - test inputs, no secret
    answers = [*GARBAGE, *(answer(item, chance) for _each in range(ANSWERS))]
    compare(item, readable(answers), language, engine(), partial=partial)


def test_all_questions_that_ship_are_scored_alike_in_every_language() -> None:
    chance = Random(20)  # noqa: S311 - test inputs, no secret
    seen = set()
    for quiz in shelf().quizzes:
        for item in quiz.items:
            for language in LANGUAGES:
                key = score_item(item, None).key
                answers = [key, *(answer(item, chance) for _each in range(60))]
                right = compare(item, readable(answers), language, engine())
                assert right or not score_item(item, None).counted, item.id
            seen.add(item.kind)
    assert seen >= {"number", "order", "matrix", "short-text", "matching", "ranking", "hotspot", "multiple-choice"}


def test_numbers_are_read_as_people_of_the_language_write_them() -> None:
    read = "data.map(([text, language, unit]) => asked.numerals.parseNumber(text, language, unit))"
    cases = [
        ("1.234,56", "da", "number", 1234.56),
        ("1.234,56", "sv", "number", 1234.56),
        ("1,234.56", "en", "number", 1234.56),
        ("12 %", "da", "percent", 0.12),
        ("12", "en", "percent", 0.12),
        ("kr. 1.200", "da", "money", 1200.0),
    ]
    assert engine().run(read, [case[:3] for case in cases]) == [case[3] for case in cases]
    refused = ["NaN", "Infinity", "1e5", "1_000", "٣", "--1", "1.2.3", "0x10"]
    assert all(
        each["problem"] == "NOT_A_NUMBER" for each in engine().run(read, [[each, "da", "number"] for each in refused])
    )


def test_a_wrong_score_would_be_noticed() -> None:
    broken = Engine(mutation=("(right - (chosen.length - right)) / key.length", "right / key.length"))
    option = {"text": {"en": "x"}, "feedback": {"en": "y"}}
    table = {
        "id": "q", "kind": "multiple-choice", "stem": {"en": "Which?"},
        "options": [{"id": "a", **option, "correct": True}, {"id": "b", **option}, {"id": "c", **option}],
    }  # fmt: skip
    item = kind_of("multiple-choice").parse(table, ("en",))
    with pytest.raises(AssertionError):
        compare(item, [["a", "b"]], "en", broken)


def test_a_picture_lies_where_the_package_says() -> None:
    region = {"shape": "rectangle", "y": 0.2, "width": 0.2, "height": 0.4, "feedback": {"en": "f"}}
    table = {
        "id": "q", "kind": "hotspot", "stem": {"en": "Where?"}, "picture": "shop.png", "alt": {"en": "A shop"},
        "regions": [
            {"id": "a", "label": {"en": "A"}, "x": 0.1, "correct": True, **region},
            {"id": "b", "label": {"en": "B"}, "x": 0.6, **region},
        ],
    }  # fmt: skip
    item: HotspotItem = kind_of("hotspot").parse(table, ("en",))
    data = item_data(item, "da", lambda name: f"elsewhere/{name}")
    assert data["picture"] == "elsewhere/shop.png"
    assert data["lang"] == "en"
