"""A question comes back in its newest wording; what was taken away, or means something else, is not asked."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from lms.learning.recall.models import RecallCard
from tests.support import pool_pack
from tests.support.company import Company
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.pool_pack import ITEMS, publish_pool
from tests.support.recaller import come_back, text_of
from tests.support.ruled_pack import publish_rules

STEM = "Is it still steaming?"


@pytest.fixture(scope="module")
def small(ruled: Installation) -> Installation:
    """Return an installation whose small pack stands at 7.0."""
    publish_rules(ruled, version="7.0", quiz="7.0")
    return ruled


@pytest.fixture
def learner(small: Installation) -> Learner:
    """Return somebody to whom the questions of both its quizzes come back: "hot", "count" and "flat"."""
    company = Company(small)
    person = company.person()
    come_back(company, person, "cups")
    small.clock.forward(days=1)  # whatever the clock on the wall, the day has come
    return Learner(small, person, company.browser(person))


def asked(learner: Learner) -> str:
    """Return what is asked now."""
    return text_of(learner.browser.get("/learn/recall"))


def items(learner: Learner) -> list[str]:
    """Return the items of the learner's cards."""
    with learner.installation.database.reading() as session:
        mine = select(RecallCard.item).where(RecallCard.person_id == learner.person.id)
        return list(session.scalars(mine.order_by(RecallCard.id)))


def test_every_quiz_of_the_module_gives_its_questions(learner: Learner) -> None:
    assert items(learner) == ["hot", "count", "flat"]
    assert "Question 1 of 3" in asked(learner)


def test_a_new_wording_is_what_is_asked_and_an_open_page_is_still_taken(learner: Learner, small: Installation) -> None:
    assert "Is it hot?" in asked(learner)
    address = f"/learn/recall/{_card(learner, 'hot')}/answer"
    publish_rules(small, version="7.1", quiz="7.1", stem=STEM)
    assert STEM in asked(learner)
    sent = learner.browser.post(address, {"item-hot": "yes"})
    assert STEM in text_of(learner.browser.get(sent.location))


def test_what_the_newest_minor_leaves_out_is_not_asked_and_comes_again_with_the_next(
    learner: Learner, small: Installation
) -> None:
    publish_rules(small, "recall = false\n", version="7.2", quiz="7.2", stem=STEM)
    page = asked(learner)
    assert "Question 1 of 1" in page
    assert "Is it flat?" in page
    gone = learner.browser.post(f"/learn/recall/{_card(learner, 'hot')}/answer", {"item-hot": "yes"})
    assert gone.location == "/learn/recall"
    publish_rules(small, version="7.3", quiz="7.3", stem=STEM)
    assert "Question 1 of 3" in asked(learner)


def test_another_major_for_others_leaves_everybody_with_theirs(learner: Learner, small: Installation) -> None:
    publish_rules(small, "attempts = 3\n", version="8.0", quiz="8.0", stem="Another question altogether?")
    assert STEM in asked(learner), "they are pinned to 7"
    company = Company(small)
    person = company.person()
    come_back(company, person, "cups")
    small.clock.forward(days=1)
    other = Learner(small, person, company.browser(person))
    assert "Another question altogether?" in asked(other)


def _card(learner: Learner, item: str) -> str:
    with learner.installation.database.reading() as session:
        mine = RecallCard.person_id == learner.person.id, RecallCard.item == item
        return str(session.scalars(select(RecallCard.id).where(*mine)).one())


def test_every_kind_that_comes_back_can_be_asked_and_teaches(
    small: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {
        id: (topic, "recall = true\n" + rest) for id, (topic, rest) in ITEMS.items() if id not in ("fits", "table")
    }
    monkeypatch.setattr(pool_pack, "ITEMS", {**ITEMS, **named})
    publish_pool(small, "9.0")
    company = Company(small)
    person = company.person()
    come_back(company, person, "cups")
    small.clock.forward(days=1)
    learner = Learner(small, person, company.browser(person))
    assert items(learner) == [*named, "flat"]
    for item in named:
        with small.database.writing() as session:  # each its turn, whatever the day's share
            session.execute(update(RecallCard).where(RecallCard.person_id == person.id).values(stopped=True))
            only = RecallCard.person_id == person.id, RecallCard.item == item
            session.execute(update(RecallCard).where(*only).values(stopped=False))
            session.execute(update(RecallCard).where(RecallCard.item != item).values(answered_on=None))
        page = learner.browser.get("/learn/recall")
        assert f"What of {item}?" in page.text
        assert "How sure are you?" in page.text
        form = form_to(page.text, "/answer")
        words = "" if item == "name" else "nonsense"
        refused = learner.browser.post(form.action, {f"item-{item}": words})
        assert refused.status_code == 422, item
        sent = learner.browser.post(form.action, {"unknown": "1"})
        assert "Now you know" in text_of(learner.browser.get(sent.location)), item
