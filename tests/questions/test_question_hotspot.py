"""Hotspot: one place or several, regions that lie badly, a picture that says nothing of the key."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from lms.questions.kinds import BadResponse, Pictured, field_of, kind_of
from lms.questions.tables import ItemErrors
from tests.questions.material import HOTSPOT, region

KIND: Any = kind_of("hotspot")
SIZE = {"shop.svg": (1200, 600)}
REGIONS = ["till", "door", "store"]


def item(**changes: Any) -> Any:
    """Return the item on its picture, twice as wide as high, changed."""
    return KIND.fitted(KIND.parse(copy.deepcopy(HOTSPOT) | changes, ("en", "da")), SIZE)


def one() -> Any:
    """Return the item with one place to be found."""
    return item(several=False, regions=[region("till", 0.05, correct=True), region("door", 0.4)])


@pytest.mark.parametrize(
    ("value", "points"),
    [(["door", "till"], 1.0), (["till"], 0.5), (["till", "store"], 0.0), (REGIONS, 0.5), (["store"], 0.0)],
)
def test_right_ones_less_wrong_ones_are_points(value: Any, points: float) -> None:
    assert KIND.score(item(), value).points == points


def test_one_place_is_right_or_not_and_teaches_either_way() -> None:
    assert (KIND.score(one(), "till").points, KIND.score(one(), "door").points) == (1.0, 0.0)
    notes = KIND.score(one(), "door").notes
    assert [(note.part, note.verdict) for note in notes] == [("till", "missed"), ("door", "wrong")]
    assert KIND.said(one(), "door") == ("door",)


@pytest.mark.parametrize(
    "value", ["till", ["till", "till"], ["roof"], [["till"]], {"till": True}, [0.1, 0.5], ["till"] * 9999, 1]
)
def test_what_is_no_place_is_refused_in_words(value: Any) -> None:
    with pytest.raises(BadResponse, match="no place on this picture"):
        KIND.response(item(), value)
    with pytest.raises(BadResponse):
        KIND.response(one(), ["till"])


@given(st.lists(st.sampled_from(REGIONS), unique=True))
def test_a_response_is_stored_as_it_is_read_again(value: list[str]) -> None:
    taken = KIND.response(item(), value)
    assert KIND.response(item(), taken) == taken
    assert 0 <= KIND.score(item(), taken).points <= 1
    assert KIND.score(item(), taken).correct == (taken == ["door", "till"])


def test_the_picture_says_nothing_of_the_key() -> None:
    regions = copy.deepcopy(HOTSPOT["regions"])
    regions[1].pop("correct")
    regions[2]["correct"] = True
    assert KIND.public(item(regions=regions)) == KIND.public(item())
    assert "At till" not in json.dumps(KIND.public(item()))


@given(st.text(max_size=6))
def test_an_attempt_mixes_the_list_and_loses_no_region(seed: str) -> None:
    assert sorted(each.id for each in KIND.arranged(item(), seed).regions) == sorted(REGIONS)


def test_wording_picture_and_place_are_no_meaning_and_the_key_is() -> None:
    moved = copy.deepcopy(HOTSPOT["regions"])
    moved[0]["x"] = 0.1
    assert KIND.meaning(item(regions=moved)) == KIND.meaning(item())
    moved[2]["correct"], moved[0]["correct"] = True, False
    assert KIND.meaning(item(regions=moved)) != KIND.meaning(item())


def test_it_tells_its_picture_and_keeps_its_size() -> None:
    assert isinstance(KIND, Pictured)
    assert KIND.pictures(item())["shop.svg"]["da"] == "En butik set ovenfra."
    assert KIND.from_document(json.loads(json.dumps(KIND.document(item())))).size == (1200, 600)


def circle(x: float, y: float, radius: float) -> dict[str, Any]:
    """Return a circle in place of the material's."""
    return HOTSPOT["regions"][2] | {"x": x, "y": y, "radius": radius}


def polygon(*points: tuple[float, float]) -> dict[str, Any]:
    """Return a polygon in place of the material's circle."""
    kept = {key: HOTSPOT["regions"][2][key] for key in ("id", "label", "feedback")}
    return kept | {"shape": "polygon", "points": [list(point) for point in points]}


BEYOND, SMALL = "The region reaches beyond the picture.", "The region is too small to be hit."
CROSSES, OVERLAP = "The outline crosses itself.", 'The regions "door" and "store" overlap.'


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (circle(0.9, 0.5, 0.15), BEYOND),
        (circle(0.8, 0.2, 0.15), BEYOND),  # 0.15 of the width is 0.3 of the height
        (HOTSPOT["regions"][0] | {"id": "store", "x": 0.9, "correct": False}, BEYOND),
        (circle(0.8, 0.5, 0.005), SMALL),
        (polygon((0.7, 0.1), (0.9, 0.9), (0.9, 0.1), (0.7, 0.9)), CROSSES),
        (circle(0.65, 0.5, 0.1), OVERLAP),
        (polygon((0.55, 0.5), (0.9, 0.2), (0.9, 0.8)), OVERLAP),
        (polygon((0.4, 0.25), (0.6, 0.25), (0.6, 0.75), (0.4, 0.75)), OVERLAP),  # the very same place
        (polygon((0.45, 0.4), (0.55, 0.4), (0.5, 0.6)), OVERLAP),  # inside the other
    ],
)
def test_regions_that_lie_badly_are_refused_in_words(shape: dict[str, Any], message: str) -> None:
    regions = [*copy.deepcopy(HOTSPOT["regions"][:2]), shape]
    with pytest.raises(ItemErrors) as caught:
        item(regions=regions)
    assert [(fault.path, fault.message) for fault in caught.value.faults] == [(("regions", 2), message)]


@pytest.mark.parametrize(
    "shape",
    [
        polygon((0.6, 0.25), (0.9, 0.25), (0.9, 0.75), (0.6, 0.75)),  # side by side with the door
        polygon((0.7, 0.1), (0.9, 0.1), (0.9, 0.9), (0.7, 0.9), (0.8, 0.5)),
        circle(0.75, 0.5, 0.14),
    ],
)
def test_regions_may_touch_and_have_any_outline(shape: dict[str, Any]) -> None:
    found = item(regions=[*copy.deepcopy(HOTSPOT["regions"][:2]), shape]).regions[2]
    x, y, aside = item().number_at(found)
    assert (found.shape.holds((x, y), 2.0), aside) == (True, 0), "its number stands inside it"


@pytest.mark.parametrize(("x", "aside"), [(0.7, 12), (0.94, -12)])
def test_the_number_of_a_small_place_stands_beside_it_and_on_the_picture(x: float, aside: int) -> None:
    small = item(regions=[*HOTSPOT["regions"][:2], circle(x, 0.5, 0.03)]).regions[2]
    assert item().number_at(small)[2] == aside


@pytest.mark.parametrize(
    "points",
    [None, "0,0", [[0.1, 0.2]], [[0.1, 0.2], [0.3, 0.4], [0.5]], [[0.1, 0.2], [0.3, 1.4], [0.5, 0.6]], [[True, 0]] * 3],
)
def test_corners_that_are_none_are_told(faults: Any, points: Any) -> None:
    shape = {key: value for key, value in (polygon() | {"points": points}).items() if value is not None}
    told = faults(HOTSPOT | {"regions": [*HOTSPOT["regions"][:2], shape]})
    assert (("regions", 2, "points"), '"points" must be a list of corners.') in told


def test_none_or_all_or_two_right_places_are_told(faults: Any) -> None:
    bare = [{**each, "correct": False} for each in HOTSPOT["regions"]]
    assert faults(HOTSPOT | {"regions": bare}) == [(("regions",), "No region is correct.")]
    every = [{**each, "correct": True} for each in HOTSPOT["regions"]]
    assert faults(HOTSPOT | {"regions": every}) == [(("regions",), "Every region is correct.")]
    assert faults(HOTSPOT | {"several": False}) == [(("regions",), "2 regions are correct.")]
    assert (("alt",), '"alt.da" is missing.') in faults(HOTSPOT | {"alt": {"en": "A shop."}})


def test_the_list_comes_first_where_a_place_is_too_small_for_a_finger() -> None:
    assert not item().list_first
    assert item(regions=[*HOTSPOT["regions"][:2], circle(0.8, 0.5, 0.04)]).list_first


def form(item: Any, sent: list[tuple[str, str]]) -> Any:
    """Return a form with the item's field under the name "answer"."""
    made: type[Form] = type("ItemForm", (Form,), {"answer": field_of("hotspot")(item, "da")})
    return made(MultiDict(sent))


def test_the_list_is_a_form_of_its_own_for_one_place_and_for_several() -> None:
    several = form(item(), [("answer", ""), ("answer", "till"), ("answer", "store")])
    assert several.validate()
    assert several.answer.data == ["store", "till"]
    single = form(one(), [("answer", "door")])
    assert single.validate()
    assert single.answer.data == "door"
    assert "Her: door" in str(single.answer())
    none = form(one(), [("other", "1")])
    assert none.validate()
    assert none.answer.data is None


def test_the_list_refuses_what_is_not_on_the_picture() -> None:
    for shown in (item(), one()):
        refused = form(shown, [("answer", "roof")])
        assert not refused.validate()
        assert refused.answer.errors == ["This is no place on this picture. Choose among the places shown."]
