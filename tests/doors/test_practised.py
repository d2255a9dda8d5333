"""What was practised at work stands on a certificate only as its holder wants it, and never more than its title."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doors.awarded import certificate_of
from tests.practice.work import SLUG, Doer, publish
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.small_installation import small_installation

HERE = f"/learn/{SLUG}/certificate"
TITLES = {"en": "Call five customers who left", "da": "Ring til fem kunder, der gik"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def at_work(
    request: pytest.FixtureRequest, new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Return an installation of its own whose shelf holds a module with two exercises."""
    with small_installation(new_database(request.param), tmp_path_factory.mktemp("at-work")) as found:
        folder: Path = tmp_path_factory.mktemp("pack")
        publish(found, folder)
        yield found


@pytest.fixture
def doer(at_work: Installation) -> Doer:
    """Return a learner who has completed the module, done one exercise and only chosen the other before."""
    doer = Doer.of(Company(at_work))
    doer.choose("fill-the-sheet")
    doer.choose("call-five")
    assert "Ring til" not in doer.browser.get(f"/learn/{SLUG}").text
    doer.browser.post(f"/practice/exercises/{doer.exercise().id}/completion")
    assert doer.exercise().done_at is not None
    doer.browser.post(f"/learn/{SLUG}/01-try/reading")
    return doer


def test_only_what_is_done_can_be_ticked(doer: Doer) -> None:
    offered = doer.browser.get(HERE).text
    assert (TITLES["en"] in offered, "Fill in the sheet" in offered) == (True, False)


def test_nothing_is_shown_until_it_is_ticked_and_it_can_be_taken_back(doer: Doer) -> None:
    asked = doer.browser.post(HERE)
    assert _shown(doer) == []
    doer.browser.post(f"{asked.location}/practice", {"practised": ["call-five", "fill-the-sheet", "anything"]})
    assert _shown(doer) == [TITLES]
    assert "Practised at work" in doer.browser.get(asked.location).text
    doer.browser.post(f"{asked.location}/practice")
    assert _shown(doer) == []
    assert "Practised at work" not in doer.browser.get(asked.location).text


def test_what_is_ticked_when_it_is_asked_for_stands_on_it_and_not_where_it_is_checked(doer: Doer) -> None:
    asked = doer.browser.post(HERE, {"practised": ["call-five"]})
    assert _shown(doer) == [TITLES]
    checked = doer.browser.get(f"/verify/{asked.location.rpartition('/')[2]}").text
    assert "This certificate is valid" in checked
    assert TITLES["en"] not in checked


def test_the_rules_recommend_an_exercise_and_complete_without_one(at_work: Installation) -> None:
    doer = Doer.of(Company(at_work))
    page = doer.browser.get(f"/learn/{SLUG}").text
    assert "One exercise at work: recommended, not required" in page
    doer.browser.post(f"/learn/{SLUG}/01-try/reading")
    assert "Get my certificate" in doer.browser.get(HERE).text


def test_the_rules_say_that_an_exercise_is_done(doer: Doer) -> None:
    page = doer.browser.get(f"/learn/{SLUG}").text
    assert page.count('<li class="done"><span class="rule-mark">') == 2


def _shown(doer: Doer) -> list[dict[str, str]]:
    return certificate_of(doer.installation, doer.person).practised
