"""How QTI 3.0 asks each shape of question."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from lms.packs.exchange.qti_item import RIGHT_SAID, WRONG_SAID, Item
from lms.packs.exchange.qti_spots import write_spots
from lms.packs.exchange.qti_xml import add, element, identifier, paragraph
from lms.questions.exchanged import RIGHT, Answer, Choices, Numbers, Pairs, Quantity, Sequence, Shape, Spots, Words


def _choose(asked: ET.Element, name: str, answers: Iterable[Answer], more: Mapping[str, str] | None = None) -> None:
    for each in answers:
        add(asked, name, {"identifier": identifier(each.id), **(more or {})}, each.text)


def _choices(item: Item, shape: Choices) -> None:
    right = [
        identifier(each.id) for each in shape.answers if (each.share > 0 if shape.several else each.share >= RIGHT)
    ]
    mapped = shape.several or len(right) > 1 or any(each.share not in {0.0, 1.0} for each in shape.answers)
    shares = {identifier(each.id): each.share for each in shape.answers if each.share}
    item.declare(
        "multiple" if shape.several else "single",
        "identifier",
        right if shape.several else right[:1],
        shares if mapped else {},
    )
    most = str(shape.most or 0) if shape.several else "1"
    asked = item.asks("choice", shuffle="true", max_choices=most)
    add(asked, "prompt", text=item.question.stem)
    _choose(asked, "simple-choice", shape.answers)
    item.said |= {identifier(each.id): each.feedback for each in shape.answers if each.feedback}
    if right:
        item.score(mapped=mapped)
    item.echo()
    item.right_or_wrong()


def _words(item: Item, shape: Words) -> None:
    shares = {each.text: each.share for each in shape.answers if each.share > 0}
    item.declare("single", "string", list(shares)[:1], shares)
    _entry(item)
    item.score(mapped=True)
    right = next((each.feedback for each in shape.answers if each.share >= RIGHT), "") or item.question.right
    item.said |= {RIGHT_SAID: right} if right else {}
    condition = item.condition()
    gained = element("gt")
    add(gained, "map-response", {"identifier": "RESPONSE"})
    add(gained, "base-value", {"base-type": "float"}, "0")
    item.branch(condition, "if", gained, RIGHT_SAID)
    for at, (told, texts) in enumerate(_by_feedback(shape.answers).items(), 1):
        item.said[f"NEAR_{at}"] = told
        item.branch(condition, "else-if", _one_of(texts), f"NEAR_{at}")
    item.branch(condition, "else", None, WRONG_SAID)


def _by_feedback(answers: Iterable[Answer]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in answers:
        if each.share <= 0:
            found.setdefault(each.feedback, []).append(each.text)
    return found


def _one_of(texts: list[str]) -> ET.Element:
    tests = element("or")
    for text in texts:
        test = add(tests, "string-match", {"case-sensitive": "false"})
        add(test, "variable", {"identifier": "RESPONSE"})
        add(test, "base-value", {"base-type": "string"}, text)
    return tests


def _entry(item: Item) -> None:
    paragraph(item.body, item.question.stem)
    item.asks("text-entry", into=ET.SubElement(item.body, "p"), expected_length="20")


def _numbers(item: Item, shape: Numbers) -> None:
    right = next(each for each in shape.answers if each.share >= RIGHT)
    item.declare("single", "float", [repr(right.value)], {})
    _entry(item)
    told = right.feedback or item.question.right
    item.said |= {RIGHT_SAID: told} if told else {}
    condition = item.condition()
    item.branch(condition, "if", _equals(right, None), RIGHT_SAID, score=1)
    for at, each in enumerate((each for each in shape.answers if each is not right), 1):
        item.said[f"NEAR_{at}"] = each.feedback
        item.branch(condition, "else-if", _equals(each, repr(each.value)), f"NEAR_{at}")
    item.branch(condition, "else", None, WRONG_SAID)


def _equals(quantity: Quantity, written: str | None) -> ET.Element:
    """Return the test whether a number is `written`, or the correct one, within its tolerance."""
    off = repr(quantity.tolerance)
    told = (
        {"tolerance-mode": "absolute", "tolerance": f"{off} {off}"}
        if quantity.tolerance
        else {"tolerance-mode": "exact"}
    )
    test = element("equal", told)
    add(test, "variable", {"identifier": "RESPONSE"})
    if written is None:
        add(test, "correct", {"identifier": "RESPONSE"})
    else:
        add(test, "base-value", {"base-type": "float"}, written)
    return test


def _sequence(item: Item, shape: Sequence) -> None:
    item.declare("ordered", "identifier", [identifier(each.id) for each in shape.parts], {})
    asked = item.asks("order", shuffle="true")
    add(asked, "prompt", text=item.question.stem)
    _choose(asked, "simple-choice", shape.parts)
    item.said |= {identifier(each.id): each.feedback for each in shape.parts if each.feedback}
    item.score(mapped=False)
    item.always(identifier(each.id) for each in shape.parts)
    item.right_or_wrong()


def _pairs(item: Item, shape: Pairs) -> None:
    taken = {each.id for each in shape.rows}
    columns = {each.id: identifier(f"{each.id}_" if each.id in taken else each.id) for each in shape.columns}
    right = {
        row.id: [f"{identifier(row.id)} {columns[id]}" for id in shape.right.get(row.id, ())] for row in shape.rows
    }
    shares = {pair: 1 / len(shape.rows) for pairs in right.values() for pair in pairs}
    item.declare("multiple", "directedPair", [pairs[0] for pairs in right.values() if pairs], shares)
    asked = item.asks("match", shuffle="true", max_associations=str(len(shape.rows)))
    add(asked, "prompt", text=item.question.stem)
    _choose(add(asked, "simple-match-set"), "simple-associable-choice", shape.rows, {"match-max": "1"})
    second = add(asked, "simple-match-set")
    for each in shape.columns:
        most = "1" if shape.one_to_one else "0"
        add(second, "simple-associable-choice", {"identifier": columns[each.id], "match-max": most}, each.text)
    item.said |= {identifier(each.id): each.feedback for each in shape.rows if each.feedback}
    if shares:
        item.score(mapped=True)
    item.always(identifier(each.id) for each in shape.rows)
    item.right_or_wrong()


WRITERS: dict[type[Shape], Callable[[Item, Any], None]] = {
    Choices: _choices,
    Words: _words,
    Numbers: _numbers,
    Sequence: _sequence,
    Pairs: _pairs,
    Spots: write_spots,
}
"""What adds key, interaction, scores and feedback to an item, by the shape of its question."""
