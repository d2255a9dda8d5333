"""Answers by chance to an item of any kind: right ones, nearly right ones, and what no form would send."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from lms.questions.kinds import Item

GARBAGE: Final[list[Any]] = [
    None, True, False, 0, 1, -1, 3, 2.5, 1e308, -0.0, 12345678901234567, "", " ", "x", "cannot-judge", "constructor",
    "toString", "__proto__", [], {}, [""], ["x"], [1], [None], ["x", "x"], {"x": "y"}, {"x": None},
    {"constructor": "x"}, [[]], {"": []},
]  # fmt: skip
TYPED: Final = [
    "NPS", "nps", " n p s ", "Net Promoter Score", "net  promoter\tscore.", "NET PROMOTER SCORE!", "Straße", "STRASSE",
    "ambassadortal", "Ambassadørtal", "a\u0301mbassadørtal", "\ufb01n", "fi\u00adn", "ΣΊΣΥΦΟΣ", "σίσυφος", "İstanbul",
    "ⅷ", "１２", "\u200bnps", "“nps”", "...", "œuvre", "þorn", "Łódź", "ꭰꭰꭰꭰꭰ", "ᏸᏸᏸᏸᏸ", "ʼn", "ǰ", "\u1e9e",
    "🙂", "x" * 250,
]  # fmt: skip


def answer(item: Item, chance: Random) -> Any:
    """Return a response, or what looks like one, or something else entirely."""
    if chance.random() < 0.15:
        return chance.choice(GARBAGE)
    return _MAKERS[item.kind](item, chance)


def _some(ids: list[str], chance: Random) -> list[str]:
    return chance.sample(ids, chance.randint(0, len(ids)))


def _one(item: Any, chance: Random) -> Any:
    return chance.choice([option.id for option in item.options])


def _several(item: Any, chance: Random) -> Any:
    return _some([option.id for option in item.options], chance)


def _number(item: Any, chance: Random) -> Any:
    around = [item.answer, *(near.value for near in item.near)]
    widths = [item.tolerance, *(near.tolerance for near in item.near), 1e-9, 1.0, abs(item.answer) or 1.0]
    value = chance.choice(around) + chance.choice([-1, 0, 1]) * chance.choice(widths) * chance.choice(
        [0.5, 1, 1, 1, 1.5]
    )
    return chance.choice([value, value, round(value, 2), -value, round(value) if abs(value) < 1e15 else value])


def _order(item: Any, chance: Random) -> Any:
    ids = [part.id for part in item.parts]
    shuffled = chance.sample(ids, len(ids))
    return chance.choice([shuffled, shuffled, shuffled[1:], [*shuffled[1:], shuffled[1]]])


def _scale(item: Any, chance: Random) -> Any:
    return chance.choice([*range(-1, item.points + 2), "cannot-judge", 1.5, float(item.points), str(item.points)])


def _matrix(item: Any, chance: Random) -> Any:
    columns = [*(column.id for column in item.columns), None]
    return {row: chance.choice(columns) for row in _some([row.id for row in item.rows], chance)}


def _matching(item: Any, chance: Random) -> Any:
    answers = [*(each.id for each in item.answers), None]
    if chance.random() < 0.2:
        return {pair.id: pair.right for pair in item.pairs}
    return {pair: chance.choice(answers) for pair in _some([pair.id for pair in item.pairs], chance)}


def _short(item: Any, chance: Random) -> Any:
    known = [text for answers in item.accepted.values() for text in answers]
    known += [text for near in item.near for text in near.answers]
    return _mistyped(chance.choice([*known, *known, *known, *TYPED]), chance)


def _mistyped(text: str, chance: Random) -> str:
    letters = list(text)
    for _each in range(chance.choice([0, 0, 1, 1, 2])):
        at = chance.randrange(len(letters) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            letters.insert(at, chance.choice("aeøåß \u00a0\u0301.\u200b"))
        elif kind == 1 and at < len(letters):
            del letters[at]
        elif kind == 2 and at < len(letters):
            letters[at] = chance.choice("xyzÅÆ-")
        elif kind == 3 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters = list("".join(letters).swapcase())
    return "".join(letters)


def _hotspot(item: Any, chance: Random) -> Any:
    ids = [region.id for region in item.regions]
    several, one = _some(ids, chance), chance.choice(ids)
    return chance.choice([several, several, one] if item.several else [one, one, several])


_MAKERS = {
    "single-choice": _one,
    "multiple-choice": _several,
    "number": _number,
    "order": _order,
    "scale": _scale,
    "matrix": _matrix,
    "short-text": _short,
    "matching": _matching,
    "ranking": _order,
    "hotspot": _hotspot,
}
