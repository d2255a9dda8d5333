"""Matching: partial credit per pair, what each pair teaches, what is refused, and that the page gives no pair away."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from lms.questions.kinds import BadResponse, field_of, kind_of
from tests.questions.material import MATCHING, both

KIND = kind_of("matching")
KEY = {"value": "sum", "years": "span", "losses": "leak"}
PAIRS, ANSWERS = [*KEY], [*KEY.values(), "nothing"]


def item(**changes: Any) -> Any:
    """Return the item, changed."""
    return KIND.parse(copy.deepcopy(MATCHING) | changes, ("en", "da"))


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (KEY, 1.0),
        ({"value": "sum", "years": "leak", "losses": "leak"}, 2 / 3),
        ({"value": "sum"}, 1 / 3),
        ({"value": "nothing", "years": "sum"}, 0.0),
    ],
)
def test_each_pair_has_its_share(value: Any, points: float) -> None:
    assert KIND.score(item(), value).points == pytest.approx(points)


def test_every_pair_teaches_with_what_fits_the_one_left_out_too() -> None:
    notes = KIND.score(item(), {"value": "sum", "years": "leak"}).notes
    assert [(note.part, note.verdict, note.text["en"], note.feedback["en"]) for note in notes] == [
        ("value", "right", "Value – The sum", "Of value."),
        ("years", "wrong", "Years – The span", "Of years."),
        ("losses", "missed", "Losses – The leak", "Of losses."),
    ]


def test_pairs_may_be_left_open_and_none_is_no_answer() -> None:
    assert KIND.response(item(), {"years": "span", "value": None}) == {"years": "span"}
    assert KIND.response(item(), {"years": None}) is None
    assert KIND.response(item(), {}) is None


@pytest.mark.parametrize(
    "value",
    [
        {"value": "elsewhere"},
        {"nobody": "sum"},
        {"value": ["sum"]},
        ["sum"],
        "sum",
        7,
        {f"p{n}": "sum" for n in range(5000)},
        {"value": "x" * 100_000},
    ],
)
def test_what_is_no_pair_is_refused_in_words(value: Any) -> None:
    with pytest.raises(BadResponse, match="none of the answers") as caught:
        KIND.response(item(), value)
    assert caught.value.remedy


responses = st.dictionaries(st.sampled_from(PAIRS), st.sampled_from(ANSWERS) | st.none(), min_size=1)


@given(responses)
def test_a_response_is_stored_as_it_is_read_again_and_points_are_pairs(value: dict[str, Any]) -> None:
    taken = KIND.response(item(), value)
    assert KIND.response(item(), taken) == taken
    score = KIND.score(item(), taken)
    assert score.points == sum(KEY[pair] == answer for pair, answer in (taken or {}).items()) / 3
    assert score.correct == (taken == KEY)


@given(st.permutations(ANSWERS))
def test_whatever_fits_what_the_page_looks_the_same(rights: list[str]) -> None:
    other = copy.deepcopy(MATCHING)
    texts = {id: both(f"The {id}", f"Det: {id}") for id in ANSWERS}
    texts["nothing"] = both("Nothing", "Intet")
    for pair, right in zip(other["pairs"], rights, strict=False):
        pair["right"] = {"id": right, "text": texts[right]}
    other["extras"] = [{"id": rights[3], "text": texts[rights[3]]}]
    assert KIND.public(KIND.parse(other, ("en", "da"))) == KIND.public(item())


@given(st.text(max_size=8))
def test_an_attempt_mixes_both_sides_and_loses_nothing(seed: str) -> None:
    mixed = KIND.arranged(item(), seed)
    assert sorted(pair.id for pair in mixed.pairs) == sorted(PAIRS)
    assert sorted(answer.id for answer in mixed.answers) == sorted(ANSWERS)
    assert seed or mixed.pairs == item().pairs


def test_wording_is_no_meaning_and_another_pair_or_answer_is() -> None:
    worded = copy.deepcopy(MATCHING)
    worded["pairs"][0]["left"]["en"] = "What they are worth"
    worded["pairs"].reverse()
    assert KIND.meaning(KIND.parse(worded, ("en", "da"))) == KIND.meaning(item())
    assert KIND.meaning(item(extras=[])) != KIND.meaning(item())


def test_an_author_is_told_what_gives_the_pair_away_and_what_is_used_twice(faults: Any) -> None:
    table = copy.deepcopy(MATCHING)
    table["pairs"][0]["right"]["id"] = "value"
    assert [path for path, _ in faults(table)] == [("pairs", 0, "right", "id")]
    table["pairs"][0]["right"]["id"] = "nothing"
    assert faults(table) == [(("extras", 0, "id"), 'The answer id "nothing" is used twice.')]
    table["pairs"][0]["right"]["id"], table["pairs"][0]["id"] = "sum", "years"
    assert faults(table) == [(("pairs", 1, "id"), 'The pair id "years" is used twice.')]


def test_too_few_pairs_and_too_many_answers_are_told(faults: Any) -> None:
    assert faults(MATCHING | {"pairs": MATCHING["pairs"][:1]}) == [(("pairs",), '"pairs" has 1 of at least 2 entries.')]
    many = [{"id": f"extra-{n}", "text": both("So", "Så")} for n in range(10)]
    assert faults(MATCHING | {"extras": many}) == [(("extras",), "13 answers are too many to look through.")]


def form(sent: dict[str, str] | None = None, data: Any = None) -> Any:
    """Return a form with the item's field under the name "answer"."""
    made: type[Form] = type("ItemForm", (Form,), {"answer": field_of("matching")(item(), "da")})
    return made(MultiDict(sent) if sent is not None else None, data={"answer": data})


def test_the_form_takes_selects_empties_them_and_says_nothing_of_what_fits() -> None:
    filled = form({"answer:value": "leak", "answer:years": "", "answer:losses": ""})
    assert filled.validate()
    assert filled.answer.data == {"value": "leak"}
    emptied = form({"answer:value": "", "answer:years": "", "answer:losses": ""}, data=KEY)
    assert emptied.validate()
    assert (emptied.answer.data, bool(emptied.answer.raw_data)) == (None, True)
    html = str(form(data={"years": "span"}).answer())
    assert '<option value="span" selected>Det: span</option>' in html
    assert "Om years" not in html


def test_the_form_refuses_what_is_not_there() -> None:
    refused = form({"answer:value": "<script>"})
    assert not refused.validate()
    assert refused.answer.errors == ["This is none of the answers. Choose one of the answers shown."]
