"""What a platform keeps: short enough for SCORM 1.2 whatever happens, and never anything that is private."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.doors.scorm.choice import Standard
from tests.doors.scorm.engine import call, engine

KEY = "abcd1234"
ENGINE = engine()


def state(**changes: Any) -> dict[str, Any]:
    found = {"language": "da", "page": 2, "block": 7, "read": [True, False, True], "results": [None], "quizzes": [""]}
    return {**found, **changes}


def packed(what: dict[str, Any], limit: int = Standard.SCORM_12.limit) -> dict[str, Any]:
    found: dict[str, Any] = call(ENGINE, "packed", KEY, what, limit)
    return found


def test_what_is_kept_comes_back() -> None:
    what = state(results=[{"share": 0.8, "passed": True}], quizzes=["q1.a~b"])
    kept = packed(what)
    assert kept["dropped"] == 0
    assert call(ENGINE, "unpacked", kept["text"], KEY, {"pages": 3, "quizzes": 1}) == what


def test_forty_pages_are_remembered_one_by_one() -> None:
    read = [at % 3 == 0 for at in range(40)]
    kept = packed(state(read=read))
    assert call(ENGINE, "unpacked", kept["text"], KEY, {"pages": 40, "quizzes": 1})["read"] == read


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '[2,"abcd1234"]', '[1,"other","en",0,0,"",[],[]]', "0", '"x"'])
def test_what_is_not_ours_or_of_another_version_is_a_fresh_start(text: str) -> None:
    assert call(ENGINE, "unpacked", text, KEY, {"pages": 3, "quizzes": 1}) is None


def test_hostile_numbers_stay_within_the_module() -> None:
    text = '[1,"abcd1234","en",99999,-4,"zzzzzz",[[99999,1],["x"]],[3]]'
    found = call(ENGINE, "unpacked", text, KEY, {"pages": 3, "quizzes": 2})
    assert found["page"] == 2
    assert found["block"] == 0
    assert found["results"] == [{"share": 1, "passed": True}, {"share": 0, "passed": False}]
    assert found["quizzes"] == ["3", ""]


def test_too_long_answers_go_first_those_of_passed_quizzes_and_results_stay() -> None:
    results = [{"share": 1, "passed": True}, {"share": 0.4, "passed": False}, None]
    kept = packed(state(results=results, quizzes=["p" * 1500, "n" * 2600, "o" * 700]))
    assert kept["dropped"] == 1
    back = call(ENGINE, "unpacked", kept["text"], KEY, {"pages": 3, "quizzes": 3})
    assert back["quizzes"] == ["", "n" * 2600, "o" * 700]
    assert [each and each["passed"] for each in back["results"]] == [True, False, None]
    longer = packed(state(results=results, quizzes=["p" * 1500, "n" * 4000, "o" * 700]))
    assert longer["dropped"] == 2
    assert call(ENGINE, "unpacked", longer["text"], KEY, {"pages": 3, "quizzes": 3})["quizzes"] == ["", "", "o" * 700]


def test_the_same_fits_a_platform_of_the_newer_standard() -> None:
    assert packed(state(quizzes=["p" * 6000]), Standard.SCORM_2004.limit)["dropped"] == 0


@settings(max_examples=60, deadline=None)
@given(
    quizzes=st.lists(st.text(max_size=3000), min_size=1, max_size=12),
    pages=st.integers(1, 200),
    limit=st.sampled_from([each.limit for each in Standard]),
)
def test_it_is_never_longer_than_the_standard_allows_and_place_and_results_are_always_there(
    quizzes: list[str], pages: int, limit: int
) -> None:
    results = [{"share": at / 12, "passed": at % 2 == 0} for at in range(len(quizzes))]
    what = state(page=pages - 1, read=[True] * pages, results=results, quizzes=quizzes)
    kept = packed(what, limit)
    assert 0 < len(kept["text"]) <= limit
    assert kept["text"].isascii(), "a platform that counts bytes counts the same"
    back = call(ENGINE, "unpacked", kept["text"], KEY, {"pages": pages, "quizzes": len(quizzes)})
    assert (back["page"], back["read"]) == (pages - 1, [True] * pages)
    assert [each["passed"] for each in back["results"]] == [each["passed"] for each in results]
    assert kept["dropped"] == sum(1 for before, after in zip(quizzes, back["quizzes"], strict=True) if before != after)


def stands(read: list[bool], results: list[Any]) -> Any:
    pages = [{"required": True}, {"required": False}, {"required": True}]
    return call(ENGINE, "standing", pages, read, results)


def test_a_module_is_complete_when_required_pages_are_read_and_every_quiz_is_passed() -> None:
    passed, failed = {"share": 0.9, "passed": True}, {"share": 0.5, "passed": False}
    assert stands([True, False, True], [passed])["complete"]
    assert not stands([True, True, False], [passed])["complete"]
    assert not stands([True, False, True], [failed])["complete"]
    assert not stands([True, False, True], [passed, None])["complete"]
    assert stands([True, False, True], [])["complete"]


def test_the_score_is_the_mean_of_the_best_results() -> None:
    passed, failed = {"share": 0.9, "passed": True}, {"share": 0.5, "passed": False}
    assert stands([False] * 3, [passed, failed])["score"] == 70
    assert stands([False] * 3, [passed, None])["score"] == 45
    assert stands([False] * 3, [None])["score"] is None
    assert call(ENGINE, "better", failed, {"score": 3, "max": 10, "passed": False}) == failed
    assert call(ENGINE, "better", passed, {"score": 3, "max": 10, "passed": False}) == passed
    assert call(ENGINE, "better", None, {"score": 8, "max": 10, "passed": True}) == {"share": 0.8, "passed": True}


def test_it_is_said_in_the_words_of_each_standard() -> None:
    failed = stands([True, False, True], [{"share": 0.5, "passed": False}])
    kept = {"place": "01", "text": "[1]"}
    old = dict(call(ENGINE, "values", "1.2", failed, kept, 3723))
    assert old["cmi.core.lesson_status"] == "failed"
    assert old["cmi.core.score.raw"] == 50
    assert old["cmi.core.session_time"] == "0001:02:03.00"
    assert old["cmi.core.exit"] == "suspend"
    new = dict(call(ENGINE, "values", "2004", failed, kept, 3723))
    assert (new["cmi.completion_status"], new["cmi.success_status"]) == ("incomplete", "failed")
    assert new["cmi.score.scaled"] == 0.5
    assert new["cmi.session_time"] == "PT1H2M3S"
    assert call(ENGINE, "lessonStatus", stands([True, False, False], [{"share": 0.5, "passed": False}])) == "incomplete"
    assert call(ENGINE, "lessonStatus", stands([True, False, True], [])) == "completed"
    assert not any("interactions" in name for name in {**old, **new}), "answers are the reader's own"


def test_the_platform_is_found_above_and_beside_the_opener_and_not_for_ever() -> None:
    ENGINE.eval("""
      var top_ = { API: { here: 1 } }; top_.parent = top_;
      var middle = { parent: top_ }; var low = { parent: middle };
      var alone = {}; alone.parent = alone;
      var popup = { opener: low }; popup.parent = popup;
      var endless = {}; Object.defineProperty(endless, "parent", { get: () => Object.create(endless) });
      var shut = {}; Object.defineProperty(shut, "API", { get() { throw new Error("cross-origin"); } });
    """)
    assert ENGINE.eval("found(low, 'API').here") == 1
    assert ENGINE.eval("found(popup, 'API').here") == 1
    for name in ("alone", "endless", "shut"):
        assert ENGINE.eval(f"found({name}, 'API') === null")


def test_a_platform_that_throws_or_refuses_is_told_of_and_breaks_nothing() -> None:
    ENGINE.eval("""
      var refusing = { API: { LMSInitialize: () => "true", LMSSetValue: () => "false", LMSGetLastError: () => "405",
        LMSGetErrorString: () => "Incorrect Data Type", LMSCommit: () => { throw new Error("gone"); } } };
      refusing.parent = refusing;
      var platform = new Platform("1.2", refusing);
    """)
    assert ENGINE.eval("platform.begin()") is True
    assert ENGINE.eval("platform.write('cmi.suspend_data', 'x')") is False
    assert ENGINE.eval("platform.trouble") == "405 Incorrect Data Type"
    assert ENGINE.eval("platform.keep()") is False
    assert ENGINE.eval("platform.trouble") == "gone"
