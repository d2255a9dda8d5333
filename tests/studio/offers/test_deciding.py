"""What was decided once is what the next change is compared with: taken or left, undone, thrown away or published."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.catalog.models import ModuleVersion
from lms.catalog.origin_models import DeclinedOffer
from lms.catalog.publishing import publish
from lms.studio.drafts.models import Draft
from lms.studio.drafts.trash import throw_away
from lms.studio.drafts.undoing import undo
from lms.studio.offers.adapted import one_adapted
from lms.studio.offers.offering import Offer
from tests.studio.offers.test_offers import Copy, copy
from tests.support.coffee_pack import MODULE, PAGE, coffee, published

__all__ = ["copy"]

FIRST = "A cup costs < 5 kr. & more than 3."
DANISH = PAGE.replace("/en/", "/da/")
MORE = PAGE.replace("01-why", "03-more")
MILK = "## Milk {#milk}\n\nSome.\n\n"
MORE_MILK = "## Milk {#milk}\n\nA good deal.\n\n"


def library(copy: Copy, number: str, *, cup: str = FIRST, milk: str = "") -> ModuleVersion:
    """Publish the original anew, with a sentence of its own about the cup, and with a block about milk."""
    changes = (MODULE, 'version = "1.0"', f'version = "{number}"'), (PAGE, FIRST, cup)
    blocks = [(page, "## Yours {#yours}", f"{milk}## Yours {{#yours}}") for page in (PAGE, DANISH)]
    return published(copy.company, coffee(*changes, *blocks))


def on_offer(copy: Copy) -> dict[str, Offer]:
    """Return what is on offer for the copy's English page, by its parts."""
    with copy.company.installation.database.reading() as session:
        found = one_adapted(session, copy.company.actor(copy.person), copy.module)
        return {each.part: each for each in found.offers if each.path == copy.page}


def answer(copy: Copy, act: str, part: str = "the-cup") -> None:
    """Take the offer for a part over, or leave it, as the page does."""
    assert copy.answer(act, part, on_offer(copy)[part].now or "") == 303


def test_a_block_taken_over_and_changed_again_is_compared_with_what_was_taken(copy: Copy) -> None:
    library(copy, "1.1", cup="A cup costs four.")
    answer(copy, "accept")
    assert on_offer(copy) == {}
    library(copy, "1.2", cup="A cup costs five.")
    again = on_offer(copy)["the-cup"]
    assert "costs four" in (again.was or "")
    assert "costs five" in (again.now or "")
    assert again.is_untouched
    shown = copy.shown()
    assert "more than 3" not in shown
    assert "yours is as it was" in shown


def test_a_block_left_and_changed_again_is_compared_with_what_was_left(copy: Copy) -> None:
    library(copy, "1.1", cup="A cup costs four.")
    answer(copy, "decline")
    assert on_offer(copy) == {}
    library(copy, "1.2", cup="A cup costs five.")
    again = on_offer(copy)["the-cup"]
    assert "costs four" in (again.was or "")
    assert "more than 3" in (again.mine or "")
    assert not again.is_untouched
    shown = copy.shown()
    assert "you went without the last change" in shown
    assert "you changed it too" not in shown


def test_a_block_taken_over_and_rewritten_is_not_offered_again_for_the_same_change(copy: Copy) -> None:
    library(copy, "1.1", cup="A cup costs four.")
    answer(copy, "accept")
    copy.write("A cup costs four.", "Our cup costs seven.")
    assert on_offer(copy) == {}
    library(copy, "1.2", cup="A cup costs four.", milk=MILK)
    assert set(on_offer(copy)) == {"milk"}


def test_the_library_going_back_to_its_first_words_is_a_change_too(copy: Copy) -> None:
    library(copy, "1.1", cup="A cup costs four.")
    answer(copy, "accept")
    library(copy, "1.2")
    again = on_offer(copy)["the-cup"]
    assert "costs four" in (again.was or "")
    assert "more than 3" in (again.now or "")


def test_what_was_taken_over_all_at_once_is_decided_as_well(copy: Copy) -> None:
    library(copy, "1.1", cup="A cup costs four.", milk=MILK)
    assert copy.browser.post(f"/author/offers/{copy.module}", {"act": "all"}).status_code == 303
    copy.write("A cup costs four.", "Our cup costs seven.")
    copy.write("Some.", "Plenty.")
    assert on_offer(copy) == {}
    library(copy, "1.2", cup="A cup costs four.", milk=MORE_MILK)
    assert "Some." in (on_offer(copy)["milk"].was or "")


def test_a_new_block_that_was_left_is_offered_when_the_library_changes_it(copy: Copy) -> None:
    library(copy, "1.1", milk=MILK)
    answer(copy, "decline", "milk")
    assert on_offer(copy) == {}
    library(copy, "1.2", milk=MORE_MILK)
    again = on_offer(copy)["milk"]
    assert ("Some." in (again.was or ""), again.mine) == (True, None)
    answer(copy, "accept", "milk")
    assert b"A good deal." in copy.files()[copy.page]


def test_a_block_that_was_left_and_then_removed_from_mine_is_not_brought_up_again(copy: Copy) -> None:
    library(copy, "1.1", cup="A cup costs four.")
    answer(copy, "decline")
    copy.write("{#the-cup}", "{#my-cup}")
    library(copy, "1.2", cup="A cup costs five.")
    assert "the-cup" not in on_offer(copy)


def test_what_was_taken_over_and_undone_is_offered_as_before_it_was_taken(copy: Copy) -> None:
    library(copy, "1.1", cup="A cup costs four.")
    answer(copy, "accept")
    library(copy, "1.2", cup="A cup costs five.")
    answer(copy, "accept")
    with copy.company.installation.database.writing() as session:
        draft = session.get_one(Draft, copy.draft)
        undo(session, draft, copy.company.actor(copy.person), draft.acts, copy.company.installation.clock.now())
    again = on_offer(copy)["the-cup"]
    assert "costs four" in (again.was or "")
    assert "costs five" in (again.now or "")


def _with_more(copy: Copy, number: str, words: str) -> list[Offer]:
    """Publish the original with a third page that says `words`; return what is on offer for that page in English."""
    listed = """[[pages]]\nname = "03-more"\nrequired = false\nminutes = 5\n\n[media."cover.svg"]"""
    numbered = (MODULE, 'version = "1.0"', f'version = "{number}"'), (MODULE, "minutes = 11", "minutes = 16")
    page = f'+++\ntitle = "More"\n+++\n\n## More {{#more}}\n\n{words}\n'.encode()
    more = {MORE: page, MORE.replace("/en/", "/da/"): page}
    published(copy.company, coffee(*numbered, (MODULE, '[media."cover.svg"]', listed)) | more)
    with copy.company.installation.database.reading() as session:
        found = one_adapted(session, copy.company.actor(copy.person), copy.module)
        return [each for each in found.offers if each.path == MORE.replace("coffee", copy.slug)]


def _answer_whole(copy: Copy, act: str, offer: Offer) -> None:
    sent = {"act": act, "path": offer.path, "part": offer.part, "base": offer.base}
    assert copy.browser.post(f"/author/offers/{copy.module}", sent).status_code == 303


def test_a_new_page_taken_over_is_offered_block_by_block_from_then_on(copy: Copy) -> None:
    (whole,) = _with_more(copy, "1.1", "Words.")
    assert whole.part == "@file"
    _answer_whole(copy, "accept", whole)
    (again,) = _with_more(copy, "1.2", "Better words.")
    assert again.part == "more"
    assert "Words." in (again.was or "")
    assert again.is_untouched


def test_a_new_page_that_was_left_is_offered_whole_when_the_library_changes_it(copy: Copy) -> None:
    (whole,) = _with_more(copy, "1.1", "Words.")
    _answer_whole(copy, "decline", whole)
    assert _with_more(copy, "1.2", "Words.") == []
    (again,) = _with_more(copy, "1.3", "Better words.")
    assert (again.part, again.mine) == ("@file", None)
    assert "Words." in (again.was or "")


def test_what_was_taken_into_a_draft_that_is_thrown_away_is_offered_again(copy: Copy) -> None:
    with copy.company.installation.database.writing() as session:
        files, origin = copy.files(), session.get_one(Draft, copy.draft).origin_id
        actor, now = copy.company.actor(copy.person), copy.company.installation.clock.now()
        publish(session, files, organisation_id=copy.company.organisation.id, now=now, origin_id=origin)
        throw_away(session, session.get_one(Draft, copy.draft), actor, now)
    library(copy, "1.1", cup="A cup costs four.")
    answer(copy, "accept")
    assert on_offer(copy) == {}
    with copy.company.installation.database.writing() as session:
        opened = one_adapted(session, actor, copy.module).draft
        assert opened is not None
        throw_away(session, opened, actor, now)
    assert set(on_offer(copy)) == {"the-cup"}


def test_what_was_taken_twice_into_a_draft_that_is_thrown_away_is_offered_again(copy: Copy) -> None:
    with copy.company.installation.database.writing() as session:
        files, origin = copy.files(), session.get_one(Draft, copy.draft).origin_id
        actor, now = copy.company.actor(copy.person), copy.company.installation.clock.now()
        publish(session, files, organisation_id=copy.company.organisation.id, now=now, origin_id=origin)
        throw_away(session, session.get_one(Draft, copy.draft), actor, now)
    for number, words in (("1.1", "A cup costs four."), ("1.2", "A cup costs five.")):
        library(copy, number, cup=words)
        answer(copy, "accept")
    with copy.company.installation.database.writing() as session:
        opened = one_adapted(session, actor, copy.module).draft
        assert opened is not None
        throw_away(session, opened, actor, now)
    assert set(on_offer(copy)) == {"the-cup"}


def test_what_was_left_before_the_version_was_kept_stays_left(copy: Copy) -> None:
    library(copy, "1.1", cup="A cup costs four.")
    answer(copy, "decline")
    with copy.company.installation.database.writing() as session:
        row = session.scalars(select(DeclinedOffer).where(DeclinedOffer.module_id == copy.module)).one()
        row.version_id = None
    assert on_offer(copy) == {}


@pytest.mark.parametrize("act", ["accept", "decline"])
def test_the_version_decided_upon_is_kept(copy: Copy, act: str) -> None:
    version = library(copy, "1.1", cup="A cup costs four.")
    answer(copy, act)
    with copy.company.installation.database.reading() as session:
        row = session.scalars(select(DeclinedOffer).where(DeclinedOffer.module_id == copy.module)).one()
        assert row.version_id == version.id
        assert (row.replaced is None) == (act == "decline")
