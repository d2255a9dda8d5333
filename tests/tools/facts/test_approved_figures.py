"""Figures an organisation stands by: entered by HR or an administrator, offered to managers, never forced on them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from tests.support.company import Browser, Company
from tests.support.fact_shelf import FactShelf, fact_shelf
from tests.support.forms import forms_of
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.tools.facts.test_fact_book import PAGE, card, keep

APPROVED = "/assign/facts"
FIGURE = {"likely": "4,800", "low": "4,700", "high": "4,900", "source": "Annual accounts", "date": "2026-11-12"}


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return the browser of somebody of HR."""
    return company.browser(company.person(Role.HR))


def take(manager: Learner) -> int:
    """Press "Use it" and return the status."""
    address = f"{PAGE}/customers/approval"
    form = next(each for each in forms_of(manager.browser.get(PAGE).text) if each.action == address)
    return manager.browser.client.post(address, data={**form.values, "accepted": "1"}).status_code


@pytest.mark.parametrize("role", [Role.HR, Role.ADMIN])
def test_a_figure_is_offered_and_nobodys_own_number_changes(company: Company, manager: Learner, role: Role) -> None:
    keep(manager, "customers", likely="5,000")
    approver = company.browser(company.person(role))
    assert approver.post(f"{APPROVED}/customers", FIGURE).status_code == 303
    shown = card(manager.browser.get(PAGE).text, "customers")
    assert "Your organisation says 4,800 (Annual accounts, 12 November 2026) Use it" in shown
    assert shown.index("5,000") < shown.index("4,800")


def test_one_press_takes_it_over_with_its_range_source_and_day(manager: Learner, hr: Browser) -> None:
    hr.post(f"{APPROVED}/customers", FIGURE)
    assert take(manager) == 303
    shown = card(manager.browser.get(PAGE).text, "customers")
    assert "approved by finance 4,800" in shown
    assert "between 4,700 and 4,900" in shown
    assert "12 November 2026 · Annual accounts" in shown
    assert "Your organisation says" not in shown, "what is held already is not offered"


def test_a_withdrawn_figure_is_offered_no_more_and_copies_stay(manager: Learner, company: Company, hr: Browser) -> None:
    hr.post(f"{APPROVED}/customers", FIGURE)
    take(manager)
    assert hr.post(f"{APPROVED}/customers/withdrawal").status_code == 303
    assert "approved by finance 4,800" in card(manager.browser.get(PAGE).text, "customers")
    newcomer = company.browser(company.person())
    assert "Your organisation says" not in newcomer.get(PAGE).text
    assert newcomer.post(f"{PAGE}/customers/approval", {"base": "0"}).status_code == 404
    assert hr.post(f"{APPROVED}/customers/withdrawal").status_code == 404, "there is nothing left to withdraw"


def test_a_newer_figure_takes_the_place_of_the_earlier(manager: Learner, hr: Browser) -> None:
    hr.post(f"{APPROVED}/customers", FIGURE)
    hr.post(f"{APPROVED}/customers", {**FIGURE, "likely": "4,850"})
    shown = card(manager.browser.get(PAGE).text, "customers")
    assert "4,850" in shown
    assert "4,800" not in shown


@pytest.mark.parametrize(
    ("typed", "box", "words"),
    [
        ({"likely": ""}, "likely", "Write the number you think most likely"),
        ({"likely": "-4"}, "likely", "The smallest number that can be used here is 0."),
        ({"source": " "}, "source", "Say in at most 120 characters where it comes from"),
        ({"source": "x" * 121}, "source", "Say in at most 120 characters where it comes from"),
        ({"date": "2027-01-01"}, "date", "That day is still to come."),
        ({"low": "5,000"}, "low", "The low number is at most the likely one."),
    ],
)
def test_a_figure_nobody_could_stand_by_is_refused_at_its_box(
    shelf: FactShelf, hr: Browser, typed: dict[str, str], box: str, words: str
) -> None:
    assert shelf
    refused = hr.post(f"{APPROVED}/customers", {**FIGURE, **typed})
    assert refused.status_code == 422
    error = refused.text[refused.text.index(f'id="customers-{box}-error"') :]
    assert words in error[: error.index("</p>")]
    assert "offered" not in hr.get(APPROVED).text.replace("Managers are offered", "")


def test_an_unknown_fact_cannot_be_approved(shelf: FactShelf, hr: Browser) -> None:
    assert shelf
    assert hr.post(f"{APPROVED}/no-such-fact", FIGURE).status_code == 404
    assert hr.post(f"{APPROVED}/no-such-fact/withdrawal").status_code == 404


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER])
def test_learners_and_trainers_approve_nothing(shelf: FactShelf, company: Company, hr: Browser, role: Role) -> None:
    assert shelf
    hr.post(f"{APPROVED}/customers", FIGURE)
    somebody = company.browser(company.person(role))
    assert somebody.get(APPROVED).status_code == 403
    assert somebody.post(f"{APPROVED}/customers", FIGURE).status_code == 403
    assert somebody.post(f"{APPROVED}/customers/withdrawal").status_code == 403
    assert "Your organisation says 4,800" in card(somebody.get(PAGE).text, "customers")


def test_another_company_is_offered_nothing_and_withdraws_nothing(
    manager: Learner, hr: Browser, other_company: Company
) -> None:
    hr.post(f"{APPROVED}/customers", FIGURE)
    fact_shelf(other_company)
    stranger = other_company.browser(other_company.person(Role.HR, Role.ADMIN))
    assert "4,800" not in stranger.get(PAGE).text + stranger.get(APPROVED).text
    assert stranger.post(f"{APPROVED}/customers/withdrawal").status_code == 404
    assert "Your organisation says 4,800" in card(manager.browser.get(PAGE).text, "customers")


def test_who_approved_what_stands_in_the_audit_list_without_the_figure(
    installation: Installation, company: Company, hr: Browser, shelf: FactShelf
) -> None:
    assert shelf
    hr.post(f"{APPROVED}/customers", FIGURE)
    hr.post(f"{APPROVED}/customers/withdrawal")
    with installation.database.reading() as session:
        mine = select(AuditEntry.action, AuditEntry.detail).where(
            AuditEntry.organisation_id == company.organisation.id, AuditEntry.action.startswith("fact.")
        )
        assert {tuple(row) for row in session.execute(mine)} == {
            ("fact.approved", "customers"),
            ("fact.withdrawn", "customers"),
        }


def test_those_who_approve_find_the_way(company: Company, shelf: FactShelf) -> None:
    assert shelf
    admin = company.browser(company.person(Role.ADMIN))
    assert f'href="{APPROVED}"' in admin.get("/admin").text
    assert f'href="{APPROVED}"' in company.browser(company.person(Role.HR)).get(PAGE).text
    assert APPROVED not in company.browser(company.person()).get(PAGE).text
