"""Reflections: saved as they are typed or by a form, sealed, for nobody else's eyes."""

from __future__ import annotations

import pytest

from tests.practice.work import MODULE_ID, SLUG, Doer
from tests.support.company import answer
from tests.support.forms import form_to
from tests.support.rows import dump, log_of

PAGE = f"/learn/{SLUG}/01-try"
CONTEXT = f"reflection:{MODULE_ID}"


def test_a_page_shows_the_question_with_its_hint_and_what_was_thought(doer: Doer) -> None:
    saved = doer.browser.save(answer(CONTEXT, "think", "text", "The bakery,\nin March."))
    assert saved.json["saved"][0]["revision"] == 1
    page = doer.browser.get(PAGE).text
    assert "Which customer did you lose last?" in page
    assert "One name is enough." in page
    assert "The bakery,\nin March.</textarea>" in page
    assert f'data-context="{CONTEXT}"' in page


def test_a_thought_in_danish_is_the_same_thought_in_english(doer: Doer) -> None:
    doer.browser.save(answer(CONTEXT, "think", "text", "Bageriet."))
    doer.browser.post("/language", {"language": "da"})
    page = doer.browser.get(PAGE).text
    assert "Hvilken kunde mistede du sidst?" in page
    assert "Bageriet.</textarea>" in page


def test_it_is_kept_without_a_script(doer: Doer) -> None:
    form = form_to(doer.browser.get(PAGE).text, "/reflections/")
    kept = doer.browser.post(form.action, form.values | {"text": "Typed\r\nby hand."})
    assert kept.status_code == 303
    assert kept.headers["Location"].endswith("#think")
    assert "Typed\nby hand.</textarea>" in doer.browser.get(PAGE).text
    doer.browser.post(form.action, form.values | {"text": "Typed\r\nby hand."})
    assert len(log_of(doer.database, doer.person)) == 1, "the same again is nothing new"


def test_a_form_without_the_field_wipes_nothing(doer: Doer) -> None:
    doer.browser.save(answer(CONTEXT, "think", "text", "Keep me."))
    doer.browser.post(form_to(doer.browser.get(PAGE).text, "/reflections/").action)
    assert "Keep me.</textarea>" in doer.browser.get(PAGE).text


def test_a_thought_that_is_too_long_comes_back_whole_with_words(doer: Doer) -> None:
    form = form_to(doer.browser.get(PAGE).text, "/reflections/")
    refused = doer.browser.post(form.action, form.values | {"text": "é" * 4_001})
    assert refused.status_code == 422
    assert "This is 1 characters more" in refused.text
    assert "é" * 4_001 in refused.text
    assert doer.browser.save(answer(CONTEXT, "think", "text", "é" * 4_000)).status_code == 200
    assert doer.browser.save(answer(CONTEXT, "think", "text", "é" * 4_001, base=1)).status_code == 422


@pytest.mark.parametrize(
    ("context", "block", "item", "value", "status"),
    [
        (CONTEXT, "call-five", "text", "a", 422),
        (CONTEXT, "word", "text", "a", 422),
        (CONTEXT, "nothing", "text", "a", 422),
        (CONTEXT, "think", "note", "a", 422),
        (CONTEXT, "think", "text", 7, 422),
        (CONTEXT, "think", "text", None, 422),
        (CONTEXT, "think", "text", ["a"], 422),
        (f"practice:{MODULE_ID}", "think", "note", "a", 422),
        (f"practice:{MODULE_ID}", "call-five", "text", "a", 422),
        ("reflection:0198f000-0000-7000-8000-000000000000", "think", "text", "a", 404),
        ("reflection:nonsense", "think", "text", "a", 404),
        ("practice:", "call-five", "note", "a", 404),
    ],
)
def test_what_fits_no_field_is_refused(
    doer: Doer, context: str, block: str, item: str, value: object, status: int
) -> None:
    assert doer.browser.save(answer(context, block, item, value)).status_code == status
    assert log_of(doer.database, doer.person) == []


def test_two_devices_lose_nothing(doer: Doer) -> None:
    doer.browser.save(answer(CONTEXT, "think", "text", "On the laptop."))
    late = doer.browser.save(answer(CONTEXT, "think", "text", "On the phone.", base=0))
    assert late.json["conflicts"][0]["current"] == {"value": "On the laptop.", "revision": 1}
    assert len(log_of(doer.database, doer.person)) == 2


def test_it_is_sealed_and_shown_to_nobody_else(doer: Doer, stranger: Doer) -> None:
    doer.browser.save(
        answer(CONTEXT, "think", "text", "zebrathought"),
        answer(f"practice:{MODULE_ID}", "call-five", "note", "zebranote"),
    )
    everything = dump(doer.database)
    assert b"zebrathought" not in everything
    assert b"zebranote" not in everything
    assert "zebrathought" not in stranger.browser.get(PAGE).text
