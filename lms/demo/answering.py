"""How somebody of a certain ability answers questions: right more or less often, wrong as people are wrong.

The chance of a right answer is logistic in ability and easiness (Rasch 1960).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from random import Random
from typing import Any, Final

from lms.packs.model import Quiz
from lms.questions.confidence import sureness_of
from lms.questions.kinds import Item, kind_of
from lms.questions.scoring import score_item
from lms.questions.text import Json

REMEMBERED: Final = 1.3
"""What it adds to have met a question in the try before, in logits."""
TEMPTING: Final = {"what-leaves-with-a-customer": "head-office"}
"""{question with several right options: a wrong one that those who know most add}: one for the trainer to mend."""
TEMPTED: Final = 0.5
"""From such odds on one knows enough to be tempted."""
SAYS_HOW_SURE: Final = 0.94
SURE, FAIRLY = 0.74, 0.46
"""Feeling of being right, 0 to 1, from which people say "sure" and "fairly"."""


def answers(quiz: Quiz, asked: Sequence[Item], ability: float, met: Collection[str], chance: Random) -> dict[str, Json]:
    """Return {field: value} as the product stores it: a response to each item, and how sure one is of most.

    `ability` in logits, 0 being even odds on a question of middling easiness; `met`: the ids asked in the try before.
    """
    given: dict[str, Json] = {}
    for item in asked:
        odds = likelihood(item, ability + (REMEMBERED if item.id in met else 0.0))
        right = chance.random() < odds
        key = right_response(item)
        response = key if right and key is not None else wrong_response(item, chance)
        if response is None:
            continue
        if right and item.id in TEMPTING and odds > TEMPTED and isinstance(key, list):
            response = [*sorted([*map(str, key), TEMPTING[item.id]])]
        given[item.id] = kind_of(item.kind).response(item, response)
        if quiz.pool.confidence and score_item(item, None).counted and chance.random() < SAYS_HOW_SURE:
            given[sureness_of(item.id)] = _feeling(odds, right, chance)
    return given


def likelihood(item: Item, ability: float) -> float:
    """Return how likely a right answer is, 0 to 1. An item is as easy for everybody as its id says."""
    easiness = Random(item.id).gauss(0.0, 0.7)  # noqa: S311  - the same every time is the point
    return 1 / (1 + math.exp(-(ability + easiness)))


def right_response(item: Item) -> Json:
    """Return the right response; None where an item asks without right or wrong."""
    return score_item(item, None).key


def wrong_response(item: Item, chance: Random) -> Json:
    """Return a response somebody gives who does not know, None where a kind is not one of ours: left unanswered."""
    make = _WRONG.get(item.kind)
    return make(kind_of(item.kind).document(item), right_response(item), chance) if make else None


def _feeling(odds: float, right: bool, chance: Random) -> str:
    """Return how sure one says one is: it goes with being right, and is on the whole a little too much."""
    felt = 0.36 + 0.4 * odds + 0.1 * right + chance.gauss(0, 0.18)
    return "sure" if felt > SURE else "fairly" if felt > FAIRLY else "guess"


def _another_option(document: dict[str, Any], key: Any, chance: Random) -> Json:
    return str(chance.choice([each["id"] for each in document["options"] if each["id"] != key]))


def _one_swapped(document: dict[str, Any], key: Any, chance: Random) -> Json:
    """Take a wrong option in place of a right one."""
    kept = chance.sample(sorted(key), len(key) - 1)
    return sorted([*kept, chance.choice([each["id"] for each in document["options"] if each["id"] not in key])])


def _typical_mistake(document: dict[str, Any], key: Any, chance: Random) -> Json:
    mistakes = [near["value"] for near in document["near"]]
    return float(chance.choice(mistakes) if mistakes else 2 * key + 1)


def _two_changed_places(_document: dict[str, Any], key: Any, chance: Random) -> Json:
    at = chance.randrange(len(key) - 1)
    return [*key[:at], key[at + 1], key[at], *key[at + 2 :]]


def _another_point(document: dict[str, Any], _key: Any, chance: Random) -> Json:
    accepted = document.get("accepted") or ()
    return chance.choice([point for point in range(1, document["points"] + 1) if point not in accepted])


def _some_rows_wrong(document: dict[str, Any], key: Any, chance: Random) -> Json:
    columns = [column["id"] for column in document["columns"]]
    accepted = {row["id"]: row["correct"] for row in document["rows"]}
    rows = [*accepted]
    given = {row: (key or {}).get(row) or chance.choice(columns) for row in rows}
    for row in chance.sample(rows, chance.randint(1, max(1, len(rows) // 2))):
        given[row] = chance.choice([column for column in columns if column not in (given[row], *accepted[row])])
    return {**given}


def _near_miss(document: dict[str, Any], _key: Any, chance: Random) -> Json:
    missed = [each for near in document["near"] for each in near["answers"]]
    return str(chance.choice(missed)) if missed else "?"


def _one_pair_wrong(document: dict[str, Any], key: Any, chance: Random) -> Json:
    pair = chance.choice(sorted(key))
    return {**key, pair: chance.choice([each["id"] for each in document["answers"] if each["id"] != key[pair]])}


def _ends_exchanged(document: dict[str, Any], key: Any, chance: Random) -> Json:
    """Exchange what weighs most and what weighs least; where nothing is right, give the options in any order."""
    if key is None:
        return chance.sample([each["id"] for each in document["options"]], len(document["options"]))
    return [key[-1], *key[1:-1], key[0]]


def _another_place(document: dict[str, Any], key: Any, chance: Random) -> Json:
    if isinstance(key, list):
        return _one_swapped({"options": document["regions"]}, key, chance)
    return _another_option({"options": document["regions"]}, key, chance)


_WRONG: Final[dict[str, Callable[[dict[str, Any], Any, Random], Json]]] = {
    "single-choice": _another_option,
    "multiple-choice": _one_swapped,
    "number": _typical_mistake,
    "order": _two_changed_places,
    "scale": _another_point,
    "matrix": _some_rows_wrong,
    "short-text": _near_miss,
    "matching": _one_pair_wrong,
    "ranking": _ends_exchanged,
    "hotspot": _another_place,
}
