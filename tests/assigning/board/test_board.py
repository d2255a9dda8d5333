"""The board's page: read by HR alone, true, printable, and it says what it cannot say."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lms.assigning.board import views
from lms.assigning.board.models import OwnMeasure
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people.erasing import erase
from lms.people.models import Person
from lms.web.paper.children import NotMade
from tests.assigning.group_results.answered import Answered
from tests.assigning.group_results.test_publishing import JULY, SIX, SPRING
from tests.support.company import Browser, Company
from tests.support.installation import Installation

BOARD, MEASURES = "/assign/board", "/assign/board/measures"
CHURN = {"begins": "2024-01-01", "ends": "2024-12-31", "customers": "41200", "lost": "4120", "source": "Billing"}
NPS = {
    "begins": "2025-01-01",
    "ends": "2025-12-31",
    "promoters": "236",
    "passives": "318",
    "detractors": "166",
    "source": "Survey",
}
CAUSAL = re.compile(r"thanks to|because of the programme|led to|caused by|due to the programme|proves", re.IGNORECASE)


@pytest.fixture
def hr(company: Company) -> Browser:
    return company.browser(company.person(Role.HR))


def words(page: str) -> str:
    """Return the text of a page without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def enter(hr: Browser, kind: str, values: dict[str, str], **changed: str) -> Any:
    return hr.post(f"{MEASURES}/{kind}", {**values, **changed})


def test_an_empty_page_teaches_what_it_needs(hr: Browser) -> None:
    page = words(hr.get(BOARD).text)
    assert "There is nothing to tell a board yet" in page
    assert "a figure from before it began" in page


def test_hr_answers_the_board_with_two_years_of_customers_lost(hr: Browser) -> None:
    assert enter(hr, "churn", CHURN).status_code == 303
    one = words(hr.get(BOARD).text)
    assert "4,120 of 41,200 customers lost" in one
    assert "10.0 %" in one
    assert "Between 9.7 % and 10.3 % in 95 of 100 such periods" in one
    assert "Whether it has moved: that takes a second period." in one
    assert enter(hr, "churn", CHURN, begins="2025-01-01", ends="2025-12-31", lost="3760").status_code == 303
    two = words(hr.get(BOARD).text)
    assert "−0.9 points (−1.3 to −0.5 points), better by more than noise explains" in two
    assert "Beside 2024: −0.9" in two
    assert "Whether it lasts, and why it moved." in two
    assert "from 1 January 2027" in two
    assert not CAUSAL.search(two)


def test_a_score_that_has_not_moved_beyond_noise_says_so_and_what_it_would_take(hr: Browser) -> None:
    assert enter(hr, "nps", NPS).status_code == 303
    before = {"begins": "2024-01-01", "ends": "2024-12-31", "promoters": "210", "passives": "330", "detractors": "180"}
    assert enter(hr, "nps", NPS, **before).status_code == 303
    page = words(hr.get(BOARD).text)
    assert "Cannot tell from noise." in page
    assert "It rests on 720 answers, of those who chose to answer." in page
    assert re.search(r"to see one of 5 points each period needs about [\d,]+", page)


def test_ten_answers_or_fewer_are_no_score(hr: Browser) -> None:
    enter(hr, "nps", NPS, promoters="4", passives="3", detractors="2")
    page = words(hr.get(BOARD).text)
    assert "4 promoters, 3 passives, 2 detractors. Too few answers for a score." in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lost": "41201"}, "No more can be lost than there were at the start."),
        ({"lost": "many"}, "Enter a whole number."),
        ({"customers": "1.5"}, "Enter a whole number."),
        ({"customers": "-3"}, "Enter a whole number from 0 to a billion."),
        ({"ends": "2023-12-31"}, "The last day comes before the first."),
        ({"ends": "2026-12-31"}, "The period is not over yet."),
        ({"begins": "yesterday"}, "Choose a day."),
        ({"begins": "1066-10-14"}, "Choose a day from 1990 on."),
        ({"source": " "}, "Say who counted"),
    ],
)
def test_a_bad_number_is_named_at_its_field_and_nothing_is_kept(
    hr: Browser, company: Company, installation: Installation, changed: dict[str, str], said: str
) -> None:
    refused = enter(hr, "churn", CHURN, **changed)
    assert refused.status_code == 422
    assert said in words(refused.text)
    with installation.database.reading() as session:
        ours = select(OwnMeasure).where(OwnMeasure.organisation_id == company.organisation.id)
        assert session.scalars(ours).first() is None


def test_danish_thousands_are_read_as_they_are_written(hr: Browser) -> None:
    hr.get(f"{MEASURES}?lang=da")
    assert enter(hr, "churn", CHURN, customers="41.200", lost="4.120", shown_language="da").status_code in (303, 422)


def test_the_same_first_day_corrects_and_other_days_in_between_are_refused(hr: Browser) -> None:
    enter(hr, "churn", CHURN)
    assert enter(hr, "churn", CHURN, lost="4000").status_code == 303
    assert "4,000 of 41,200" in words(hr.get(BOARD).text)
    history = words(hr.get(MEASURES).text)
    assert "counts no more" in history
    assert "4,120" in history
    refused = enter(hr, "churn", CHURN, begins="2024-06-01")
    assert refused.status_code == 422
    assert "1 January 2024 to 31 December 2024 is entered already" in words(refused.text)


def test_what_is_taken_out_stays_in_the_history(hr: Browser) -> None:
    enter(hr, "churn", CHURN)
    way_out = re.search(rf"{MEASURES}/[0-9a-f-]+/removal", hr.get(MEASURES).text)
    assert way_out is not None
    assert hr.post(way_out[0]).status_code == 303
    assert "There is nothing to tell a board yet" in hr.get(BOARD).text
    assert "counts no more" in hr.get(MEASURES).text


def test_another_companys_hr_cannot_take_it_out_and_no_other_role_sees_it(
    hr: Browser, company: Company, other_company: Company
) -> None:
    enter(hr, "churn", CHURN)
    way_out = re.search(rf"{MEASURES}/[0-9a-f-]+/removal", hr.get(MEASURES).text)
    assert way_out is not None
    others = other_company.browser(other_company.person(Role.HR))
    assert others.post(way_out[0]).status_code == 404
    assert "41,200" not in others.get(MEASURES).text + others.get(BOARD).text
    for role in (Role.LEARNER, Role.TRAINER, Role.ADMIN):
        browser = company.browser(company.person(role))
        assert all(browser.get(path).status_code in (403, 404) for path in (BOARD, f"{BOARD}/page.pdf", MEASURES))


def test_who_entered_it_is_forgotten_and_the_figure_stays(company: Company, installation: Installation) -> None:
    entering = company.person(Role.HR, name="Somebody Known")
    enter(company.browser(entering), "churn", CHURN)
    with installation.database.writing() as session:
        erase(session, session.get_one(Person, entering.id), installation.clock.now())
    page = company.browser(company.person(Role.HR)).get(MEASURES).text
    assert "somebody who is gone" in page
    assert "41,200" in page


def test_practice_is_not_counted_and_the_page_says_so(hr: Browser) -> None:
    enter(hr, "churn", CHURN)
    page = words(hr.get(BOARD).text)
    assert "is private: nobody counts it" in page
    assert "Tried at work" not in page.split("The results")[1]
    tried = {"begins": "2026-01-01", "ends": "2026-02-01", "asked": "63", "tried": "41", "source": "Question"}
    assert enter(hr, "tried", tried).status_code == 303
    assert "41 of 63 who answered said yes" in words(hr.get(BOARD).text)


def test_groups_are_told_from_snapshots_with_the_day_of_the_next(company: Company, clock: SetClock) -> None:
    answered = Answered.founded(company)
    answered.people(None, *SIX, at=SPRING)
    hr = answered.hr()
    assert "How managers see their own work" not in hr.get(BOARD).text
    answered.publish(JULY)
    page = words(answered.hr().get(BOARD).text)
    assert "55 ±" in page
    assert "6 answered" in page
    assert "1 October 2026" in page


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_it_is_one_sheet_of_paper(hr: Browser, language: str) -> None:
    enter(hr, "churn", CHURN)
    enter(hr, "nps", NPS)
    hr.client.set_cookie("language", language)
    made = hr.get(f"{BOARD}/page.pdf")
    assert made.status_code == 200
    assert made.data.startswith(b"%PDF")
    assert len(PdfReader(BytesIO(made.data)).pages) == 1


def test_a_pdf_that_cannot_be_made_leaves_the_page_to_print(hr: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(_page: object) -> bytes:
        raise NotMade

    enter(hr, "churn", CHURN)
    monkeypatch.setattr(views, "typeset", cannot)
    refused = hr.get(f"{BOARD}/page.pdf")
    assert refused.status_code == 503
    assert "Print this page instead" in refused.text
    assert "4,120 of 41,200" in words(refused.text)
