"""Everything the browser needs to ask and score one block of questions, in one language, as plain JSON.

There is no server beside a package, so the keys are in it: whoever reads its files can find them, and `docs/` says so.
All texts are plain texts. Positions, seeds and states never depend on the language, so that one who changes it goes on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from lms.calculators.declared import Calculator
from lms.doors.scorm.questions.drills import drill_data
from lms.doors.scorm.questions.instruments import instrument_data
from lms.doors.scorm.questions.items import item_data, scored_here
from lms.packs.drills.model import KIND as DRILL
from lms.packs.drills.model import Drill
from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.packs.instruments import Instrument
from lms.packs.model import Quiz
from lms.questions.kinds import kind_of
from lms.questions.text import Json
from lms.questions.text import in_language as worded

ICONS: Final = (
    "arrow", "check", "chevron", "clock", "cross", "globe", "info", "learn", "list", "lock", "partly", "pen", "warn",
)  # fmt: skip
"""The icons that the scripts draw."""

MARK: Final = 6


def quiz_data(
    document: Mapping[str, Any],
    language: str,
    *,
    id: str,
    pages: Mapping[str, str] | None = None,
    picture: Callable[[str], str] = "media/quiz.{}".format,
    calculators: Mapping[str, Calculator] | None = None,
    currency: str = "DKK",
) -> dict[str, Json]:
    """Return what `mountQuiz` needs of a quiz, a self-assessment or a drill, by its document.

    `id` is the block's, and what the result is reported under; `pages` are those of the package, {name: title};
    `picture` gives the address of a quiz's picture; `calculators` are the module's, of which a drill needs its own.
    Figures of a drill are written in the language that is spoken now, which is to be `language`. Raise `KeyError` where
    a drill's calculator is not there, `lms.packs.drills.running.Broken` where its numbers cannot be gone on with.
    """
    about: dict[str, Json] = {"id": id, "kind": document["kind"], "pages": {**(pages or {})}, "currency": currency}
    if document["kind"] == SELF_ASSESSMENT:
        instrument = Instrument.from_document(document)
        return {**about, "mark": _mark(instrument.uuid, instrument.meaning()), **instrument_data(instrument, language)}
    if document["kind"] == DRILL:
        drill = Drill.from_document(document)
        mark = _mark(drill.uuid, [drill.rules(), drill.options()])
        return {**about, "mark": mark, **drill_data(drill, (calculators or {})[drill.calculator], language, currency)}
    return {**about, **_quiz(Quiz.from_document(document), language, picture)}


def _quiz(quiz: Quiz, language: str, picture: Callable[[str], str]) -> dict[str, Json]:
    """Return the quiz without the questions whose kind only a server can score."""
    items = [item for item in quiz.items if scored_here(item.kind)]
    meaning: list[Json] = [[item.id, item.kind, kind_of(item.kind).meaning(item)] for item in items]
    topics: Json = {
        name: {"title": worded(topic.title, language), "page": topic.page} for name, topic in quiz.pool.topics.items()
    }
    places = {item.id: {"topic": quiz.pool.topic(item.id), "page": quiz.pool.page(item.id)} for item in items}
    return {
        "mark": _mark(quiz.uuid, meaning),
        "title": worded(quiz.title, language),
        "pass_mark": quiz.pass_mark,
        "count": quiz.pool.count(items),
        "draws": quiz.pool.draw is not None or quiz.pool.draw_per_topic is not None,
        "confidence": quiz.pool.confidence,
        "settings": quiz.settings.document(),
        "topics": topics,
        "items": [{**item_data(item, language, picture), **places[item.id]} for item in items],
        "left_out": len(quiz.items) - len(items),
    }


def _mark(uuid: str, meaning: Json) -> str:
    """Return what a kept state must carry to be taken up: that of the same questions with the same meaning."""
    text = json.dumps([uuid, meaning], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:MARK]
