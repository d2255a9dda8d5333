"""Whole tries at a quiz with every kind of question, begun and answered by chance."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from random import Random
from typing import Any, Final

from lms.doors.scorm.questions.data import quiz_data
from lms.packs.model import Quiz
from lms.packs.pools import Place, Pool, Topic
from lms.packs.quiz_settings import Settings
from lms.questions.confidence import LEVELS
from lms.questions.kinds import BadResponse, Item, kind_of
from tests.doors.scorm.asked_answers import answer
from tests.questions.conftest import CHOICE, NUMBER
from tests.questions.material import HOTSPOT, MATCHING, MATRIX, ORDER, RANKING, SCALE, SEVERAL, SHORT

TABLES: Final[Sequence[dict[str, Any]]] = (
    CHOICE, NUMBER, SEVERAL, ORDER, SCALE, MATRIX, SHORT, MATCHING, RANKING, HOTSPOT,
)  # fmt: skip
UUID: Final = "019ab5e2-7c41-7a52-8c36-2f9d4e6b1a99"


def every_kind(copies: int = 1) -> tuple[Item, ...]:
    """Return an item of each kind, or several."""
    tables = [{**copy.deepcopy(table), "id": f"{table['id']}-{at}"} for at in range(copies) for table in TABLES]
    return tuple(kind_of(table["kind"]).parse(table, ("en", "da")) for table in tables)


def a_quiz(items: Sequence[Item] = (), pool: Pool | None = None, **rules: Any) -> Quiz:
    """Return a quiz of these items, of one of each kind without them."""
    asked = tuple(items) or every_kind()
    about = UUID, "asked", "1.0", "quiz", {"en": "Asked", "da": "Spurgt"}, 0.7
    return Quiz(*about, asked, ("en", "da"), pool=pool or Pool(), settings=Settings(**rules))


def topical(items: Sequence[Item], draw: int | None, *, confidence: bool = True) -> Pool:
    """Return a pool of three topics, the first with a page of its own."""
    topics = {f"t{at}": Topic({"en": f"Topic {at}"}, "page-0" if at == 0 else "") for at in range(3)}
    places = {item.id: Place(f"t{at % 3}", f"page-{at}") for at, item in enumerate(items)}
    return Pool(draw=draw, confidence=confidence, topics=topics, places=places)


def data_of(quiz: Quiz, language: str = "en") -> dict[str, Any]:
    """Return what the browser gets."""
    return quiz_data(quiz.document(), language, id="check", pages={"page-0": "The first page", "page-1": "The second"})


def kept_answer(item: Item, chance: Random) -> Any:
    """Return an answer as it is kept; None for one that is refused."""
    try:
        return kind_of(item.kind).response(item, answer(item, chance))
    except BadResponse:
        return None


def a_try(quiz: Quiz, chance: Random, *, is_open: bool = True) -> dict[str, Any]:
    """Return a try by chance, as `asked.opened` takes it."""
    items = chance.sample(quiz.items, quiz.count)
    answers = {item.id: kept_answer(item, chance) for item in items}
    number = chance.randint(1, 40)
    deciding = {"number": chance.randint(1, number), "points": chance.random() * 9, "possible": 9, "passed": True}
    return {
        "number": number,
        "isOpen": is_open,
        "seed": "".join(chance.choices("0123456789abcdefghijklmnopqrstuvwxyz", k=8)),
        "until": chance.choice([None, chance.randint(1_700_000_000, 2_000_000_000)]),
        "drawn": [item.id for item in items],
        "answers": {id: value for id, value in answers.items() if value is not None},
        "sure": {item.id: chance.choice(LEVELS) for item in items if chance.random() < 0.7},
        "checked": sorted(id for id, value in answers.items() if value is not None and chance.random() < 0.3),
        "deciding": None if is_open and chance.random() < 0.5 else {**deciding, "answered": chance.randint(0, 10)},
        "lost": [],
    }
