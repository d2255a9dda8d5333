"""Saving as one types: parts, all or nothing, never over what somebody else wrote."""

from __future__ import annotations

import pytest

from lms.kernel.permissions import Role
from lms.packs.files import LARGEST_TEXT
from tests.support.company import Company
from tests.support.drafting import Desk, begin

START = "Begin with something else.\n"


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft."""
    return begin(company)


def test_what_is_typed_is_kept_and_its_new_revision_told(desk: Desk) -> None:
    said = desk.write(desk.page, "start", START)
    assert said.status_code == 200
    assert said.json["saved"] == [{"path": desk.page, "part": "start", "base": desk.base(desk.page, "start")}]
    assert desk.part(desk.page, "start") == START


def test_a_tab_that_saw_an_older_text_changes_nothing_and_is_shown_the_newer(desk: Desk, company: Company) -> None:
    other = desk.beside(company.person(Role.TRAINER, name="Other Trainer"))
    seen = desk.base(desk.page, "start")
    assert other.write(desk.page, "start", "Theirs.\n").status_code == 200
    both = [desk.edit(desk.page, "start", "Mine.\n", base=seen), desk.edit(desk.module, "pages.01-first-page", None)]
    said = desk.save(*both)
    assert said.status_code == 409
    (conflict,) = said.json["conflicts"]
    assert (conflict["text"], conflict["by"]) == ("Theirs.\n", "Other Trainer")
    assert conflict["base"] == desk.base(desk.page, "start")
    assert desk.part(desk.page, "start") == "Theirs.\n"
    assert desk.part(desk.module, "pages.01-first-page") is not None, "nothing of the request was applied"


def test_the_same_text_from_two_tabs_is_no_conflict(desk: Desk) -> None:
    seen = desk.base(desk.page, "start")
    assert desk.write(desk.page, "start", START).status_code == 200
    assert desk.write(desk.page, "start", START, base=seen).status_code == 200


def test_faulty_content_may_be_saved_and_only_keeps_from_publishing(desk: Desk) -> None:
    assert desk.write(desk.module, "@head", "minutes = = 5\n").status_code == 200
    assert "problem" in desk.browser.get(desk.address).text


@pytest.mark.parametrize(
    ("path", "part", "text"),
    [
        ("modules/{slug}/evil.py", "@file", "import os\n"),
        ("../secrets.toml", "@file", "x = 1\n"),
        ("modules/{slug}/en/nothing-here.md", "start", "words\n"),
        ("{page}", "start", "a bell \x07 rings\n"),
        ("{page}", "start", "long " * (LARGEST_TEXT // 4)),
    ],
)
def test_what_no_draft_may_hold_is_refused_in_words_and_nothing_is_changed(
    desk: Desk, path: str, part: str, text: str
) -> None:
    before = desk.files()
    place = path.format(slug=desk.draft.slug, page=desk.page)
    said = desk.save({"path": place, "part": part, "base": "", "text": text})
    assert said.status_code in (409, 422) if "nothing" not in place else 422
    told = said.json.get("refused") or said.json["conflicts"]
    assert told
    assert desk.files() == before


@pytest.mark.parametrize(
    "body", [None, [], {}, {"edits": []}, {"edits": [{"path": 1}]}, {"edits": "x"}, {"edits": [{"path": "a"}] * 101}]
)
def test_a_broken_request_is_answered_with_400(desk: Desk, body: object) -> None:
    assert desk.browser.send(f"{desk.address}/save", body).status_code == 400


def test_typing_a_heading_into_a_block_tells_the_parts_it_became(desk: Desk) -> None:
    said = desk.write(desk.page, "start", "Before.\n\n## After {#after}\n\nMore.\n")
    parts = {each["part"]: each["text"] for each in said.json["recut"][desk.page]}
    assert list(parts) == ["@head", "start", "after"]
    assert parts["start"] == "Before.\n\n"


def test_a_new_part_goes_behind_the_one_that_is_named(desk: Desk) -> None:
    desk.write(desk.page, "start", "Before.\n\n## After {#after}\n\nMore.\n")
    said = desk.save(desk.edit(desk.page, "between", "## Between {#between}\n\nNew.\n", after="start"))
    assert said.status_code == 200
    assert desk.part(desk.page, "@order") == "@head\nstart\nbetween\nafter"


def test_parts_are_arranged_through_the_same_door(desk: Desk) -> None:
    desk.write(desk.page, "start", "One.\n\n## Two {#two}\n\nTwo.\n\n## Three {#three}\n\nThree.\n")
    seen = desk.base(desk.page, "@order")
    assert desk.write(desk.page, "@order", "@head\nstart\nthree\ntwo").status_code == 200
    assert desk.part(desk.page, "@order") == "@head\nstart\nthree\ntwo"
    assert desk.write(desk.page, "@order", "@head\ntwo\nthree\nstart", base=seen).status_code == 409


def test_somebody_of_another_company_and_a_learner_find_nothing(
    desk: Desk, company: Company, other_company: Company
) -> None:
    stranger = other_company.browser(other_company.person(Role.TRAINER))
    assert stranger.get(desk.address).status_code == 404
    edits = {"edits": [desk.edit(desk.page, "start", START)]}
    assert stranger.send(f"{desk.address}/save", edits).status_code == 404
    assert company.browser(company.person(Role.HR)).send(f"{desk.address}/save", edits).status_code == 403
    assert desk.part(desk.page, "start") != START
