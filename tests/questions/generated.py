"""Items of every kind made by chance: tables of a quiz file that can be read."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from lms.questions.text import LANGUAGES

Draw = Any
WORDS = st.sampled_from(
    [
        "Price",
        "Æ ø å",
        "1 < 2 and 3 > 2",
        'Say "no"',
        "it's",
        "a\\b",
        "two\nlines",
        "two\n\nparagraphs",
        "x\u00a0y",
        "100 %",
    ]
    + ["‚a‘ – “b”", "{{ x }}", "&amp;", "# no remark", "= 1", "[[items]]", "e\u0301", "\u2028", "0", "🙂"]
).filter(lambda words: bool(words.strip()))
SHORT = st.text(st.characters(categories=("Ll", "Nd")), min_size=1, max_size=8)
NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
NUMBERS = st.floats(-1e15, 1e15, allow_nan=False) | st.integers(-(10**12), 10**12)
TEXTS = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, WORDS))
FEEDBACK = st.fixed_dictionaries({"correct": TEXTS, "wrong": TEXTS})
ANY = st.fixed_dictionaries({"any": TEXTS})


def _ids(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(NAMES, min_size=least, max_size=most, unique=True)


def _options(draw: Draw, ids: list[str], right: set[str]) -> list[dict[str, Any]]:
    return [{"id": id, "text": draw(TEXTS), "feedback": draw(TEXTS), "correct": id in right} for id in ids]


def _optional(draw: Draw, key: str) -> dict[str, Any]:
    return {key: draw(TEXTS)} if draw(st.booleans()) else {}


def _single_choice(draw: Draw) -> dict[str, Any]:
    ids = draw(_ids(2, 4))
    return {"options": _options(draw, ids, {draw(st.sampled_from(ids))})}


def _multiple_choice(draw: Draw) -> dict[str, Any]:
    ids = draw(_ids(3, 5))
    right = set(ids[: draw(st.integers(1, min(4, len(ids) - 1)))])
    return {"options": _options(draw, ids, right), **({"choose": len(right)} if draw(st.booleans()) else {})}


def _number(draw: Draw) -> dict[str, Any]:
    answer = draw(st.floats(-1e9, 1e9, allow_nan=False))
    near = [
        {"value": answer + away, "tolerance": 0.5, "feedback": draw(TEXTS)}
        for away in draw(st.lists(st.floats(200, 1e9), max_size=2))
    ]
    given = draw(st.fixed_dictionaries({}, optional={"tolerance": st.floats(0, 100)}))
    unit = draw(st.sampled_from(["number", "money", "percent", "years"]))
    return {"answer": answer, "unit": unit, "feedback": draw(FEEDBACK), "near": near, **given}


def _order(draw: Draw) -> dict[str, Any]:
    parts = [{"id": id, "text": draw(TEXTS), **_optional(draw, "why")} for id in draw(_ids(3, 5))]
    return {"parts": parts, "feedback": draw(FEEDBACK), **_optional(draw, "first"), **_optional(draw, "last")}


def _scale(draw: Draw) -> dict[str, Any]:
    points = draw(st.integers(2, 11))
    at = {1, points} | draw(st.sets(st.integers(1, points)))
    accepted = draw(st.lists(st.integers(1, points), unique=True, max_size=points - 1))
    anchors = [{"at": each, "text": draw(TEXTS)} for each in at]
    judged = {"accepted": accepted, "feedback": draw(FEEDBACK)} if accepted else {"feedback": draw(ANY)}
    return {"points": points, "cannot_judge": draw(st.booleans()), "anchors": anchors, **judged}


def _matrix(draw: Draw) -> dict[str, Any]:
    columns = draw(_ids(2, 4))
    counted = draw(st.booleans())
    rows = [{"id": id, "text": draw(TEXTS), "feedback": draw(TEXTS)} for id in draw(_ids(2, 4))]
    for row in rows if counted else []:
        row["correct"] = draw(st.lists(st.sampled_from(columns), min_size=1, max_size=len(columns) - 1, unique=True))
    return {"columns": [{"id": id, "text": draw(TEXTS)} for id in columns], "rows": rows}


def _short_text(draw: Draw) -> dict[str, Any]:
    lists = st.lists(SHORT.map(lambda word: f"right {word}"), min_size=1, max_size=3)
    accepted = draw(st.fixed_dictionaries({"any": lists}, optional={"en": lists, "sv": lists}))
    near = [{"answers": draw(st.lists(SHORT.map(lambda word: f"no {word}"), min_size=1)), "feedback": draw(TEXTS)}]
    kindly = {key: draw(st.booleans()) for key in ("accept_typos", "accept_accents")}
    return {"accepted": accepted, "feedback": draw(FEEDBACK), "near": near[: draw(st.integers(0, 1))], **kindly}


def _matching(draw: Draw) -> dict[str, Any]:
    ids = draw(_ids(5, 9))
    answer = [{"id": f"of-{id}", "text": draw(TEXTS)} for id in ids]
    many = draw(st.integers(2, 5))
    pairs = [
        {"id": id, "left": draw(TEXTS), "right": right, "feedback": draw(TEXTS)}
        for id, right in zip(ids[:many], answer, strict=False)
    ]
    return {"pairs": pairs, "extras": answer[many:]}


def _ranking(draw: Draw) -> dict[str, Any]:
    ids = draw(_ids(3, 5))
    ranks = draw(st.none() | st.lists(st.integers(1, 10), min_size=len(ids), max_size=len(ids)).filter(_not_all_one))
    options = [{"id": id, "text": draw(TEXTS), **_optional(draw, "why")} for id in ids]
    for option, rank in zip(options, ranks or (), strict=False):
        option["rank"] = rank
    return {"options": options, "feedback": draw(FEEDBACK if ranks else ANY), **_optional(draw, "last")}


def _not_all_one(ranks: list[int]) -> bool:
    return len(set(ranks)) > 1


SHAPES = st.one_of(
    st.fixed_dictionaries(
        {"shape": st.just("rectangle"), **{key: st.floats(0, 1) for key in ("x", "y", "width", "height")}}
    ),
    st.fixed_dictionaries({"shape": st.just("circle"), **{key: st.floats(0, 1) for key in ("x", "y", "radius")}}),
    st.fixed_dictionaries(
        {
            "shape": st.just("polygon"),
            "points": st.lists(st.lists(st.floats(0, 1), min_size=2, max_size=2), min_size=3, max_size=5),
        }
    ),
)


def _hotspot(draw: Draw) -> dict[str, Any]:
    ids = draw(_ids(2, 4))
    regions = [
        {"id": id, "label": draw(TEXTS), "feedback": draw(TEXTS), "correct": id == ids[0], **draw(SHAPES)} for id in ids
    ]
    return {"picture": "shop.svg", "alt": draw(TEXTS), "several": draw(st.booleans()), "regions": regions}


MAKERS = {
    "single-choice": _single_choice,
    "multiple-choice": _multiple_choice,
    "number": _number,
    "order": _order,
    "scale": _scale,
    "matrix": _matrix,
    "short-text": _short_text,
    "matching": _matching,
    "ranking": _ranking,
    "hotspot": _hotspot,
}


@st.composite
def tables(draw: Draw, kind: str) -> dict[str, Any]:
    """Return the table of an item of a kind, in three languages."""
    return {"id": draw(NAMES), "kind": kind, "stem": draw(TEXTS), **MAKERS[kind](draw)}
