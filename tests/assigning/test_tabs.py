"""The row of HR's rooms marks where one is, on every page that shows it."""

from __future__ import annotations

import re

import pytest

from lms.kernel.permissions import Role
from tests.support.company import Company

CURRENT = re.compile(r'aria-current="true">([^<]+)</a></li>')


@pytest.mark.parametrize(
    ("page", "room"),
    [
        ("/assign", "Overview"),
        ("/assign/exceptions", "Overview"),
        ("/assign/wishes", "Overview"),
        ("/assign/people", "People"),
        ("/assign/people/import", "People"),
        ("/assign/people/departments", "People"),
        ("/assign/groups", "Groups"),
        ("/assign/curricula", "Curricula"),
        ("/assign/assignments", "Assignments"),
        ("/assign/cohorts", "Cohorts"),
        ("/assign/reminders", "Reminders"),
        ("/assign/mail", "Reminders"),
    ],
)
def test_one_room_is_marked_as_the_one_the_page_belongs_to(company: Company, page: str, room: str) -> None:
    browser = company.browser(company.person(Role.HR))
    row = browser.get(page).text.partition('class="hr-tabs"')[2].partition("</nav>")[0]
    assert CURRENT.findall(row) == [room]
