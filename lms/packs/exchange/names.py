"""Names of ours for what other programs call as they like: the same source always gives the same names."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from lms.questions.exchanged import Answer, Choices, Pairs, Question, Sequence, Spots

_LETTERS = str.maketrans(
    {"ø": "oe", "æ": "ae", "å": "aa", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "oe"}
)
LONGEST = 64
_WORDS = 6
SHORT = 40
"""Letters of a name that is made of a text."""


def slug(words: str, most: int = LONGEST) -> str:
    """Return words as a name: small letters a–z, digits and hyphens; "" where nothing of them is left."""
    folded = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    kept = "".join(
        each if each.isascii() and each.isalnum() else "-" for each in folded if not unicodedata.combining(each)
    )
    return "-".join(filter(None, kept.split("-")))[:most].strip("-")


def short(words: str) -> str:
    """Return a name made of the first words of a text."""
    return slug(" ".join(words.split()[:_WORDS]), SHORT)


def distinct(wanted: Iterable[str], otherwise: str) -> list[str]:
    """Return the names, each once: a second "red" is "red-2"; an empty one is `otherwise`."""
    taken: set[str] = set()
    last: dict[str, int] = {}
    names = []
    for name in wanted:
        base = name or otherwise
        at, own = last.get(base, 1), base
        while own in taken:
            at += 1
            own = f"{base[: LONGEST - len(str(at)) - 1]}-{at}"
        last[base] = at
        taken.add(own)
        names.append(own)
    return names


def named(questions: list[Question]) -> list[Question]:
    """Return the questions with names of ours for them, their answers and their topics."""
    ids = distinct((slug(each.id) or short(each.stem) for each in questions), "question")
    return [_with_parts(replace(each, id=id)) for id, each in zip(ids, questions, strict=True)]


def _with_parts(question: Question) -> Question:
    shape = question.shape
    if isinstance(shape, Choices):
        return replace(question, shape=replace(shape, answers=_answers(shape.answers, "option")))
    if isinstance(shape, Sequence):
        return replace(question, shape=replace(shape, parts=_answers(shape.parts, "part")))
    if isinstance(shape, Pairs):
        rows, columns = _answers(shape.rows, "row"), _answers(_unnumbered(question, shape), "answer")
        new = dict(zip((each.id for each in shape.columns), (each.id for each in columns), strict=True))
        right = {
            row.id: tuple(new[column] for column in shape.right.get(old.id, ()) if column in new)
            for old, row in zip(shape.rows, rows, strict=True)
        }
        return replace(question, shape=Pairs(rows, columns, {row: each for row, each in right.items() if each}))
    if isinstance(shape, Spots):
        answers = _answers(tuple(area.answer for area in shape.areas), "place")
        areas = tuple(replace(area, answer=each) for area, each in zip(shape.areas, answers, strict=True))
        return replace(question, shape=replace(shape, areas=areas))
    return question


def _unnumbered(question: Question, shape: Pairs) -> tuple[Answer, ...]:
    """Return the columns; those of another program lose identifiers such as "choice_2", which may say what they fit."""
    if question.kind or not shape.one_to_one:
        return shape.columns
    return tuple(replace(each, id="") for each in shape.columns)


def _answers(answers: tuple[Answer, ...], otherwise: str) -> tuple[Answer, ...]:
    ids = distinct((short(each.text) if each.id in {"", each.text} else slug(each.id) for each in answers), otherwise)
    return tuple(replace(each, id=id) for id, each in zip(ids, answers, strict=True))
