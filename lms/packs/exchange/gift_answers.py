"""What stands between the braces of GIFT."""

import math
import re
from collections.abc import Callable

from lms.packs.exchange.gift_text import pieces
from lms.packs.exchange.wording import FALSE, TRUE
from lms.questions.exchanged import Answer, Choices, Numbers, Pairs, Quantity, Sequence, Shape, Tell, Unmapped, Words
from lms.questions.text import in_language
from lms.sentences import say

_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#([^#]*))?(?:#([^#]*))?", re.IGNORECASE | re.DOTALL)
_ORDER = re.compile(r"\s*>[^\n]*\n")
_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[-+]?\d{1,3})?", re.IGNORECASE)
REST = "*"
"""The answer that stands for every other one."""

Plain = Callable[[str], str]


def shape_of(answers: str, plain: Plain, tell: Tell, language: str) -> tuple[Shape, str]:
    """Return what is asked for, and the feedback of every other answer ("" for none); raise `Unmapped`."""
    body = answers.strip()
    if not body:
        raise Unmapped(say("it is answered by an essay, which no kind here scores"))
    truth = _TRUTH.fullmatch(body)
    if body.startswith("#"):
        return _numbers(body[1:], plain)
    if truth:
        return _truth(truth, plain, language), ""
    if _ORDER.match(f"{body}\n"):
        return _sequence(body, plain), ""
    if "~" in body:
        return _choices(body, plain), ""
    if "->" in body:
        return _pairs(body, plain, tell), ""
    return _words(body, plain)


def _equal(body: str) -> list[tuple[str, float | None, str]]:
    """Return the answers of a text in which the first may stand without its mark."""
    body = body.strip()
    return [*pieces(body if body.startswith("=") else f"={body}")]


def _parted(text: str, plain: Plain) -> tuple[str, str]:
    """Return (answer, feedback)."""
    answer, _, feedback = text.partition("#")
    return plain(answer), plain(feedback)


def _choices(body: str, plain: Plain) -> Choices:
    answers = []
    several = True
    for mark, weight, text in pieces(body):
        several = several and mark == "~"
        usual = 1.0 if mark == "=" else 0.0
        answer, feedback = _parted(text, plain)
        answers.append(Answer("", answer, usual if weight is None else weight, feedback))
    return Choices(tuple(answers), several)


def _truth(match: re.Match[str], plain: Plain, language: str) -> Choices:
    true = match[1].upper().startswith("T")
    wrong, right = plain(match[2] or ""), plain(match[3] or "")
    said = [(TRUE, "true", true), (FALSE, "false", not true)]
    answers = [
        Answer(id, in_language(text, language), float(is_so), right if is_so else wrong) for text, id, is_so in said
    ]
    return Choices(tuple(answers))


def _words(body: str, plain: Plain) -> tuple[Words, str]:
    answers, wrong = [], ""
    for _, weight, text in _equal(body):
        answer, feedback = _parted(text, plain)
        share = 1.0 if weight is None else weight
        if answer == REST and share <= 0:
            wrong = feedback
        else:
            answers.append(Answer("", answer, share, feedback))
    return Words(tuple(answers)), wrong


def _pairs(body: str, plain: Plain, tell: Tell) -> Pairs:
    rows: dict[str, Answer] = {}
    columns: dict[str, None] = {}
    right: dict[str, tuple[str, ...]] = {}
    for _, _, text in pieces(body):
        pair, feedback = text.partition("#")[::2]
        row, arrow, column = pair.partition("->")
        if not arrow:
            raise Unmapped(say("some of its pairs have no arrow (->)"))
        words, fits = plain(row), plain(column)
        columns.setdefault(fits)
        if words:
            rows.setdefault(words, Answer(words, words, 0.0, plain(feedback)))
            right[words] = (*right.get(words, ()), fits)
    return Pairs(tuple(rows.values()), tuple(Answer(text, text) for text in columns), right)


def _sequence(body: str, plain: Plain) -> Sequence:
    parts = [plain(row) for row in body.split("\n")[1:] if row.strip()]
    return Sequence(tuple(Answer("", part) for part in parts))


def _numbers(body: str, plain: Plain) -> tuple[Numbers, str]:
    body, _, rest = body.partition("~")
    wrong = plain(rest.partition("#")[2])
    answers = []
    for _, weight, text in _equal(body):
        value, _, feedback = text.partition("#")
        share = 1.0 if weight is None else weight
        if value.strip() == REST and share <= 0:
            wrong = plain(feedback)
        else:
            answers.append(_quantity(plain(value), share, plain(feedback)))
    return Numbers(tuple(answers)), wrong


def _quantity(text: str, share: float, feedback: str) -> Quantity:
    low, dots, high = text.partition("..")
    if dots:
        ends = number(low), number(high)
        return Quantity(sum(ends) / 2, abs(ends[1] - ends[0]) / 2, share, feedback)
    value, _, tolerance = text.partition(":")
    return Quantity(number(value), abs(number(tolerance)) if tolerance.strip() else 0.0, share, feedback)


def number(text: str) -> float:
    """Return a number with point or comma; raise `Unmapped` for anything else."""
    plain = "".join(text.split()).replace("\u2212", "-")
    value = float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else math.nan
    if not math.isfinite(value):
        raise Unmapped(say("“{text}” is no number", text=text.strip()[:40]))
    return value
