"""A try draws, passes, judges how sure one was and counts as on the server."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from lms.learning.counting import counting, left
from lms.learning.models import AttemptState
from lms.packs.quiz_settings import Settings
from lms.questions.confidence import calibrate, sureness_of
from lms.questions.kinds import kind_of
from lms.questions.scoring import score_item, score_quiz
from tests.doors.scorm.asked_engine import engine
from tests.doors.scorm.asked_tries import a_quiz, a_try, data_of, every_kind, topical

SHUFFLED = ("mixed", "options", "rows", "pairs", "regions")
SEEDS = [f"seed{at}" for at in range(60)]


def chance_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - test inputs, no secret


def drawn(data: Any, seed: str, met: list[str]) -> list[str]:
    return list(
        engine().run("asked.draw.drawn(data.quiz, data.seed, data.met)", {"quiz": data, "seed": seed, "met": met})
    )


def test_a_draw_is_fair_to_topics_fresh_and_always_the_same() -> None:
    items = every_kind(3)
    quiz = a_quiz(items, topical(items, 10))
    data = data_of(quiz)
    orders = set()
    for seed in SEEDS:
        first = drawn(data, seed, [])
        assert len(set(first)) == len(first) == 10
        assert drawn(data, seed, []) == first
        topics = [quiz.pool.topic(id) for id in first]
        assert {topics.count(name) for name in quiz.pool.topics} <= {3, 4}
        kinds = [next(item.kind for item in items if item.id == id) for id in first]
        assert max(kinds.count(each) for each in kinds) <= 3
        assert not set(first) & set(drawn(data, seed, first))
        orders.add(tuple(first))
    assert len(orders) == len(SEEDS)


def test_every_question_is_drawn_about_equally_often() -> None:
    items = every_kind(3)
    data = data_of(a_quiz(items, topical(items, 10)))
    calls = "data.seeds.flatMap((seed) => asked.draw.drawn(data.quiz, seed, []))"
    found = engine().run(calls, {"quiz": data, "seeds": [f"s{at}" for at in range(600)]})
    often = [found.count(item.id) for item in items]
    assert min(often) > 130
    assert max(often) < 270


def test_without_shuffling_questions_stand_as_they_are_written() -> None:
    items = every_kind(2)
    data = data_of(a_quiz(items, topical(items, 10), shuffle=False))
    order = [item.id for item in items]
    for seed in SEEDS[:10]:
        found = drawn(data, seed, [])
        assert found == [id for id in order if id in found]
    assert drawn(data_of(a_quiz(items, shuffle=False)), "x", []) == order


def test_options_are_shuffled_by_the_seed_and_no_order_is_shown_right() -> None:
    data = data_of(a_quiz())
    shown = engine().run(
        "data.seeds.map((s) => data.quiz.items.map((i) => asked.draw.arranged(i, s)))", {"quiz": data, "seeds": SEEDS}
    )
    again = engine().run(
        "data.seeds.map((s) => data.quiz.items.map((i) => asked.draw.arranged(i, s)))", {"quiz": data, "seeds": SEEDS}
    )
    assert shown == again
    written = {item["id"]: item for item in data["items"]}
    looks: dict[str, set[str]] = {}
    for paper in shown:
        for item in paper:
            listed = next((item[key] for key in SHUFFLED if key in item), [])
            looks.setdefault(item["id"], set()).add("/".join(each["id"] for each in listed))
            if "mixed" in item:
                server = next(each for each in every_kind() if each.id == item["id"])
                assert not kind_of(server.kind).score(server, [each["id"] for each in item["mixed"]]).correct
            same = {key: value for key, value in item.items() if key not in (*SHUFFLED, "answers")}
            assert all(written[item["id"]][key] == value for key, value in same.items())
    assert sum(len(each) > 1 for each in looks.values()) == 7


@pytest.mark.parametrize("partial", [True, False])
def test_a_whole_try_has_the_servers_points_and_passes_as_there(partial: bool) -> None:
    quiz = a_quiz(partial_credit=partial)
    chance = chance_of(7)
    passed = set()
    for _each in range(300):
        tried = a_try(quiz, chance)
        if chance.random() < 0.6:
            tried["answers"] |= {item.id: score_item(item, None).key for item in chance.sample(quiz.items, 8)}
        items = [next(item for item in quiz.items if item.id == id) for id in tried["drawn"]]
        mine = score_quiz(items, tried["answers"], quiz.pass_mark, partial=partial)
        told = "(({ points, possible, passed, answered }) => ({ points, possible, passed, answered }))"
        theirs = engine().run(
            f"{told}(asked.results.scored(data.quiz, asked.opened(data.tried)))",
            {"quiz": data_of(quiz), "tried": tried},
        )
        wanted = {"points": mine.points, "possible": mine.possible, "passed": mine.passed, "answered": mine.answered}
        assert theirs == wanted
        passed.add(mine.passed)
    assert passed == {True, False}


def test_how_sure_one_was_is_judged_as_on_the_server() -> None:
    quiz = a_quiz()
    chance = chance_of(11)
    leanings = set()
    for _each in range(200):
        tried = a_try(quiz, chance)
        tried["answers"] |= {
            item.id: score_item(item, None).key for item in chance.sample(quiz.items, chance.randint(0, 10))
        }
        items = [next(item for item in quiz.items if item.id == id) for id in tried["drawn"]]
        scores = score_quiz(items, tried["answers"], quiz.pass_mark).scores
        mine = calibrate(scores, {sureness_of(id): level for id, level in tried["sure"].items()})
        judged = "(t) => asked.results.calibrated(asked.results.scored(data.quiz, t).scores, t.sure)"
        call = f"({judged})(asked.opened(data.tried))"
        theirs = engine().run(call, {"quiz": data_of(quiz), "tried": tried})
        assert theirs["levels"] == {
            name: {"said": each.said, "right": each.right} for name, each in mine.levels.items()
        }
        assert theirs["sureAndWrong"] == [*mine.sure_and_wrong]
        assert (theirs["leaning"], theirs["said"], theirs["right"]) == (mine.leaning, mine.said, mine.right)
        assert theirs["expected"] == pytest.approx(mine.expected)
        leanings.add(mine.leaning)
    assert leanings == {None, "over", "under", "even"}


def test_topics_are_summed_up_with_the_page_to_read_again() -> None:
    items = every_kind()
    quiz = a_quiz(items, topical(items, None))
    right = {item.id: score_item(item, None).key for item in items if quiz.pool.topic(item.id) != "t1"}
    tried = {**a_try(quiz, chance_of(2)), "answers": right, "drawn": [item.id for item in items]}
    call = (
        "((t) => asked.results.byTopic(data.quiz, asked.results.scored(data.quiz, t).scores))(asked.opened(data.tried))"
    )
    found = engine().run(call, {"quiz": data_of(quiz), "tried": tried})
    assert [(each["title"], each["points"], each["possible"], each["page"], each["isWhole"]) for each in found] == [
        ("Topic 0", 4, 4, "page-0", True),
        ("Topic 1", 0, 3, "page-1", False),
        ("Topic 2", 3, 3, "", True),
    ]


@pytest.mark.parametrize("counts", ["best", "latest", "first"])
def test_the_try_that_counts_is_the_servers(counts: Any) -> None:
    chance = chance_of(13)
    for _round in range(60):
        tries = [
            {
                "number": at,
                "points": (points := chance.randint(0, 4)),
                "possible": 4,
                "passed": points >= 3,
                "answered": 4,
            }
            for at in range(1, chance.randint(2, 6))
        ]
        rows: list[Any] = [
            SimpleNamespace(
                state=AttemptState.SUBMITTED, score=each["points"] / 4, passed=each["passed"], number=each["number"]
            )
            for each in tries
        ]
        mine = counting(rows, counts)
        call = "data.tries.reduce((kept, each) => asked.results.counting(data.counts, kept, each), null).number"
        assert mine is not None
        assert engine().run(call, {"counts": counts, "tries": tries}) == mine.number


@pytest.mark.parametrize("attempts", [None, 1, 3])
def test_as_many_tries_are_left_as_on_the_server(attempts: int | None) -> None:
    data = data_of(a_quiz(attempts=attempts))
    for begun in range(5):
        found = engine().run("asked.results.left(data.quiz, data.begun)", {"quiz": data, "begun": begun})
        assert found == left(Settings(attempts=attempts), begun)


@pytest.mark.parametrize(("rules", "number", "passed", "shown"), [
    ({}, 1, False, "full"),
    ({"review": "answers"}, 1, False, "answers"),
    ({"review": "score"}, 1, True, "score"),
    ({"review_from": "passed"}, 1, False, "score"),
    ({"review_from": "passed"}, 1, True, "full"),
    ({"review_from": "passed", "attempts": 2}, 2, False, "full"),
    ({"review_from": "last", "attempts": 2}, 1, True, "score"),
    ({"review_from": "last", "attempts": 2}, 2, False, "full"),
])  # fmt: skip
def test_a_submitted_try_shows_what_the_quiz_allows(
    rules: dict[str, Any], number: int, passed: bool, shown: str
) -> None:
    tried = {"number": number, "isOpen": False, "deciding": {"passed": passed}}
    found = engine().run(
        "asked.results.review(data.quiz, data.tried)", {"quiz": data_of(a_quiz(**rules)), "tried": tried}
    )
    assert found == shown
