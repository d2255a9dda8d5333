"""Parts in hand: who has them, and taking them over."""

from __future__ import annotations

import pytest

from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.studio.drafts.locks import LASTS
from tests.support.company import Company
from tests.support.drafting import Desk, begin


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft."""
    return begin(company, person=company.person(Role.TRAINER, name="First Trainer"))


@pytest.fixture
def other(desk: Desk, company: Company) -> Desk:
    """Return a colleague's desk at the same draft."""
    return desk.beside(company.person(Role.TRAINER, name="Second Trainer"))


def lock(desk: Desk, **more: object) -> dict[str, object]:
    """Ask for the first block."""
    said = desk.browser.send(f"{desk.address}/locks", {"path": desk.page, "part": "start", **more})
    assert said.status_code == 200
    found: dict[str, object] = said.json
    return found


def test_what_somebody_has_in_hand_nobody_else_changes(desk: Desk, other: Desk) -> None:
    assert lock(desk)["mine"]
    told = lock(other)
    assert (told["mine"], told["held_by"]) == (False, "First Trainer")
    said = other.write(desk.page, "start", "Over you.\n")
    assert said.status_code == 409
    assert said.json["conflicts"][0]["locked_by"] == "First Trainer"
    assert other.write(desk.module, "@head", desk.part(desk.module, "@head") or "").status_code == 200


def test_whoever_takes_over_writes_and_the_other_is_told_with_their_next_save(desk: Desk, other: Desk) -> None:
    lock(desk)
    assert lock(other, take=True)["mine"]
    assert other.write(desk.page, "start", "Mine now.\n").status_code == 200
    said = desk.write(desk.page, "start", "Still typing.\n")
    assert said.status_code == 409
    assert said.json["conflicts"][0]["locked_by"] == "Second Trainer"
    assert said.json["conflicts"][0]["text"] == "Mine now.\n"
    held = desk.browser.get(f"{desk.address}/locks").json["locks"]
    assert [(each["held_by"], each["mine"]) for each in held] == [("Second Trainer", False)]


def test_the_whole_text_cannot_be_used_to_write_over_a_part_in_hand(desk: Desk, other: Desk) -> None:
    lock(desk)
    whole = (desk.part(desk.page, "@file") or "") + "\nMore.\n"
    assert other.write(desk.page, "@file", whole).status_code == 409


def test_a_lock_ends_by_itself_and_when_it_is_put_down(desk: Desk, other: Desk, clock: SetClock) -> None:
    lock(desk)
    clock.forward(seconds=LASTS.total_seconds() + 1)
    assert lock(other)["mine"]
    lock(other, free=True)
    assert lock(desk)["mine"]
