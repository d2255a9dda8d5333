"""An adapted copy hears of what its origin changed: block by block, taken over or left, and asked no second time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from lms.kernel.permissions import Role
from lms.packs.segments import base_of
from lms.people.models import Person
from lms.studio.drafts import making
from lms.studio.drafts.held import files_of, store
from lms.studio.drafts.models import Draft
from lms.studio.offers.offering import Offer, offers
from tests.support.coffee_pack import MODULE, PAGE, QUIZ, coffee, published
from tests.support.company import Browser, Company

NEXT = (MODULE, 'version = "1.0"', 'version = "1.1"')
WORDING = (PAGE, "A cup costs < 5 kr. & more than 3.", "A cup costs about four.")
SECOND = (PAGE, "Before the *first* heading.", "Before any heading.")


@dataclass
class Copy:
    """A module, and an adapted copy of it as a draft."""

    company: Company
    person: Person
    browser: Browser
    draft: UUID
    module: UUID
    slug: str

    @property
    def page(self) -> str:
        """Return the path of the copy's page."""
        return PAGE.replace("coffee", self.slug)

    def files(self) -> dict[str, bytes]:
        """Return the draft's files."""
        with self.company.installation.database.reading() as session:
            return files_of(session, session.get_one(Draft, self.draft))

    def write(self, old: str, new: str) -> None:
        """Change the copy's page."""
        with self.company.installation.database.writing() as session:
            draft = session.get_one(Draft, self.draft)
            store(session, draft, self.page, self.files()[self.page].replace(old.encode(), new.encode()))

    def answer(self, act: str, part: str, now: str) -> int:
        """Answer one offer as the page does."""
        sent = {"act": act, "path": self.page, "part": part, "base": base_of(now)}
        return self.browser.post(f"/author/offers/{self.module}", sent).status_code

    def shown(self) -> str:
        """Return the page of offers."""
        return self.browser.get(f"/author/offers/{self.module}").text


@pytest.fixture
def copy(company: Company) -> Copy:
    """Return a copy of the coffee module."""
    version = published(company)
    person = company.person(Role.TRAINER)
    with company.installation.database.writing() as session:
        draft = making.adapt(session, company.actor(person), version, company.installation.clock.now())
        made = draft.id, draft.module_id, draft.slug
    return Copy(company, person, company.browser(person), *made)


def of(found: list[Offer]) -> dict[str, Offer]:
    """Return offers by their parts."""
    return {each.part: each for each in found}


def test_nothing_is_offered_while_the_library_stays_as_it_was(copy: Copy) -> None:
    assert offers(coffee(), coffee(), copy.files()) == []
    assert "Nothing new" in copy.shown()


def test_a_changed_block_is_offered_with_what_it_was_and_what_mine_says(copy: Copy) -> None:
    copy.write("A cup costs < 5 kr. & more than 3.", "A mug costs six.")
    found = of(offers(coffee(), coffee(NEXT, WORDING, SECOND), copy.files()))
    assert set(found) == {"the-cup", "start"}
    assert "less" not in (found["the-cup"].now or "")
    assert "about four" in (found["the-cup"].now or "")
    assert "A mug costs six." in (found["the-cup"].mine or "")
    assert not found["the-cup"].is_untouched
    assert found["start"].is_untouched


def test_a_new_number_or_uuid_alone_is_no_offer(copy: Copy) -> None:
    assert offers(coffee(), coffee(NEXT, (QUIZ, 'version = "1.0"', 'version = "1.1"')), copy.files()) == []


def test_a_block_that_is_new_or_gone_is_offered_where_it_belongs(copy: Copy) -> None:
    new = coffee(NEXT, (PAGE, "## Yours {#yours}", "## Milk {#milk}\n\nSome.\n\n## Yours {#yours}"))
    found = of(offers(coffee(), new, copy.files()))
    assert (found["milk"].was, found["milk"].after) == (None, "two-cups")
    gone = coffee(NEXT, (PAGE, "After the picture.\n", ""))
    assert of(offers(coffee(), gone, copy.files()))["after-a-cup"].now is None


def test_a_page_that_mine_threw_away_is_not_brought_up_again(copy: Copy) -> None:
    mine = {path: content for path, content in copy.files().items() if path != copy.page}
    assert offers(coffee(), coffee(NEXT, WORDING), mine) == []


def test_an_accepted_change_is_in_the_draft_and_a_declined_one_comes_back_only_when_it_changes_again(
    copy: Copy,
) -> None:
    published(copy.company, coffee(NEXT, WORDING, SECOND))
    assert "about four" in copy.shown()
    new = of(offers(coffee(), coffee(NEXT, WORDING, SECOND), copy.files()))
    assert copy.answer("accept", "the-cup", new["the-cup"].now or "") == 303
    assert b"A cup costs about four." in copy.files()[copy.page]
    assert copy.answer("decline", "start", new["start"].now or "") == 303
    assert "Nothing new" in copy.shown()
    third = (PAGE, "Before the *first* heading.", "Before every heading.")
    published(copy.company, coffee((MODULE, 'version = "1.0"', 'version = "1.2"'), WORDING, third))
    shown = copy.shown()
    assert "Before every heading." in shown
    assert "about four" not in shown


def test_all_that_nobody_touched_is_taken_over_at_once(copy: Copy) -> None:
    copy.write("A cup costs < 5 kr. & more than 3.", "A mug costs six.")
    published(copy.company, coffee(NEXT, WORDING, SECOND))
    assert copy.browser.post(f"/author/offers/{copy.module}", {"act": "all"}).status_code == 303
    page = copy.files()[copy.page]
    assert b"Before any heading." in page
    assert b"A mug costs six." in page


def test_an_offer_that_is_another_one_by_now_is_not_taken(copy: Copy) -> None:
    published(copy.company, coffee(NEXT, WORDING))
    before = copy.files()
    assert copy.answer("accept", "the-cup", "something shown yesterday") == 409
    assert copy.files() == before


def test_another_organisation_finds_no_such_copy(copy: Copy, other_company: Company) -> None:
    stranger = other_company.browser(other_company.person(Role.TRAINER))
    assert stranger.get(f"/author/offers/{copy.module}").status_code == 404
    assert stranger.post(f"/author/offers/{copy.module}", {"act": "all"}).status_code == 404
    assert "Coffee" not in stranger.get("/author/offers").text
