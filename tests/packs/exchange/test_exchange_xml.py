"""Moodle XML and QTI as other programs write them: what becomes of every question, what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lms.packs.exchange.importing import Import, import_quiz
from lms.packs.exchange.refusals import Refused
from tests.packs.exchange.conftest import SAMPLES
from tests.packs.exchange.looking import file_of, items_of, said
from tests.packs.exchange.package_parts import ITEM, MANIFEST, TEST

Sample = Callable[..., Import]
Zipped = Callable[..., bytes]


def test_moodle_xml_as_moodle_exports_it(sample: Sample) -> None:
    imported = sample("moodle.xml")
    items = items_of(imported)
    assert {id: (item["kind"], item["topic"]) for id, item in items.items()} == {
        "loss-01": ("single-choice", "losses"),
        "what-leaves": ("multiple-choice", "losses"),
        "satisfied-is-loyal": ("single-choice", "numbers"),
        "name-the-score": ("short-text", "numbers"),
        "customer-value": ("number", "numbers"),
        "who-does-what": ("matrix", "numbers"),
        "steps": ("order", "numbers"),
    }
    assert items["loss-01"]["stem"]["en"] == "Retention rises from 90 % to 95 %. What has happened? [A falling curve]"
    assert items["loss-01"]["options"][1]["text"]["en"] == "CO₂ rises by 10³."
    assert items["loss-01"]["options"][1]["feedback"]["en"] == "Count at the exit."
    assert items["what-leaves"]["options"][0]["feedback"]["en"] == "Margin and words both go."
    assert items["what-leaves"]["options"][2]["feedback"]["en"] == "It stays."
    assert items["name-the-score"]["near"] == [{"answers": ["score"], "feedback": {"en": "Which one?"}}]
    assert items["name-the-score"]["feedback"]["wrong"]["en"] == "Three letters."
    assert items["who-does-what"]["rows"][1]["correct"] == ["tell-others"]
    assert items["steps"]["feedback"]["correct"]["en"] == "Measure first."
    assert imported.quiz is not None
    assert imported.quiz.unwritten == ()


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Half the losses", "hints"),
        ("Half the losses", "weighs 2 points"),
        ("Half the losses", "tags"),
        ("Half the losses", "set phrase"),
        ("Half the losses", "a picture → its description was kept"),
        ("Half the losses", "keep their order"),
        ("What leaves", "weigh differently"),
        ("What leaves", "after a partly right answer"),
        ("What leaves", "hidden"),
        ("Name the score", "capital letters"),
        ("Customer value", "units"),
        ("Tell us", "essay"),
        ("Gaps", "several questions in one text"),
        ("Pins", 'the type "ddmarker"'),
        ("", "penalty"),
    ],
)
def test_moodle_xml_says_what_did_not_come_along(question: str, reason: str, sample: Sample) -> None:
    assert reason in said(sample("moodle.xml"), question)


def test_qti_2_2_with_inline_and_modal_feedback(sample: Sample) -> None:
    imported = sample("qti22-choice.xml")
    item = items_of(imported)["unattended-luggage-1"]
    assert item["stem"]["en"] == "Retention rises from 90 to 95 %. What has happened?"
    assert [option["feedback"]["en"] for option in item["options"]] == ["Follow the losses.", "Yes: 5 of 100.", ""]
    assert [option["text"]["en"] for option in item["options"]][0] == "They stay 5 % longer."
    assert item["options"][1]["correct"] is True
    assert "“mystery” is not understood" in said(imported, "Losses")


def test_qti_2_1_with_prefixes_and_a_template_of_common_cartridge(sample: Sample) -> None:
    item = items_of(sample("qti21-prefixed.xml"))["q2"]
    assert item["kind"] == "multiple-choice"
    assert item["stem"]["en"] == "What leaves with a customer?"
    assert [option["feedback"]["en"] for option in item["options"]] == ["Both go.", "Both go.", "The rent stays."]


def test_qti_3_with_processing_of_its_own(sample: Sample) -> None:
    item = items_of(sample("qti30-number.xml"))["value-1"]
    assert item["stem"]["en"] == "A customer is worth _____ kroner."
    assert (item["answer"], item["tolerance"]) == (3333.33, 33)
    assert item["feedback"] == {"correct": {"en": "Margin over losses."}, "wrong": {"en": "Put the margin on top."}}
    assert item["near"] == [{"value": 5000, "tolerance": 50, "feedback": {"en": "Without discounting."}}]


def test_qti_text_match_and_order(sample: Sample) -> None:
    word = items_of(sample("qti22-text.xml"))["word"]
    assert word["accepted"]["any"] == ["NPS", "net promoter score"]
    assert word["near"][0]["answers"] == ["score"]
    assert word["feedback"]["wrong"]["en"] == "Three letters."
    match = items_of(sample("qti22-match.xml"))["match"]
    assert [row["correct"] for row in match["rows"]] == [["t"], ["t"], ["l"]]
    order = items_of(sample("qti30-order.xml"))["steps"]
    assert [part["text"]["en"] for part in order["parts"]] == ["Notice", "Count", "Do"]


def test_identifiers_of_answers_that_would_give_them_away_are_not_taken_over() -> None:
    content = (SAMPLES / "qti22-match.xml").read_text(encoding="utf-8")
    content = content.replace(">R T<", ">R S<")
    third = '<simpleAssociableChoice identifier="S" matchMax="1">Stay</simpleAssociableChoice>'
    content = content.replace(
        '<simpleAssociableChoice identifier="L"', f'{third}<simpleAssociableChoice identifier="L"'
    )
    item = items_of(import_quiz(content.encode(), "match.xml"))["match"]
    assert item["kind"] == "matching"
    assert [(pair["id"], pair["right"]["id"]) for pair in item["pairs"]] == [
        ("f", "tell-others"),
        ("r", "stay"),
        ("c", "leave"),
    ]


def test_a_question_that_stands_twice_is_asked_once() -> None:
    item = ITEM.replace("<itemBody>", "<itemBody><p>Which?</p>").replace("ID", "a")
    assert items_of(import_quiz(item.encode(), "a.xml"))["a"]["stem"]["en"] == "Which?"


def test_a_package_follows_its_test(zipped: Zipped) -> None:
    files = {"items/a.xml": ITEM.replace("ID", "a"), "items/b.xml": ITEM.replace("ID", "b"), "tests/a test.xml": TEST}
    imported = import_quiz(zipped({"imsmanifest.xml": MANIFEST, **files, "media/x.png": b"x"}), "bank.zip")
    file = file_of(imported)
    assert file["title"]["en"] == "Loyalty"
    assert [(item["id"], item["topic"]) for item in file["items"]] == [("a", "first"), ("b", "second")]
    assert "time limit" in said(imported)


def test_what_is_only_called_a_test_is_passed_over(zipped: Zipped) -> None:
    parts = [("imsqti_test_xmlv3p0", "passage.xml"), ("imsqti_item_xmlv3p0", "a.xml")]
    resources = "".join(f'<resource type="{sort}" href="{path}"/>' for sort, path in parts)
    stimulus = '<assessmentStimulusRef identifier="s" href="passage.xml"/>'
    files = {
        "imsmanifest.xml": f"<manifest><resources>{resources}</resources></manifest>",
        "passage.xml": "<qti-assessment-stimulus/>",
        "a.xml": ITEM.replace("<itemBody>", f"{stimulus}<itemBody>").replace("ID", "a"),
    }
    imported = import_quiz(zipped(files), "bank.zip")
    assert list(items_of(imported)) == ["a"]
    assert "called a test and is none" in said(imported, "passage.xml")
    assert "stimulus" in said(imported, "a")


def test_a_package_without_test_or_manifest_is_taken_in_the_order_of_its_files(zipped: Zipped) -> None:
    files = {"b.xml": ITEM.replace("ID", "b"), "a.xml": ITEM.replace("ID", "a")}
    assert list(items_of(import_quiz(zipped(files), "bank.zip"))) == ["a", "b"]


def test_qti_1_is_refused_with_a_way_out(zipped: Zipped) -> None:
    with pytest.raises(Refused, match=r"QTI 1.*QTI 2\.2 or 3\.0"):
        import_quiz(b"<questestinterop/>", "old.xml")
    with pytest.raises(Refused, match="QTI 1"):
        import_quiz(zipped({"x.xml": "<questestinterop/>"}), "old.zip")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>Read this.</p>", "asks nothing"),
        ('<extendedTextInteraction responseIdentifier="RESPONSE"/>', "no kind here holds a extended text interaction"),
        (
            '<textEntryInteraction responseIdentifier="R"/> <textEntryInteraction responseIdentifier="S"/>',
            "asks 2 things",
        ),
        (
            '<hotspotInteraction responseIdentifier="RESPONSE"><object data="a.png"/></hotspotInteraction>',
            "another file",
        ),
    ],
)
def test_an_item_that_no_kind_can_hold_is_left_out(body: str, reason: str) -> None:
    item = f'<assessmentItem identifier="x" title="X"><itemBody>{body}</itemBody></assessmentItem>'
    imported = import_quiz(item.encode(), "x.xml")
    assert imported.quiz is None
    assert reason in said(imported, "X")
