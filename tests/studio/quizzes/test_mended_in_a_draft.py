"""A published answer that was wrong is put right in a draft, and one button says what that means."""

from __future__ import annotations

from typing import Any

import pytest

from lms.catalog.publishing import publish
from lms.studio.drafts.models import Draft
from tests.studio.quizzes.test_question_pages import address, boxes, named, values
from tests.support.company import Company
from tests.support.drafting import Desk, copy_of_library


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a desk with a draft of a module that its company has published."""
    made = copy_of_library(company)
    files = made.files()
    with company.installation.database.writing() as session:
        version = publish(session, files, organisation_id=company.organisation.id, now=company.installation.clock.now())
        session.get_one(Draft, made.draft.id).based_on_id = version.id
    return made


def test_another_right_answer_is_explained_and_named_when_the_old_one_was_wrong(desk: Desk) -> None:
    name = named(desk, "quiz")
    item = next(each for each in values(desk, name)["items"] if each["kind"] == "single-choice")
    place = address(desk, name, "items", item["id"])
    data: dict[str, Any] = boxes(desk.browser.get(place).text).to_dict(flat=False)
    assert "The right answer is another" not in desk.browser.get(place).text
    ticked = next(box for box in data if box.endswith("-correct"))
    del data[ticked]
    other = 0 if not item["options"][0].get("correct") else 1
    page = desk.browser.post(place, data={**data, "do": "keep", f"edit-options-{other}-correct": "y"})
    assert "The right answer is another than in version 1.0" in page.text
    assert "Was the published answer wrong?" in page.text
    before = desk.text(f"quizzes/{name}.toml")
    desk.browser.post(place, data={"do": "mended"})
    assert values(desk, name)["mended"] == [item["id"]]
    assert "You have said that the old answer was wrong" in desk.browser.get(place).text
    desk.browser.post(place, data={"do": "unmended"})
    assert desk.text(f"quizzes/{name}.toml") == before


def test_published_ids_are_shown_when_asked_for_and_stay(desk: Desk) -> None:
    name = named(desk, "quiz")
    item = next(each for each in values(desk, name)["items"] if each["kind"] == "single-choice")
    page = desk.browser.get(f"{address(desk, name, 'items', item['id'])}?ids=1").text
    for option in item["options"]:
        assert f'value="{option["id"]}" readonly' in page
