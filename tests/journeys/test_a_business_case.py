"""A Danish manager on a phone: last year's numbers, what churn costs, two plans, a case, one page for the group."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from lms import demo
from lms.kernel.clock import SetClock
from lms.people.operations import create_account, create_organisation, join
from tests.journeys.test_accessible_pages import looked_at
from tests.support.case_shelf import put_up
from tests.support.site import Site

Opener = Callable[..., Page]
CHURN = "/tools/cost-of-churn"
CASES = "/tools/business-cases"
PHONE = 390
LINE = re.compile(r"\d.*kr\.")
LAST_YEAR = {"customers": "20.000", "churn_rate": "15 %", "annual_margin": "1.200"}
COSTS = {"one_off": "120.000", "yearly": "150.000"}


@pytest.fixture
def manager(site: Site) -> str:
    """Return somebody in a company of their own, with the business case on its shelf."""
    email, now = f"{uuid4().hex[:10]}@case.example", datetime.now(UTC)
    with site.database.writing() as session:
        company = create_organisation(session, name=f"Case {uuid4().hex[:8]}", language="da", now=now)
        put_up(session, company.id, SetClock(now))
        account = create_account(session, email=email, password=demo.PASSWORD, now=now)
        join(session, company, name="Malene Manager", email=email, account=account, now=now)
    return email


def ready(page: Page) -> None:
    """Wait until the page's scripts listen."""
    page.wait_for_selector("html[data-ready]", state="attached")


def opened(page: Page, path: str) -> None:
    """Open a page and wait for its scripts."""
    page.goto(path)
    ready(page)


def saved(page: Page) -> None:
    """Wait until what was typed is kept."""
    expect(page.locator(".tool .save-state")).to_have_attribute("data-state", "saved")


def between(page: Page, name: str, low: str, high: str) -> None:
    """Type both ends of a number's range and wait for the line under the headline."""
    page.fill(f'[name="low-{name}"]', low)
    page.keyboard.press("Tab")
    page.keyboard.type(high)
    page.keyboard.press("Tab")
    expect(page.locator("[data-range-line]").first).to_have_text(LINE)


def kept(page: Page, name: str) -> str:
    """Keep the tool's numbers as a scenario and return its id."""
    opened(page, CHURN)
    page.fill("#scenario-name", name)
    return sent(page, page.locator("#keep button"), "**/tools/scenarios/*")


def sent(page: Page, button: Locator, where: str) -> str:
    """Press a button, wait for the next page, and return the id at the end of its address."""
    before = page.url
    button.click()
    page.wait_for_url(lambda url: url != before)
    page.wait_for_url(where)
    ready(page)
    return page.url.partition("#")[0].rpartition("/")[2]


def fits(page: Page) -> None:
    """Nothing is wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, page.url


def two_plans(page: Page) -> tuple[str, str]:
    """Enter last year's numbers, keep them, and a plan in which two points fewer leave, with its doubt."""
    opened(page, CHURN)
    for name, value in LAST_YEAR.items():
        page.fill(f'[name="input-{name}"]', value)
    saved(page)
    between(page, "annual_margin", "1.000", "1.400")
    today = kept(page, "Som i dag")
    plan = kept(page, "Velkomstopkald")
    page.fill('[name="input-churn_rate"]', "13 %")
    page.keyboard.press("Tab")
    saved(page)
    between(page, "churn_rate", "12 %", "14,5 %")
    return today, plan


def begun(page: Page) -> str:
    """Begin a case."""
    opened(page, CASES)
    page.fill("#name", "Velkomstopkald til nye kunder")
    page.fill("#what", "Vi ringer til alle nye kunder i den første uge, for de, der går, går tidligt.")
    return sent(page, page.locator("[data-start-case] button"), "**/tools/scenarios/*")


def take(page: Page, case: str, plan: str, today: str) -> None:
    """Take the difference between two scenarios into the case, as a person who presses and chooses does."""
    page.locator("#case .actions a").first.click()
    page.wait_for_url(f"**{CASES}/{case}/effects")
    page.select_option("#source", plan)
    page.locator("[data-choose] button").click()
    page.wait_for_url("**source=*")
    page.select_option("#against", today)
    page.locator("[data-choose] button").click()
    page.wait_for_url("**against=*")
    fits(page)
    page.check('[name="gain"][value="gain"]')
    for name, value in {"caused": "50 %", "starts": "6", "lasts": "4"}.items():
        page.fill(f"#{name}", value)
    sent(page, page.locator("[data-take] button[type=submit]"), "**/tools/scenarios/*")


def test_from_last_years_numbers_to_one_page_on_a_phone(open_browser: Opener, manager: str) -> None:
    page = open_browser(manager, language="da", width=PHONE)
    today, plan = two_plans(page)
    page.goto(f"/tools/scenarios/compare?ids={today}&ids={plan}")
    expect(page.locator(".compared").first).to_contain_text("Velkomstopkald")
    expect(page.locator(".compared").first).to_contain_text("kr.")
    case = begun(page)
    fits(page)
    take(page, case, plan, today)
    expect(page.locator("[data-linked] li")).to_have_count(1)
    for column, value in COSTS.items():
        page.fill(f'[name="table-costs-0-{column}"]', value)
    saved(page)

    page.locator(f'#case a[href="{CASES}/{case}"]').click()
    page.wait_for_url(f"**{CASES}/{case}")
    ready(page)
    fits(page)
    expect(page.locator("[data-worth]")).to_have_text(LINE)
    expect(page.locator("[data-range]")).to_have_text(LINE)
    expect(page.locator("[data-loss]")).to_have_text(re.compile(r"\d|[a-zæøå]"))
    page.fill("#what", "Hvor mange der går, når vi ringer")
    page.fill("#by", "2027-03-31")
    page.locator("[data-measuring] button").click()
    expect(page.locator("[data-measure] time")).to_have_attribute("datetime", "2027-03-31")

    page.locator("[data-plot]").scroll_into_view_if_needed()
    expect(page.locator("[data-plot] svg")).to_be_visible()
    printed = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert len(printed) == 1, "one sheet, printed from the page"
    assert "Velkomstopkald" in printed[0].extract_text()
    made = page.request.get(f"{CASES}/{case}/page.pdf?signed=1")
    sheet = PdfReader(io.BytesIO(made.body())).pages
    assert len(sheet) == 1, "one sheet, from the server"
    assert "Malene Manager" in sheet[0].extract_text()


def test_next_quarter_the_case_says_that_its_scenario_moved(open_browser: Opener, manager: str) -> None:
    page = open_browser(manager, language="da", width=PHONE)
    today, plan = two_plans(page)
    case = begun(page)
    take(page, case, plan, today)
    opened(page, f"/tools/scenarios/{plan}")
    page.fill('[name="input-churn_rate"]', "12,5 %")
    page.keyboard.press("Tab")
    saved(page)
    opened(page, f"/tools/scenarios/{case}")
    before = page.locator('[name="table-effects-0-amount"]').input_value()
    page.locator("[data-linked] form button").click()
    expect(page.locator("[data-linked] form")).to_have_count(0)
    assert page.locator('[name="table-effects-0-amount"]').input_value() != before


@pytest.mark.parametrize(("language", "width", "theme"), [("da", 360, "dark"), ("en", 1280, "light")])
def test_axe_finds_nothing_on_the_pages_of_a_case(
    open_browser: Opener, manager: str, language: str, width: int, theme: str
) -> None:
    page = open_browser(manager, language=language, width=width, theme=theme)
    plan = kept(page, "Plan")
    page.fill('[name="input-churn_rate"]', "9")
    page.keyboard.press("Tab")
    saved(page)
    case = begun(page)
    found = looked_at(page, f"/tools/scenarios/{case}")
    for path in (CASES, f"{CASES}/{case}/effects", f"{CASES}/{case}/effects?source={plan}", f"{CASES}/{case}"):
        found += looked_at(page, path)
    assert not found, "\n".join(found)
