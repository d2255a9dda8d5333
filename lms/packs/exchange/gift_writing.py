"""Writing GIFT: a question a block, our own settings in remarks that only this product reads."""

from collections.abc import Callable, Iterable
from typing import Any

from lms.packs.exchange.gift_answers import REST
from lms.packs.exchange.gift_text import IDS, OUR_REMARK, escaped
from lms.questions.exchanged import (
    RIGHT,
    Answer,
    Choices,
    Numbers,
    Pairs,
    Quantity,
    Question,
    Sequence,
    Shape,
    Spots,
    Tell,
    Unmapped,
    Words,
)
from lms.sentences import say


def write_gift(questions: Iterable[tuple[Question, Tell]], head: dict[str, str]) -> tuple[str, list[Question]]:
    """Return the questions as a GIFT file, and those it cannot hold left out (told); `head` goes into remarks."""
    blocks = ["\n".join(_remark(key, value) for key, value in head.items())]
    written: list[Question] = []
    topic = ""
    for question, tell in questions:
        try:
            block = _block(question, tell)
        except Unmapped as reason:
            tell(str(reason), say("the question was left out"))
            continue
        if question.topic != topic:
            topic = question.topic
            blocks.append(f"$CATEGORY: {' '.join(topic.split()).replace('/', '//')}")
        blocks.append(block)
        written.append(question)
    return "\n\n".join(filter(None, blocks)) + "\n", written


def _remark(key: str, value: str) -> str:
    return f"{OUR_REMARK}{key}={' '.join(value.split())}"


def _block(question: Question, tell: Tell) -> str:
    answers = _SHAPES[type(question.shape)](question, question.shape, tell)
    own = {"kind": question.kind, **question.own}
    if isinstance(question.shape, Choices | Sequence):
        answers_of = question.shape.answers if isinstance(question.shape, Choices) else question.shape.parts
        own[IDS] = " ".join(each.id for each in answers_of)
    if isinstance(question.shape, Sequence | Pairs):
        if question.right or question.wrong:
            tell(say("GIFT has no feedback after a right or a wrong answer here"), say("it goes along in remarks"))
        own |= {"right": question.right, "wrong": question.wrong}
    remarks = [_remark(key, value) for key, value in own.items() if value]
    general = f"\n####{escaped(question.general)}" if question.general else ""
    lines = [f"// [id:{question.id}]", *remarks, f"::{escaped(question.title)}::[plain]{escaped(question.stem)}{{"]
    return "\n".join([*lines, *answers]) + general + "\n}"


def _per_cent(share: float) -> str:
    """Return a share as Moodle knows it: at most five decimals."""
    return f"%{round(share * 100, 5):g}%" if abs(share) < 1 else f"%{100 if share > 0 else -100}%"


def _told(feedback: str) -> str:
    return f"#{escaped(feedback)}" if feedback else ""


def _choices(question: Question, shape: Choices, tell: Tell) -> list[str]:
    if not any(each.share >= RIGHT for each in shape.answers) and not shape.several:
        raise Unmapped(say("nothing is right or wrong in it, and GIFT knows no such question"))
    return [f"\t{_mark(each, shape)}{escaped(each.text)}{_told(each.feedback)}" for each in shape.answers]


def _mark(answer: Answer, shape: Choices) -> str:
    if shape.several:
        return f"~{_per_cent(answer.share)}"
    if answer.share >= RIGHT:
        return "="
    return f"~{_per_cent(answer.share)}" if answer.share else "~"


def _words(question: Question, shape: Words, tell: Tell) -> list[str]:
    if any("*" in each.text for each in shape.answers):
        tell(say("an answer holds a star, which Moodle reads as anything"), say("it was written as it is"))
    lines = [f"\t={_per_cent(each.share)}{escaped(each.text)}{_told(each.feedback)}" for each in shape.answers]
    return [*lines, *([f"\t=%0%{REST}{_told(question.wrong)}"] if question.wrong else [])]


def _numbers(question: Question, shape: Numbers, tell: Tell) -> list[str]:
    lines = [f"\t={_per_cent(each.share)}{_quantity(each)}{_told(each.feedback)}" for each in shape.answers]
    return ["#", *lines, *([f"\t~{_told(question.wrong)}"] if question.wrong else [])]


def _quantity(quantity: Quantity) -> str:
    return escaped(f"{quantity.value!r}") + ":" + escaped(f"{quantity.tolerance!r}")


def _sequence(question: Question, shape: Sequence, tell: Tell) -> list[str]:
    if any(part.feedback for part in shape.parts):
        tell(say("GIFT has no place for why a part stands where it does"), say("it was left out"))
    tell(say("ordering needs Moodle 4.4 or its ordering plug-in"), say("it is written for that"))
    return [
        f">{len(shape.parts)} ALL VERTICAL ABSOLUTE_POSITION SHOW none",
        *(escaped(part.text) for part in shape.parts),
    ]


def _pairs(question: Question, shape: Pairs, tell: Tell) -> list[str]:
    columns = {each.id: each.text for each in shape.columns}
    if any(len(shape.right.get(row.id, ())) != 1 for row in shape.rows):
        raise Unmapped(say("a row without one right column does not fit GIFT"))
    if any(len({each.text for each in side}) < len(side) for side in (shape.rows, shape.columns)):
        raise Unmapped(say("two of its rows or answers have the same words, by which alone GIFT knows them"))
    if any(row.feedback for row in shape.rows):
        tell(say("GIFT has no feedback on a pair"), say("it was left out"))
    right = {row.id: shape.right[row.id][0] for row in shape.rows}
    unused = [id for id in columns if id not in right.values()]
    pairs = [(row.text, columns[right[row.id]]) for row in shape.rows] + [("", columns[id]) for id in unused]
    return [f"\t={_arrowless(row)} -> {_arrowless(column)}" for row, column in pairs]


def _arrowless(text: str) -> str:
    return escaped(text.replace("->", "→"))


def _spots(question: Question, shape: Spots, tell: Tell) -> list[str]:
    raise Unmapped(say("GIFT has no pictures to point at"))


_SHAPES: dict[type[Shape], Callable[[Question, Any, Tell], list[str]]] = {
    Choices: _choices,
    Words: _words,
    Numbers: _numbers,
    Sequence: _sequence,
    Pairs: _pairs,
    Spots: _spots,
}
