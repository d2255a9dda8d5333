"""The history: runs of keystrokes, what changed, taking back across people and sittings."""

from __future__ import annotations

import pytest

from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.studio.drafts.history import acts, marked
from lms.studio.drafts.models import Draft
from tests.support.company import Company
from tests.support.drafting import Desk, begin


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft."""
    return begin(company, person=company.person(Role.TRAINER, name="First Trainer"))


def numbers(desk: Desk) -> list[int]:
    """Return the numbers of the acts, newest first."""
    with desk.company.installation.database.reading() as session:
        draft = session.get(Draft, desk.draft.id)
        assert draft is not None
        return [each.number for each in acts(session, draft)]


def test_keystrokes_within_five_minutes_are_one_act_and_the_first_text_comes_back(desk: Desk, clock: SetClock) -> None:
    before = desk.part(desk.page, "start")
    for text in ("M\n", "Mo\n", "Monday\n"):
        desk.write(desk.page, "start", text)
        clock.forward(seconds=60)
    assert numbers(desk) == [1]
    clock.forward(seconds=240)
    desk.write(desk.page, "start", "Monday morning\n")
    assert numbers(desk) == [2, 1]
    for number in (2, 1):
        assert desk.browser.post(f"{desk.address}/history/{number}/undo").status_code == 303
    assert desk.part(desk.page, "start") == before


def test_two_people_are_two_acts_whatever_the_time(desk: Desk, company: Company) -> None:
    other = desk.beside(company.person(Role.TRAINER, name="Second Trainer"))
    desk.write(desk.page, "start", "Mine.\n")
    other.write(desk.page, "start", "Theirs.\n")
    desk.write(desk.page, "start", "Mine again.\n")
    assert numbers(desk) == [3, 2, 1]
    page = desk.browser.get(f"{desk.address}/history").text
    assert "First Trainer" in page
    assert "Second Trainer" in page


def test_a_change_is_shown_as_marked_text(desk: Desk) -> None:
    desk.write(desk.page, "start", "We listen on Mondays.\n")
    desk.browser.post(f"{desk.address}/history/1/undo")
    page = desk.browser.get(f"{desk.address}/history/1").text
    assert "<ins>" in page
    assert "<del>" in page
    spans = marked("We listen on Mondays.", "We listen on Tuesdays.")
    assert [(each.kind, each.text) for each in spans] == [
        ("same", "We listen on "), ("removed", "Mondays"), ("added", "Tuesdays"), ("same", "."),
    ]  # fmt: skip


def test_taking_back_is_taken_back_too(desk: Desk) -> None:
    desk.write(desk.page, "start", "One.\n")
    desk.browser.post(f"{desk.address}/history/1/undo")
    assert desk.browser.post(f"{desk.address}/history/2/undo").status_code == 303
    assert desk.part(desk.page, "start") == "One.\n"


def test_what_was_changed_again_is_not_taken_back_over_somebodys_text_but_can_be_restored(
    desk: Desk, company: Company
) -> None:
    before = desk.part(desk.page, "start")
    other = desk.beside(company.person(Role.TRAINER, name="Second Trainer"))
    desk.write(desk.page, "start", "Mine.\n")
    other.write(desk.page, "start", "Theirs.\n")
    refused = desk.browser.post(f"{desk.address}/history/1/undo")
    assert refused.status_code == 409
    assert "Second Trainer changed this again later" in refused.text
    assert desk.part(desk.page, "start") == "Theirs.\n"
    assert desk.browser.post(f"{desk.address}/history/1/0/restoration").status_code == 303
    assert desk.part(desk.page, "start") == before
    assert desk.browser.post(f"{desk.address}/history/3/undo").status_code == 303
    assert desk.part(desk.page, "start") == "Theirs.\n"


def test_what_somebody_has_in_hand_is_not_taken_back(desk: Desk, company: Company) -> None:
    desk.write(desk.page, "start", "Mine.\n")
    other = desk.beside(company.person(Role.TRAINER))
    other.browser.send(f"{desk.address}/locks", {"path": desk.page, "part": "start"})
    assert desk.browser.post(f"{desk.address}/history/1/undo").status_code == 409
    assert desk.part(desk.page, "start") == "Mine.\n"


def test_a_removed_block_comes_back_at_its_place_byte_for_byte(desk: Desk) -> None:
    desk.write(
        desk.page,
        "@file",
        (desk.part(desk.page, "@head") or "") + "One.\n\n## Two {#two}\n\nTwo.\n\n\n## Three {#three}\nx",
    )
    whole = desk.text(desk.page)
    assert desk.write(desk.page, "two", None).status_code == 200
    assert desk.part(desk.page, "two") is None
    desk.browser.post(f"{desk.address}/history/2/undo")
    assert desk.text(desk.page) == whole


def test_an_act_that_is_not_there_is_not_there(desk: Desk) -> None:
    assert desk.browser.get(f"{desk.address}/history/7").status_code == 404
    assert desk.browser.post(f"{desk.address}/history/7/undo").status_code == 404
