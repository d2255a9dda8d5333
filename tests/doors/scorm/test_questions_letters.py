"""Short texts count as the same in the browser and on the server, whatever letters they are made of."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.questions.short_text.likeness import normal, one_off, tidy
from tests.doors.scorm.asked_answers import TYPED
from tests.doors.scorm.asked_engine import engine
from tests.doors.scorm.asked_letters import folds, marks

# no surrogates, which are no text, and nothing that this Python's Unicode does not know
LETTERS = st.characters(exclude_categories=("Cs", "Cn", "Co"))
TEXTS = st.text(LETTERS | st.sampled_from("aåÅßΣσς\u0301\u00ad \u200b.!“İǅﬁ\u1e9e"), max_size=30)


def both(text: str) -> list[str]:
    return [tidy(text), normal(text, accents_count=True), normal(text, accents_count=False)]


def theirs(texts: list[str]) -> Any:
    return engine().run(
        "data.map((it) => [asked.letters.tidy(it), asked.letters.normal(it, true), asked.letters.normal(it, false)])",
        texts,
    )


@given(texts=st.lists(TEXTS, min_size=20, max_size=20))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_texts_of_any_letters_have_the_servers_normal_form(texts: list[str]) -> None:
    assert theirs(texts) == [both(each) for each in texts]


def test_every_single_letter_has_the_servers_normal_form() -> None:
    letters = [chr(number) for number in range(0x30000) if unicodedata.category(chr(number)) not in ("Cs", "Cn", "Co")]
    words = [f"a{letter}b" for letter in letters]
    differing = [one for one, found in zip(words, theirs(words), strict=True) if found != both(one)]
    assert differing == []


@given(pairs=st.lists(st.tuples(st.text("abcø", max_size=7), st.text("abcø", max_size=7)), min_size=30, max_size=30))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_one_letter_off_is_the_same_on_both_sides(pairs: list[tuple[str, str]]) -> None:
    found = engine().run("data.map(([one, other]) => asked.letters.oneOff(one, other))", pairs)
    assert found == [one_off(*each) for each in pairs]


def test_what_people_type_is_among_it() -> None:
    assert theirs(TYPED) == [both(each) for each in TYPED]


def test_the_tables_are_those_of_python() -> None:
    assert engine().run("asked.letters.FOLDS") == folds()
    shown = engine().run("asked.letters.MARKS").split(",")
    written = "".join("-".join(f"\\u{{{each}}}" for each in span.split("-")) for span in shown)
    assert written == marks()
