"""The number: nobody guesses it, and a slip of the tongue, the eye or the finger shows."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.doors.certificates.numbers import LENGTH, SIGNS, grouped, new_number, read_number

GOOD = new_number()


def test_a_fresh_number_is_one_and_reads_as_it_is_printed() -> None:
    for _ in range(200):
        number = new_number()
        assert read_number(number) == number
        assert read_number(grouped(number)) == number
        assert len(grouped(number)) == 24


def test_ninety_five_bits_are_left_to_chance() -> None:
    drawn = [new_number() for _ in range(500)]
    assert len(set(drawn)) == 500
    for place in range(LENGTH):
        assert len({number[place] for number in drawn}) > 25, f"sign {place} hardly varies"


def test_it_is_read_aloud_without_doubt() -> None:
    assert not set("ILOU") & set(SIGNS)
    spelt = GOOD.lower().replace("1", "l").replace("0", "o")
    assert read_number(f" {spelt[:7]} {spelt[7:12]}-{spelt[12:]} ") == GOOD


def test_every_single_wrong_sign_shows() -> None:
    for place, sign in itertools.product(range(LENGTH), SIGNS):
        changed = GOOD[:place] + sign + GOOD[place + 1 :]
        assert (read_number(changed) is not None) == (changed == GOOD)


def test_any_two_signs_that_changed_places_show() -> None:
    for one, other in itertools.combinations(range(LENGTH), 2):
        signs = list(GOOD)
        signs[one], signs[other] = signs[other], signs[one]
        changed = "".join(signs)
        assert (read_number(changed) is not None) == (changed == GOOD)


@pytest.mark.parametrize(
    "typed",
    ["", "-", GOOD[:-1], GOOD + "0", GOOD.replace(GOOD[0], "U"), "0" * 19 + "1", "🐦" * 20],
    ids=["nothing", "a dash", "too short", "too long", "with a U", "wrong check", "birds"],  # GOOD is another each time
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


@given(st.text())
def test_anything_typed_is_a_number_or_none(typed: str) -> None:
    found = read_number(typed)
    assert found is None or set(found) <= set(SIGNS)
