"""Out and in again: what a quiz asks and teaches comes back from QTI 3.0 whole, from GIFT as far as GIFT goes."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lms.packs.exchange import exporting
from lms.packs.exchange.exporting import Export, export_quiz
from lms.packs.exchange.importing import Import, import_quiz
from lms.packs.exchange.qti_writing import write_item
from lms.packs.model import Quiz
from lms.packs.pools import Place, Pool, Topic
from lms.packs.reading import read_pack
from lms.questions.exchanged import Answer, Pairs, Question, exchange_of
from lms.questions.kinds import Item, Pictured, kind_names, kind_of
from lms.questions.tables import ItemErrors
from tests.packs.exchange.generated_items import ITEMS, text
from tests.questions.conftest import CHOICE, NUMBER
from tests.questions.material import MATRIX, ORDER, SCALE, SEVERAL, SHORT

UUID = "019ab5e2-7c41-7a52-8c36-2f9d4e6b1a02"
FILES = {"qti3": "quiz.zip", "gift": "quiz.gift"}


def quiz_of(items: list[Item], **more: Any) -> Quiz:
    """Return a quiz of these items."""
    return Quiz(UUID, "quiz", "1.0", "quiz", text("A quiz"), 0.75, tuple(items), ("en",), **more)


def parsed(table: Mapping[str, Any]) -> Item | None:
    """Return the item; None where chance has made a table that no author may write."""
    try:
        made: Item = kind_of(table["kind"]).parse(copy.deepcopy(dict(table)), ("en",))
    except ItemErrors:
        return None
    return made


def there_and_back(quiz: Quiz, format: str) -> tuple[Export, Import, dict[str, Any]]:
    """Return the export, the import of it, and the quiz file that came of it."""
    exported = export_quiz(quiz, format, "en")
    imported = import_quiz(exported.content, FILES[format], name=quiz.name)
    assert imported.quiz is not None, imported.losses.found
    return exported, imported, tomllib.loads(imported.quiz.text)


def of_file(tables: list[dict[str, Any]]) -> dict[str, Item]:
    """Return the items of a quiz file by id; every one must be as an author may write it."""
    made = [kind_of(each["kind"]).parse({k: v for k, v in each.items() if k != "topic"}, ("en",)) for each in tables]
    return {each.id: each for each in made}


@pytest.mark.parametrize("kind", sorted(ITEMS))
@given(data=st.data())
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
def test_qti_brings_every_item_back_whole(kind: str, data: st.DataObject) -> None:
    before = parsed(data.draw(ITEMS[kind]))
    if before is None or (kind == "ranking" and not before.counted):  # type: ignore[attr-defined]
        return
    _, _, file = there_and_back(quiz_of([before]), "qti3")
    assert file["uuid"] == UUID
    (after,) = of_file(file["items"]).values()
    document = kind_of(kind).meaning if kind == "ranking" else kind_of(kind).document  # its options come back by rank
    assert document(after) == document(before)


@pytest.mark.parametrize("kind", sorted(set(ITEMS) - {"matrix"}))
@given(data=st.data())
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
def test_gift_brings_back_what_is_asked_and_accepted(kind: str, data: st.DataObject) -> None:
    before = parsed(data.draw(ITEMS[kind]))
    if before is None or (kind == "scale" and not before.accepted):  # type: ignore[attr-defined]
        return
    exported = export_quiz(quiz_of([before]), "gift", "en")
    if kind == "matching" and any("same words" in loss.reason for loss in exported.losses.found):
        return
    imported = import_quiz(exported.content, "quiz.gift", name="quiz")
    assert imported.quiz is not None, (exported.content.decode(), imported.losses.found)
    (table,) = tomllib.loads(imported.quiz.text)["items"]
    assert table["stem"] == before.stem
    if kind == "matching":  # GIFT has neither ids nor feedback for its pairs
        assert [(pair["left"], pair["right"]["text"]) for pair in table["pairs"]] == [
            (pair.left, before.words(pair.right))  # type: ignore[attr-defined]
            for pair in before.pairs  # type: ignore[attr-defined]
        ]
    else:
        (after,) = of_file([table]).values()
        assert kind_of(kind).meaning(after) == kind_of(kind).meaning(before)


PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">'
    '<rect width="9" height="9"/></svg>'
)
_REGIONS = """
[[items.regions]]
id = "door"
correct = true
label.en = "The door"
shape = "rectangle"
x = 0.1
y = 0.1
width = 0.2
height = 0.4
feedback.en = "Yes."

[[items.regions]]
id = "till"
label.en = "The till"
shape = "circle"
x = 0.5
y = 0.3
radius = 0.1
feedback.en = "Later."

[[items.regions]]
id = "shelf"
SECOND
label.en = "The shelf"
shape = "polygon"
points = [[0.6, 0.6], [0.9, 0.6], [0.75, 0.9]]
feedback.en = "Also."
"""
_SPOT = """
[[items]]
id = "where"
kind = "hotspot"
picture = "shop.svg"
alt.en = "A shop seen from above."
stem.en = "Where do they come in?"
"""
HOTSPOTS = (
    f'kind = "quiz"\nuuid = "{UUID}"\nversion = "1.0"\npass_mark = 0.5\ntitle.en = "Shop"\n'
    + _SPOT
    + _REGIONS.replace("SECOND", "")
    + _SPOT.replace('"where"', '"both"').replace("stem", "several = true\nstem")
    + _REGIONS.replace("SECOND", "correct = true")
)
TABLES = [CHOICE, NUMBER, SEVERAL, ORDER, SCALE, MATRIX, SHORT]


def test_every_kind_of_ours_is_tried_here_or_has_a_test_of_its_own() -> None:
    assert set(ITEMS) | {"hotspot"} == set(kind_names())
    assert all(exchange_of(name) for name in kind_names())


def test_danish_is_exported_and_imported_as_danish() -> None:
    items = [kind_of(table["kind"]).parse(copy.deepcopy(table), ("en", "da")) for table in TABLES]
    quiz = Quiz(UUID, "quiz", "1.0", "quiz", {"en": "A", "da": "Ø"}, 0.75, tuple(items), ("en", "da"))
    exported = export_quiz(quiz, "qti3", "da")
    imported = import_quiz(exported.content, "quiz.zip", language="da")
    assert imported.quiz is not None
    assert imported.quiz.untranslated
    file = tomllib.loads(imported.quiz.text)
    assert file["title"] == {"da": "Ø"}
    assert file["languages"] == ["en", "da"]
    assert [each["stem"] for each in file["items"]] == [{"da": item.stem["da"]} for item in items]


def test_a_hotspot_comes_back_with_its_picture(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    (folder / "quizzes" / "media").mkdir(parents=True)
    (folder / "quizzes" / "media" / "shop.svg").write_text(PICTURE, encoding="utf-8")
    (folder / "quizzes" / "shop.toml").write_text(HOTSPOTS, encoding="utf-8")
    quiz = read_pack(folder).quiz("shop")
    assert quiz is not None
    _, imported, file = there_and_back(quiz, "qti3")
    assert imported.quiz is not None
    assert imported.quiz.pictures == {"shop.svg": PICTURE.encode()}
    assert imported.quiz.unwritten == ()
    (folder / "quizzes" / "shop.toml").write_text(imported.quiz.text, encoding="utf-8")
    again = read_pack(folder).quiz("shop")
    assert again is not None
    assert [kind_of(each.kind).meaning(each) for each in again.items] == [
        kind_of(each.kind).meaning(each) for each in quiz.items
    ]
    shapes = [[region["shape"], region.get("radius"), region.get("points")] for region in file["items"][0]["regions"]]
    assert shapes == [
        ["rectangle", None, None],
        ["circle", 0.1, None],
        ["polygon", None, [[0.6, 0.6], [0.9, 0.6], [0.75, 0.9]]],
    ]


def test_gift_says_that_it_has_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "quizzes" / "media").mkdir(parents=True)
    (tmp_path / "quizzes" / "media" / "shop.svg").write_text(PICTURE, encoding="utf-8")
    (tmp_path / "quizzes" / "shop.toml").write_text(HOTSPOTS, encoding="utf-8")
    quiz = read_pack(tmp_path).quiz("shop")
    assert quiz is not None
    exported = export_quiz(quiz, "gift", "en")
    assert exported.questions == 0
    assert sum("no pictures" in loss.reason for loss in exported.losses.found) == 2


def test_topics_come_back() -> None:
    items = [kind_of(each["kind"]).parse(copy.deepcopy(each), ("en", "da")) for each in TABLES]
    topics = {"one": Topic(text("One / first"), ""), "two": Topic(text("Two"), "")}
    places = {item.id: Place("one" if at < 3 else "two", "") for at, item in enumerate(items)}
    for format in FILES:
        _, _, file = there_and_back(quiz_of(items, pool=Pool(topics=topics, places=places)), format)
        assert {name: each["title"]["en"] for name, each in file["topics"].items()} == {
            "one-first": "One / first",
            "two": "Two",
        }
        assert [each["topic"] for each in file["items"]][:4] == ["one-first"] * 3 + ["two"]


def test_a_kind_without_an_exchange_is_listed(shelf: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    known = exchange_of
    monkeypatch.setattr(exporting, "exchange_of", lambda kind: None if kind == "number" else known(kind))
    exported = export_quiz(shelf, "qti3", "en")
    left_out = [loss for loss in exported.losses.found if loss.done == "the question was left out"]
    assert [loss.question for loss in left_out] == [each.id for each in shelf.items if each.kind == "number"]
    assert all("“number” has no mapping" in loss.reason for loss in left_out)
    assert exported.questions == len(shelf.items) - len(left_out)


def test_what_scores_differently_elsewhere_is_told() -> None:
    items = [kind_of(each["kind"]).parse(copy.deepcopy(each), ("en", "da")) for each in TABLES]
    told = " ".join(map(str, export_quiz(quiz_of(items), "qti3", "en").losses.found))
    assert "all or nothing" in told
    assert "one letter off" in told


def test_feedback_on_pairs_and_on_the_whole_are_shown_together() -> None:
    rows = (Answer("a", "A", 0.0, "On A."), Answer("b", "B", 0.0, "On B."))
    shape = Pairs(rows, (Answer("x", "X"),), {"a": ("x",), "b": ("x",)})
    item = ElementTree.fromstring(write_item(Question("q", "Q", "Q?", shape, right="Yes."), "en"))  # noqa: S314
    name = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}qti-"
    sets = [each for each in item.iter(f"{name}set-outcome-value") if each.attrib["identifier"] == "FEEDBACK"]
    assert len(sets) == 2
    assert all(each.find(f"{name}multiple/{name}variable[@identifier='FEEDBACK']") is not None for each in sets)


def test_what_a_quiz_has_beyond_its_questions_is_told(shelf: Quiz) -> None:
    told = " ".join(map(str, export_quiz(shelf, "qti3", "sv").losses.found))
    assert "pass mark (75%)" in told
    assert "links to the pages" not in told


@pytest.mark.parametrize("format", FILES)
def test_the_shelf_s_quiz_comes_back_item_by_item(format: str, shelf: Quiz) -> None:
    _, imported, file = there_and_back(shelf, format)
    after = of_file(file["items"])
    assert list(after) == [each.id for each in shelf.items]
    for before in shelf.items:
        kind = kind_of(before.kind)
        assert kind.meaning(after[before.id]) == kind.meaning(before)
        assert not isinstance(kind, Pictured)
    assert imported.quiz is not None
    assert not imported.quiz.unwritten


@pytest.fixture(scope="module")
def shelf() -> Quiz:
    """The quiz of the tests' own library."""
    quiz = read_pack(Path(__file__).parents[2] / "shelf").quiz("loyalty-economics")
    assert quiz is not None
    return quiz


def test_the_same_quiz_is_exported_as_the_same_bytes(shelf: Quiz) -> None:
    assert export_quiz(shelf, "qti3", "en").content == export_quiz(shelf, "qti3", "en").content
