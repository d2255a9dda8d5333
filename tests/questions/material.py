"""An item of every kind as an author writes it, in English and Danish."""

from __future__ import annotations

from typing import Any


def both(english: str, danish: str) -> dict[str, str]:
    """Return a text in two languages."""
    return {"en": english, "da": danish}


def option(id: str, *, correct: bool = False) -> dict[str, Any]:
    """Return an option whose feedback names it."""
    right = {"correct": True} if correct else {}
    return {"id": id, "text": both(f"The {id}", f"Den {id}"), "feedback": both(f"On {id}.", f"Om {id}."), **right}


FEEDBACK = {"correct": both("Right.", "Rigtigt."), "wrong": both("Not so.", "Ikke sådan.")}

SEVERAL: dict[str, Any] = {
    "id": "leaves",
    "kind": "multiple-choice",
    "stem": both("What leaves with a customer?", "Hvad går med en kunde?"),
    "options": [option("margin", correct=True), option("words", correct=True), option("rent"), option("tax")],
}

ORDER: dict[str, Any] = {
    "id": "steps",
    "kind": "order",
    "stem": both("Put the steps in order, the first on top.", "Sæt trinene i orden, det første øverst."),
    "first": both("first", "først"),
    "feedback": FEEDBACK,
    "parts": [
        {"id": "notice", "text": both("Notice", "Se"), "why": both("Nothing comes before.", "Intet før det.")},
        {"id": "count", "text": both("Count", "Tæl")},
        {"id": "choose", "text": both("Choose", "Vælg")},
        {"id": "do", "text": both("Do", "Gør")},
    ],
}

SCALE: dict[str, Any] = {
    "id": "fits",
    "kind": "scale",
    "stem": both("How well does it fit?", "Hvor godt passer det?"),
    "points": 5,
    "cannot_judge": True,
    "accepted": [4, 5],
    "feedback": FEEDBACK,
    "anchors": [{"at": 1, "text": both("Not at all", "Slet ikke")}, {"at": 5, "text": both("Entirely", "Helt")}],
}

MATRIX: dict[str, Any] = {
    "id": "groups",
    "kind": "matrix",
    "stem": both("Which group is it?", "Hvilken gruppe er det?"),
    "columns": [
        {"id": "stays", "text": both("Stays", "Bliver")},
        {"id": "tells", "text": both("Tells others", "Fortæller andre")},
        {"id": "leaves", "text": both("Leaves", "Går")},
    ],
    "rows": [
        {"id": "fan", "text": both("A fan", "En fan"), "correct": ["tells"], "feedback": both("Of fans.", "Om fans.")},
        {
            "id": "content",
            "text": both("Content", "Tilfreds"),
            "correct": ["stays", "leaves"],
            "feedback": both("Of the content.", "Om de tilfredse."),
        },
    ],
}

SHORT: dict[str, Any] = {
    "id": "name",
    "kind": "short-text",
    "stem": both("What is it called?", "Hvad hedder det?"),
    "accept_typos": True,
    "accepted": {"any": ["NPS"], "en": ["net promoter score"], "da": ["ambassadørtal"]},
    "feedback": FEEDBACK,
    "near": [{"answers": ["satisfaction", "tilfredshed"], "feedback": both("That is a mood.", "Det er en stemning.")}],
}
