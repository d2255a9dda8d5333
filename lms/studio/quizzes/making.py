"""New files of questions, and new entries: as little as there can be, for the trainer to fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lms.packs.drills.model import KIND as DRILL
from lms.packs.exchange.quiz_file import FIRST_VERSION, PASS_MARK
from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.questions.text import Text
from lms.studio.quizzes.naming import NEW
from lms.studio.quizzes.pieces import QUIZ
from lms.studio.quizzes.toml_values import pairs_text, table_text

ANCHORS: Sequence[Text] = (
    {"en": "Does not fit at all", "da": "Passer slet ikke", "sv": "Stämmer inte alls"},
    {"en": "Fits poorly", "da": "Passer dårligt", "sv": "Stämmer dåligt"},
    {"en": "Fits partly", "da": "Passer delvist", "sv": "Stämmer delvis"},
    {"en": "Fits well", "da": "Passer godt", "sv": "Stämmer bra"},
    {"en": "Fits completely", "da": "Passer helt", "sv": "Stämmer helt"},
)
CANNOT_JUDGE: Text = {"en": "Cannot judge", "da": "Kan ikke vurdere det", "sv": "Kan inte bedöma"}
ASSUMED: Text = {
    "en": "Assumed until a norm group has answered.",
    "da": "Antaget, indtil en normgruppe har svaret.",
    "sv": "Antaget tills en normgrupp har svarat.",
}
ASSUMED_SD, ASSUMED_RELIABILITY = 15, 0.7
MINUTES, YEARS = 6, 3


def new_file(kind: str, uuid: UUID, languages: Sequence[str], title: Text) -> str:
    """Return the text of a new file. `title` in the language of who makes it; what is ready comes in `languages`."""
    head = {"kind": kind, "uuid": str(uuid), "version": FIRST_VERSION, **_HEADS[kind], "title": title}
    plain = "".join(pairs_text((key,), value) for key, value in head.items())
    tables = [table_text((name,), table, many=False) for name, table in _tables(kind, languages).items()]
    return "\n".join([plain, *tables])


_HEADS: Mapping[str, Mapping[str, Any]] = {
    QUIZ: {"pass_mark": PASS_MARK},
    SELF_ASSESSMENT: {},
    DRILL: {"minutes": MINUTES},
}


def _tables(kind: str, languages: Sequence[str]) -> dict[str, Any]:
    if kind != SELF_ASSESSMENT:
        return {}
    spread = {"sd": ASSUMED_SD, "reliability": ASSUMED_RELIABILITY, "source": _in(ASSUMED, languages)}
    return {
        "scale": {
            "no_answer": _in(CANNOT_JUDGE, languages),
            "anchors": [_in(anchor, languages) for anchor in ANCHORS],
        },
        "spread": spread,
    }


def _in(text: Text, languages: Sequence[str]) -> Text:
    return {language: text[language] for language in languages if language in text}


def new_item(kind: str, id: str, stem: Text) -> dict[str, Any]:
    """Return the table of a new question of a kind: what it asks, and as many empty entries as it needs."""
    return {"id": id, "kind": kind, "stem": stem, **_ITEMS.get(kind, {})}


def _blank(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": NEW if not place else f"{NEW}-{place + 1}", **more} for place in range(count)]


_ITEMS: Mapping[str, Mapping[str, Any]] = {
    "single-choice": {"options": [{"id": NEW, "correct": True}, *_blank(3)[1:]]},
    "multiple-choice": {"options": [{"id": NEW, "correct": True}, *_blank(4)[1:]]},
    "number": {},
    "order": {"parts": _blank(3)},
    "scale": {"points": 5, "anchors": [{"at": 1}, {"at": 5}]},
    "matrix": {"columns": _blank(2), "rows": _blank(2)},
    "short-text": {},
    "matching": {
        "pairs": [{**pair, "right": {"id": f"{NEW}-{place}"}} for place, pair in enumerate(_blank(3), 4)],
    },
    "ranking": {"options": _blank(3)},
    "hotspot": {
        "regions": [
            {"id": NEW, "correct": True, "shape": "rectangle", "x": 0.1, "y": 0.1, "width": 0.25, "height": 0.25},
            {"id": f"{NEW}-2", "shape": "rectangle", "x": 0.6, "y": 0.6, "width": 0.25, "height": 0.25},
        ]
    },
}


def new_entry(section: str, id: str, title: Text) -> dict[str, Any]:
    """Return the table of a new statement, sub-dimension, scene or ending."""
    return {"id": id, **_ENTRIES[section](title)}


def _statement(text: Text) -> dict[str, Any]:
    return {"text": text}


def _subscale(title: Text) -> dict[str, Any]:
    return {"title": title, "findings": [{"from": 0}, {"from": 60}]}


def _scene(title: Text) -> dict[str, Any]:
    return {"title": title, "options": [{"id": NEW, "years": YEARS}, {"id": f"{NEW}-2", "years": YEARS}]}


def _ending(title: Text) -> dict[str, Any]:
    return {"title": title}


_ENTRIES = {"items": _statement, "subscales": _subscale, "scenes": _scene, "endings": _ending}
