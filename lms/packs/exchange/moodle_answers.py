"""The answers of a Moodle question, by its type."""

from collections.abc import Callable

from lms.packs.exchange.gift_answers import REST, number
from lms.packs.exchange.moodle_question import Asked
from lms.packs.exchange.wording import FALSE, TRUE
from lms.packs.exchange.xml_tree import Element
from lms.questions.exchanged import Answer, Choices, Numbers, Pairs, Quantity, Sequence, Shape, Unmapped, Words
from lms.questions.text import in_language
from lms.sentences import say

UNKNOWN = {
    "essay": say("it is answered by an essay, which no kind here scores"),
    "description": say("it asks nothing: a description without answers"),
    "cloze": say("it holds several questions in one text (cloze)"),
    "multianswer": say("it holds several questions in one text (cloze)"),
    "calculated": say("its numbers are drawn anew each time (calculated)"),
    "calculatedsimple": say("its numbers are drawn anew each time (calculated)"),
    "calculatedmulti": say("its numbers are drawn anew each time (calculated)"),
    "randomsamatch": say("it is put together anew each time (random)"),
    "random": say("it is put together anew each time (random)"),
}
"""Why a type of question has no place here."""


def _choices(asked: Asked) -> tuple[Shape, str]:
    several = asked.plain("single").casefold() in {"false", "0"}
    return Choices(tuple(_answer(asked, each, share) for each, share in asked.answers()), several), ""


def _answer(asked: Asked, each: Element, share: float) -> Answer:
    return Answer("", asked.inside(each), share, asked.inside(each.first("feedback")))


def _truth(asked: Asked) -> tuple[Shape, str]:
    said = {"true": TRUE, "false": FALSE}
    found = {
        asked.inside(each).casefold(): (share, asked.inside(each.first("feedback"))) for each, share in asked.answers()
    }
    if set(found) != set(said):
        raise Unmapped(say("its answers are not true and false"))
    answers = [Answer(id, in_language(text, asked.language), *found[id]) for id, text in said.items()]
    return Choices(tuple(answers)), ""


def _words(asked: Asked) -> tuple[Shape, str]:
    answers = [_answer(asked, each, share) for each, share in asked.answers()]
    rest = next((each for each in answers if each.text == REST and each.share <= 0), None)
    kept = tuple(each for each in answers if each is not rest)
    return Words(kept, asked.plain("usecase") == "1"), rest.feedback if rest else ""


def _numbers(asked: Asked) -> tuple[Shape, str]:
    found, wrong = [], ""
    for each, share in asked.answers():
        text, told = asked.inside(each), asked.inside(each.first("feedback"))
        tolerance = each.first("tolerance")
        if text == REST and share <= 0:
            wrong = told
        else:
            off = abs(number(tolerance.text)) if tolerance and tolerance.text else 0.0
            found.append(Quantity(number(text), off, share, told))
    return Numbers(tuple(found)), wrong


def _pairs(asked: Asked) -> tuple[Shape, str]:
    rows: dict[str, Answer] = {}
    columns: dict[str, None] = {}
    right: dict[str, tuple[str, ...]] = {}
    for each in asked.element.elements("subquestion"):
        words, fits = asked.inside(each), asked.inside(each.first("answer"))
        columns.setdefault(fits)
        if words:
            rows.setdefault(words, Answer(words, words))
            right[words] = (*right.get(words, ()), fits)
    return Pairs(tuple(rows.values()), tuple(Answer(text, text) for text in columns), right), ""


def _sequence(asked: Asked) -> tuple[Shape, str]:
    return Sequence(tuple(Answer("", asked.inside(each)) for each in asked.element.elements("answer"))), ""


SHAPES: dict[str, Callable[[Asked], tuple[Shape, str]]] = {
    "multichoice": _choices,
    "truefalse": _truth,
    "shortanswer": _words,
    "numerical": _numbers,
    "matching": _pairs,
    "match": _pairs,
    "ordering": _sequence,
}
