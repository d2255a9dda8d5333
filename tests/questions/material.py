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

MATCHING: dict[str, Any] = {
    "id": "terms",
    "kind": "matching",
    "stem": both("What does it mean?", "Hvad betyder det?"),
    "pairs": [
        {
            "id": term,
            "left": both(term.title(), f"{term.title()} på dansk"),
            "right": {"id": meaning, "text": both(f"The {meaning}", f"Det: {meaning}")},
            "feedback": both(f"Of {term}.", f"Om {term}."),
        }
        for term, meaning in (("value", "sum"), ("years", "span"), ("losses", "leak"))
    ],
    "extras": [{"id": "nothing", "text": both("Nothing", "Intet")}],
}

RANKING: dict[str, Any] = {
    "id": "weighs",
    "kind": "ranking",
    "stem": both("What weighs most?", "Hvad vejer mest?"),
    "first": both("most", "mest"),
    "feedback": FEEDBACK,
    "options": [
        {"id": "price", "text": both("Price", "Pris"), "rank": 2},
        {"id": "trust", "text": both("Trust", "Tillid"), "rank": 1, "why": both("Trust is slow.", "Tillid tager tid.")},
        {"id": "speed", "text": both("Speed", "Fart"), "rank": 2},
        {"id": "gifts", "text": both("Gifts", "Gaver"), "rank": 3},
    ],
}


def region(id: str, x: float, *, correct: bool = False) -> dict[str, Any]:
    """Return a rectangle on the left at `x`, whose feedback names it."""
    right = {"correct": True} if correct else {}
    place = {"shape": "rectangle", "x": x, "y": 0.25, "width": 0.2, "height": 0.5}
    return {
        "id": id,
        "label": both(f"The {id}", f"Her: {id}"),
        "feedback": both(f"At {id}.", f"Ved {id}."),
        **right,
    } | place


HOTSPOT: dict[str, Any] = {
    "id": "waits",
    "kind": "hotspot",
    "stem": both("Where does a customer wait?", "Hvor venter en kunde?"),
    "picture": "shop.svg",
    "alt": both("A shop from above.", "En butik set ovenfra."),
    "several": True,
    "regions": [
        region("till", 0.05, correct=True),
        region("door", 0.4, correct=True),
        {
            "id": "store",
            "label": both("The store", "Lageret"),
            "feedback": both("Nobody sees it.", "Ingen ser det."),
            "shape": "circle",
            "x": 0.8,
            "y": 0.5,
            "radius": 0.1,
        },
    ],
}
