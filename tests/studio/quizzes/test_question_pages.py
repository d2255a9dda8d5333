"""A trainer writes the questions of a draft in forms: everything is kept as typed, and nothing else is touched."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from lms.kernel.permissions import Role
from lms.questions.kinds import kind_names
from tests.support.company import Company
from tests.support.drafting import Desk, copy_of_library

ALONE = {"X-Part-Alone": "1"}
"""As the page's script asks: without the head, whose count of problems reads the whole draft."""


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a copy of the library's module."""
    return copy_of_library(company)


def named(desk: Desk, kind: str) -> str:
    """Return the name of the draft's file of a kind."""
    paths = [path for path in desk.files() if path.startswith("quizzes/") and path.endswith(".toml")]
    path = next(path for path in paths if tomllib.loads(desk.text(path))["kind"] == kind)
    return path.removeprefix("quizzes/").removesuffix(".toml")


def address(desk: Desk, name: str, *more: str) -> str:
    """Return the address of a file's page, or of a part of it."""
    return "/".join([desk.address, "quizzes", name, *more])


def values(desk: Desk, name: str) -> dict[str, Any]:
    """Return what a file says now."""
    return tomllib.loads(desk.text(f"quizzes/{name}.toml"))


def boxes(page: str, form: str = '<form class="edit"') -> MultiDict[str, str]:
    """Return what a browser would send of the form on the page."""
    text = page.partition(form)[2].partition("</form>")[0]
    found: MultiDict[str, str] = MultiDict()
    for tag in re.findall(r"<input[^>]*>", text):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("type") not in ("checkbox", "radio", "file") or " checked" in tag:
            found.add(at["name"], unescape(at.get("value", "")))
    for name, words in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', text, re.S):
        found.add(name, unescape(words))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found.add(name, unescape(chosen[1]) if chosen else "")
    return found


def send(desk: Desk, place: str, changes: dict[str, str] | None = None, **more: str) -> TestResponse:
    """Send the form of a part as it stands with some boxes changed."""
    data = boxes(desk.browser.get(place, headers=ALONE).text)
    data.update({}) if not changes else [data.setlist(name, [value]) for name, value in changes.items()]
    return desk.browser.post(place, data={"do": "keep", **data.to_dict(flat=False), **more}, headers=ALONE)


@pytest.mark.parametrize("kind", ["quiz", "self-assessment", "drill"])
def test_every_part_opens_and_saving_it_unchanged_leaves_the_bytes(desk: Desk, kind: str) -> None:
    name = named(desk, kind)
    before = desk.text(f"quizzes/{name}.toml")
    page = desk.browser.get(address(desk, name))
    assert page.status_code == 200
    places = set(re.findall(rf'href="({re.escape(address(desk, name))}/[^"?#]+)"', page.text))
    assert len(places) > 5
    for place in sorted(places):
        assert desk.browser.get(place).status_code == 200, place
        if not place.endswith("/add"):
            assert send(desk, place).status_code == 200, place
    assert desk.text(f"quizzes/{name}.toml") == before


def test_what_is_typed_stands_in_the_file_and_in_the_preview(desk: Desk) -> None:
    name = named(desk, "quiz")
    path = f"quizzes/{name}.toml"
    desk.write(path, "@head", f"# A remark.\n{desk.part(path, '@head')}")
    item = values(desk, name)["items"][0]["id"]
    place = address(desk, name, "items", item)
    page = send(desk, place, {"edit-stem-en": "Retention rises. What then?"})
    assert "<legend>Retention rises. What then?</legend>" in page.text
    assert values(desk, name)["items"][0]["stem"]["en"] == "Retention rises. What then?"
    assert "# A remark." in desk.text(path), "remarks stay"


def test_a_faulty_question_is_kept_and_told_at_its_field(desk: Desk) -> None:
    name = named(desk, "quiz")
    item = values(desk, name)["items"][0]["id"]
    page = send(
        desk,
        address(desk, name, "items", item),
        {"edit-options-1-feedback-en": "", "edit-options-1-feedback-da": "", "edit-options-1-feedback-sv": ""},
    )
    assert page.status_code == 200
    assert re.search(r'id="edit-options-1-feedback-en-error" data-wrong>.*?Write this text\.', page.text)
    assert "feedback" not in values(desk, name)["items"][0]["options"][1]


def test_a_missing_translation_is_no_fault_in_a_draft(desk: Desk) -> None:
    name = named(desk, "quiz")
    item = values(desk, name)["items"][0]["id"]
    page = send(desk, address(desk, name, "items", item), {"edit-stem-da": ""})
    assert "Write this text" not in page.text
    assert 'data-item-box="' in page.text, "it can be tried"
    assert "1 text to write" in desk.browser.get(address(desk, name)).text


def test_somebody_faster_is_shown_beside_what_was_typed_and_nothing_is_lost(desk: Desk, company: Company) -> None:
    other = desk.beside(company.person(Role.TRAINER, name="Other Trainer"))
    name = named(desk, "quiz")
    place = address(desk, name, "items", values(desk, name)["items"][0]["id"])
    mine = boxes(desk.browser.get(place).text)
    send(other, place, {"edit-stem-en": "Theirs?"})
    mine["edit-stem-en"] = "Mine?"
    told = desk.browser.post(place, data={"do": "keep", **mine.to_dict(flat=False)})
    assert told.status_code == 409
    assert ">Theirs?<" in told.text
    assert ">Mine?<" in told.text
    assert boxes(told.text)["edit-stem-en"] == "Mine?", "what was typed is still in its box"
    assert values(desk, name)["items"][0]["stem"]["en"] == "Theirs?"
    stale = desk.browser.post(place, data={"do": "keep", "over": "1", **mine.to_dict(flat=False)})
    assert stale.status_code == 409, "only what was seen beside it is written over"
    mine["base"] = boxes(told.text)["base"]
    over = desk.browser.post(place, data={"do": "keep", "over": "1", **mine.to_dict(flat=False)})
    assert over.status_code == 200
    assert values(desk, name)["items"][0]["stem"]["en"] == "Mine?"


def test_a_question_of_each_kind_is_begun_with_its_words_and_opens(desk: Desk) -> None:
    for kind in kind_names():
        begin_question(desk, named(desk, "quiz"), kind)


def begin_question(desk: Desk, name: str, kind: str) -> None:
    """Add a question of a kind."""
    assert f'value="{kind}"' in desk.browser.get(address(desk, name, "add")).text
    made = desk.browser.post(address(desk, name, "add"), data={"kind": kind, "words": f"Why stay, {kind}?"})
    assert made.status_code == 303
    assert made.location.endswith(f"/items/why-stay-{kind}")
    page = desk.browser.get(made.location)
    assert page.status_code == 200
    assert "aria-invalid" not in page.text, "nobody is scolded before they have written anything"
    assert values(desk, name)["items"][-1]["kind"] == kind


def test_options_get_ids_of_their_words_which_stay_once_made(desk: Desk) -> None:
    name = named(desk, "quiz")
    made = desk.browser.post(address(desk, name, "add"), data={"kind": "single-choice", "words": "Who stays?"})
    place = made.location.partition("localhost")[2] or made.location
    page = desk.browser.get(place).text
    assert 'type="hidden" name="edit-options-0-id"' in page, "ids are not shown"
    send(desk, place, {"edit-options-0-text-en": "Whoever is listened to", "edit-options-1-text-en": "Nobody"})
    ids = [each["id"] for each in values(desk, name)["items"][-1]["options"]]
    assert ids[:2] == ["whoever-is-listened-to", "nobody"]
    send(desk, place, {"edit-options-0-text-en": "Whoever is heard"})
    assert values(desk, name)["items"][-1]["options"][0]["id"] == "whoever-is-listened-to"


def test_entries_are_moved_doubled_removed_and_brought_back_without_a_script(desk: Desk) -> None:
    name = named(desk, "quiz")
    ids = lambda: [each["id"] for each in values(desk, name)["items"]]  # noqa: E731
    before, text = ids(), desk.text(f"quizzes/{name}.toml")
    place = address(desk, name)
    desk.browser.post(place, data={"do": f"down:items:{before[0]}"})
    assert ids() == [before[1], before[0], *before[2:]]
    desk.browser.post(place, data={"do": f"put:items:{before[0]}", "to": "0"})
    assert ids() == before
    desk.browser.post(place, data={"do": f"double:items:{before[0]}"})
    assert ids() == [before[0], f"{before[0]}-2", *before[1:]]
    gone = desk.browser.post(place, data={"do": f"remove:items:{before[0]}-2"})
    assert ids() == before
    page = desk.browser.get(gone.location.partition("#")[0]).text
    undo = re.search(r'value="(undo:\d+)"', page)
    assert undo is not None
    desk.browser.post(place, data={"do": undo[1]})
    assert f"{before[0]}-2" in ids()
    desk.browser.post(place, data={"do": f"remove:items:{before[0]}-2"})
    assert desk.text(f"quizzes/{name}.toml").strip() == text.strip()


def test_an_unreadable_file_has_no_form_but_can_be_mended_as_text(desk: Desk) -> None:
    name = named(desk, "quiz")
    path = f"quizzes/{name}.toml"
    desk.write(path, "@head", "kind = = 5\n")
    page = desk.browser.get(address(desk, name))
    assert "cannot be read" in page.text
    assert desk.browser.get(address(desk, name, "rules")).status_code == 404
    desk.browser.post(address(desk, name), data={"do": "text", "text": 'kind = "quiz"\n'})
    assert desk.text(path) == 'kind = "quiz"\n'
    assert desk.browser.get(address(desk, name, "rules")).status_code == 200
    assert desk.browser.get(f"{desk.address}/quizzes").status_code == 200


def test_something_new_is_begun_from_a_title(desk: Desk) -> None:
    for kind in ("quiz", "self-assessment", "drill"):
        made = desk.browser.post(f"{desk.address}/quizzes", data={"kind": kind, "title": f"Another {kind}"})
        assert made.status_code == 303
        name = made.location.rpartition("/")[2]
        assert name == f"{desk.draft.slug}-another-{kind}"
        assert desk.browser.get(made.location).status_code == 200
        found = values(desk, name)
        assert (found["kind"], found["title"]["en"]) == (kind, f"Another {kind}")


def test_a_file_of_another_program_is_taken_over_with_its_losses_shown(desk: Desk) -> None:
    gift = "::One:: Which one? {=right#yes ~wrong#no}\n\n::Two:: Write an essay. {}\n"
    data = {"file": (__import__("io").BytesIO(gift.encode()), "old.gift"), "language": "en", "format": ""}
    page = desk.browser.post(f"{desk.address}/question-imports", data=data, content_type="multipart/form-data")
    assert "1 question of “old.gift” is in the draft now" in page.text
    assert "What did not come along" in page.text
    assert [each["kind"] for each in values(desk, f"{desk.draft.slug}-old")["items"]] == ["single-choice"]
