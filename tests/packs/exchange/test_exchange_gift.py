"""GIFT as teachers write it: what becomes of every question, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lms.packs.exchange.importing import Import
from tests.packs.exchange.looking import file_of, gift, items_of, said

Sample = Callable[..., Import]


def test_gift_as_teachers_write_it(sample: Sample) -> None:
    items = items_of(sample("questions.gift"))
    assert {id: item["kind"] for id, item in items.items()} == {
        "loss-1": "single-choice",
        "what-leaves-with-a-customer": "multiple-choice",
        "satisfied-customers-stay": "single-choice",
        "value": "number",
        "between-one-and-five": "number",
        "the-score-is-called-by": "short-text",
        "groups": "matrix",
        "steps": "order",
        "curly": "single-choice",
    }
    assert items["loss-1"]["stem"]["en"] == "Retention rises from 90 to 95 %. What has happened?"
    assert items["loss-1"]["options"][2]["feedback"]["en"] == "Count at the exit.", "the general feedback stands in"
    assert [option.get("correct") for option in items["what-leaves-with-a-customer"]["options"]] == [True, True, None]
    assert items["satisfied-customers-stay"]["options"][0]["feedback"]["en"] == "Many leave all the same."
    assert (items["value"]["answer"], items["value"]["tolerance"]) == (3333.33, 33)
    assert items["value"]["near"][0]["value"] == 5000
    assert items["value"]["feedback"]["wrong"]["en"] == "Put the margin on top."
    assert (items["between-one-and-five"]["answer"], items["between-one-and-five"]["tolerance"]) == (3, 2)
    assert items["the-score-is-called-by"]["stem"]["en"] == "The score is called _____ by all."
    assert items["the-score-is-called-by"]["accepted"]["any"] == ["NPS", "net promoter score"]
    assert [part["text"]["en"] for part in items["steps"]["parts"]] == ["Notice", "Count", "Do"]
    assert items["curly"]["stem"]["en"] == "Which braces does GIFT use: { or ~?"
    assert items["curly"]["options"][0] == {
        "id": "option",
        "correct": True,
        "text": {"en": "{ = }"},
        "feedback": {"en": "A #1 answer."},
    }


def test_gift_says_what_it_left_out(sample: Sample) -> None:
    imported = sample("questions.gift")
    assert "essay" in said(imported, "line 43")
    assert "description" in said(imported, "line 45")
    assert "a part of the points → it counts as wrong" in said(imported, "Half the losses")
    assert "HTML (<b>) → it was made plain words" in said(imported, "Half the losses")


def test_missing_feedback_makes_a_draft_with_a_line_for_each_text() -> None:
    imported = gift("::A::Which?{=one ~two#No.}")
    assert imported.quiz is not None
    assert imported.quiz.unwritten == (("a", 1),)
    assert 'feedback.en = ""  # to write: what this answer teaches' in imported.quiz.text


def test_matching_one_to_one_is_a_matching() -> None:
    imported = gift("::M::Who eats what?{=cat -> meat =cow -> grass = -> stone ####They differ.}")
    item = items_of(imported)["m"]
    assert item["kind"] == "matching"
    assert [(pair["left"]["en"], pair["right"]["text"]["en"]) for pair in item["pairs"]] == [
        ("cat", "meat"),
        ("cow", "grass"),
    ]
    assert [extra["text"]["en"] for extra in item["extras"]] == ["stone"]


def test_a_match_with_the_same_words_does_not_give_itself_away() -> None:
    item = items_of(gift("::M::Same?{=cat -> cat =cow -> cow}"))["m"]
    assert all(pair["id"] not in pair["right"]["id"] for pair in item["pairs"])


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Two right {=a =b ~c}", "2 of them are fully right"),
        ("None right {~%50%a ~%25%b =%50%c}", "none of them are fully right"),
        ("Never closed {=a ~b", "never closed"),
        ("No number {#ten}", "is no number"),
        ("{=a ~b}", "the question has no words"),
        ("Empty answer {=a ~}", "an answer has no words"),
        ("Too many {=a " + " ".join(f"~{n}" for n in range(20)) + "}", "too many to weigh"),
        ("Far too many {=a " + " ".join(f"~{n}" for n in range(500)) + "}", "more than 200 answers"),
        ("Two numbers {# =1 =2}", "one number is right here"),
        ("A pair without arrow {=a -> b =c}", "no arrow"),
    ],
)
def test_what_no_kind_can_hold_is_left_out_with_its_reason(question: str, reason: str) -> None:
    imported = gift(f"::Sound::Which?{{=a#A ~b#B}}\n\n::Odd::{question}")
    assert list(items_of(imported)) == ["sound"]
    assert reason in said(imported, "Odd")
    assert "the question was left out" in said(imported, "Odd")


def test_a_danish_file_is_a_draft_that_waits_for_english() -> None:
    imported = gift("Hvem bliver?{T#Nej, ikke alle.#Ja.}", language="da")
    file = file_of(imported)
    assert file["languages"] == ["en", "da"]
    assert file["items"][0]["stem"] == {"da": "Hvem bliver?"}
    assert [option["text"]["da"] for option in file["items"][0]["options"]] == ["Sandt", "Falsk"]
    assert imported.quiz is not None
    assert imported.quiz.untranslated


def test_names_are_made_of_the_source_and_each_stands_once() -> None:
    imported = gift("Blåbær og æbler?{=ja ~nej}\n\nBlåbær og æbler?{=ja ~nej}\n\n::{}?!::%{=a ~a}")
    file = file_of(imported)
    assert [item["id"] for item in file["items"]] == ["blaabaer-og-aebler", "blaabaer-og-aebler-2", "question"]
    assert [option["id"] for option in file["items"][2]["options"]] == ["a", "a-2"]


def test_the_same_source_gives_the_same_quiz() -> None:
    one, other = gift("A?{=a ~b}"), gift("A?{=a ~b}")
    assert one.quiz == other.quiz
    assert file_of(one)["uuid"] != file_of(gift("B?{=a ~b}"))["uuid"]


def test_a_quiz_has_at_most_a_hundred_questions() -> None:
    imported = gift("\n\n".join(f"::Q{n}::Number {n}?{{=a ~b}}" for n in range(103)))
    assert len(file_of(imported)["items"]) == 100
    assert "at most 100 questions" in said(imported, "q102")
