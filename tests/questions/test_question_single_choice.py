"""Single choice: what an author is told, what a learner may send, what is scored and what stays hidden."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lms.questions.kinds import BadResponse, item_from_document, kind_of

KIND = kind_of("single-choice")
Faults = Callable[..., list[tuple[Any, ...]]]
Table = dict[str, Any]


def test_the_right_option_scores_one_point_and_its_feedback_teaches(choice: Table) -> None:
    item = KIND.parse(choice, ("en", "da"))
    score = KIND.score(item, "loyal")
    assert (score.points, score.correct, score.chosen, score.key) == (1.0, True, "loyal", "loyal")
    assert score.feedback[0]["da"] == "Ja: Det er at blive, der tæller."


def test_a_wrong_option_scores_nothing_and_gets_the_feedback_of_that_option(choice: Table) -> None:
    score = KIND.score(KIND.parse(choice, ("en", "da")), "satisfied")
    assert (score.points, score.correct) == (0.0, False)
    assert score.feedback[0]["en"] == "Tempting, but they leave too."


@pytest.mark.parametrize("value", [None, "", "gone", 1, True, ["loyal"], {"id": "loyal"}, 1e400])
def test_what_is_no_option_scores_as_unanswered(choice: Table, value: Any) -> None:
    score = KIND.score(KIND.parse(choice, ("en", "da")), value)
    assert (score.points, score.chosen, score.feedback) == (0.0, None, ())


@pytest.mark.parametrize("value", ["", "gone", "Loyal", "loyal ", 1, True, ["loyal"], {"id": "loyal"}])
def test_a_response_that_is_no_option_is_refused_by_name(choice: Table, value: Any) -> None:
    item = KIND.parse(choice, ("en", "da"))
    with pytest.raises(BadResponse) as caught:
        KIND.response(item, value)
    assert caught.value.field == "who-stays"
    assert caught.value.reason == "This is none of the options."
    assert caught.value.remedy


def test_an_answer_can_be_taken_back(choice: Table) -> None:
    item = KIND.parse(choice, ("en", "da"))
    assert KIND.response(item, None) is None
    assert KIND.response(item, "loyal") == "loyal"


def test_the_browser_gets_neither_key_nor_feedback(choice: Table) -> None:
    public = KIND.public(KIND.parse(choice, ("en", "da")))
    assert public == {
        "id": "who-stays",
        "kind": "single-choice",
        "stem": {"en": "Who stays?", "da": "Hvem bliver?"},
        "options": [
            {"id": "satisfied", "text": {"en": "Everyone who is satisfied", "da": "Alle, der er tilfredse"}},
            {"id": "loyal", "text": {"en": "Those who come back", "da": "De, der kommer igen"}},
        ],
    }


def test_an_item_comes_back_from_its_document(choice: Table) -> None:
    item = KIND.parse(choice, ("en", "da"))
    assert item_from_document(json.loads(json.dumps(KIND.document(item)))) == item


def test_two_right_options_are_refused(choice: Table, faults: Faults) -> None:
    choice["options"][0]["correct"] = True
    assert faults(choice) == [(("options", 1, "correct"), "A second option is marked correct.")]


def test_no_right_option_is_refused(choice: Table, faults: Faults) -> None:
    del choice["options"][1]["correct"]
    assert faults(choice) == [(("options",), "No option is correct.")]


def test_a_single_option_is_no_choice(choice: Table, faults: Faults) -> None:
    del choice["options"][0]
    assert faults(choice) == [(("options",), '"options" has 1 of at least 2 entries.')]


def test_two_options_with_one_id_are_refused(choice: Table, faults: Faults) -> None:
    choice["options"][1]["id"] = "satisfied"
    assert faults(choice) == [(("options", 1, "id"), 'The option id "satisfied" is used twice.')]


def test_an_option_without_feedback_is_refused(choice: Table, faults: Faults) -> None:
    del choice["options"][0]["feedback"]
    assert faults(choice) == [(("options", 0), '"feedback" is missing.')]


def test_everything_wrong_is_said_at_once(choice: Table, faults: Faults) -> None:
    choice["id"] = "Who Stays"
    del choice["stem"]["da"]
    choice["options"][0]["text"] = {"en": " ", "fr": "Tous"}
    choice["options"][1]["corect"] = True
    said = faults(choice)
    assert [path for path, _ in said] == [
        ("id",),
        ("stem",),
        ("options", 0, "text", "en"),
        ("options", 0, "text", "fr"),
        ("options", 0, "text"),
        ("options", 1, "corect"),
    ]


def test_html_in_an_option_is_refused_and_a_less_than_sign_is_not(choice: Table, faults: Faults) -> None:
    choice["options"][0]["text"]["en"] = "Costs < sales & margin > 5 % <3"
    KIND.parse(choice, ("en", "da"))
    choice["options"][0]["text"]["en"] = "<b>All</b>"
    assert faults(choice) == [(("options", 0, "text", "en"), '"text.en" has an HTML tag.')]


def test_wording_is_no_meaning_and_the_key_is(choice: Table) -> None:
    before = KIND.meaning(KIND.parse(choice, ("en", "da")))
    choice["options"].reverse()
    choice["options"][0]["text"]["en"] = "People who return"
    assert KIND.meaning(KIND.parse(choice, ("en", "da"))) == before
    choice["options"][0].pop("correct")
    choice["options"][1]["correct"] = True
    assert KIND.meaning(KIND.parse(choice, ("en", "da"))) != before
