"""Items of every kind as Hypothesis makes them: with every mark in them that some format gives a meaning."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

BITS = [
    "a",
    "Ø b",
    "12",
    ":",
    "{x}",
    "~",
    "= 1",
    "#2",
    "\\n",
    "\\",
    "[html]",
    "(c)",
    "%50%",
    "$CATEGORY:",
    "&amp;",
    "<3",
    '"',
    "'",
    "-",
]
BITS += ["→", "//", "T", "*x", "é", "^", "|", "a;b", "::", "####", "}"]
words = st.lists(st.sampled_from(BITS), min_size=1, max_size=4).map(" ".join).filter(lambda said: said != "12")
ids = st.sampled_from(["a", "b2", "9", "a-b", "correct", "wrong", "x-1", "true", "z0-z0", "right", "option", "k"])
numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 4))


def text(said: str) -> dict[str, str]:
    """Return a text in English."""
    return {"en": said}


texts = words.map(text)
told = st.fixed_dictionaries({"correct": texts, "wrong": texts})


def several(least: int, most: int, **fields: Any) -> Any:
    """Return a list of tables with ids of their own."""
    own = st.lists(ids, min_size=least, max_size=most, unique=True)
    return own.flatmap(
        lambda named: st.tuples(*(st.fixed_dictionaries({"id": st.just(id), **fields}) for id in named)).map(list)
    )


def right_first(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the options with the first one correct."""
    return [{**options[0], "correct": True}, *options[1:]]


def item(kind: str, **fields: Any) -> Any:
    """Return items of a kind."""
    return st.fixed_dictionaries({"id": ids, "kind": st.just(kind), "stem": texts, **fields})


options = several(3, 6, text=texts, feedback=texts).map(right_first)
parts = several(3, 6, text=texts)
columns = several(2, 4, text=texts)


@st.composite
def matrices(draw: Any) -> dict[str, Any]:
    """Return a matrix, counted or not."""
    table = draw(item("matrix", columns=columns, rows=several(2, 4, text=texts, feedback=texts)))
    if draw(st.booleans()):
        known = [column["id"] for column in table["columns"]]
        for row in table["rows"]:
            row["correct"] = draw(st.lists(st.sampled_from(known), min_size=1, max_size=len(known) - 1, unique=True))
    return table


@st.composite
def matchings(draw: Any) -> dict[str, Any]:
    """Return a matching with answers that fit nothing."""
    table = draw(item("matching", pairs=several(2, 4, left=texts, feedback=texts)))
    answers = draw(several(len(table["pairs"]), 6, text=texts))
    for pair, answer in zip(table["pairs"], answers, strict=False):
        pair["right"] = answer
    return table | {"extras": answers[len(table["pairs"]) :]}


@st.composite
def rankings(draw: Any) -> dict[str, Any]:
    """Return a ranking with ties."""
    table = draw(item("ranking", options=parts, feedback=told, first=texts))
    for option in table["options"]:
        option["rank"] = draw(st.integers(1, 4))
    return table


@st.composite
def scales(draw: Any) -> dict[str, Any]:
    """Return a scale, counted or not."""
    points = draw(st.integers(2, 7))
    counted = draw(st.booleans())
    anchors = [{"at": at, "text": draw(texts)} for at in (1, points)]
    feedback = draw(told) if counted else {"any": draw(texts)}
    accepted = {"accepted": [draw(st.integers(1, points))]} if counted else {}
    about = {"points": points, "cannot_judge": draw(st.booleans()), "anchors": anchors, "feedback": feedback}
    return draw(item("scale")) | about | accepted


ITEMS = {
    "single-choice": item("single-choice", options=options),
    "multiple-choice": item("multiple-choice", options=options),
    "number": item(
        "number",
        answer=numbers,
        tolerance=st.just(0.5),
        unit=st.sampled_from(["number", "percent", "money"]),
        feedback=told,
        near=st.lists(
            st.fixed_dictionaries({"value": numbers, "tolerance": numbers.map(abs), "feedback": texts}),
            max_size=4,
            unique_by=lambda near: near["value"],
        ),
    ),
    "order": item("order", parts=several(3, 6, text=texts, why=texts), first=texts, feedback=told),
    "short-text": item(
        "short-text",
        accepted=st.lists(words, min_size=1, max_size=4, unique=True).map(lambda answers: {"any": answers}),
        accept_typos=st.booleans(),
        accept_accents=st.booleans(),
        feedback=told,
    ),
    "matrix": matrices(),
    "matching": matchings(),
    "ranking": rankings(),
    "scale": scales(),
}
