"""A person's calendar that reads their private feed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from icalendar import Calendar, Event
from werkzeug.test import TestResponse

from lms.people.models import Person
from tests.support.company import Browser, Company

ADDRESS = re.compile(r'value="http://localhost(/calendar/[A-Za-z0-9_-]{32}\.ics)"')


@dataclass
class Subscription:
    """The address of a feed, and a program that knows nothing else."""

    company: Company
    path: str

    def ask(self, **headers: str) -> TestResponse:
        """Ask for it, signed in as nobody."""
        return self.company.installation.app.test_client().get(self.path, headers=headers)

    def calendar(self) -> Any:
        """Return what it holds now."""
        asked = self.ask()
        assert asked.status_code == 200, asked.status_code
        return Calendar.from_ical(asked.data)

    def events(self) -> dict[str, Event]:
        """Return {title: event}."""
        return {str(event["summary"]): event for event in self.calendar().walk("VEVENT")}


def subscribe(company: Company, person: Person, browser: Browser | None = None) -> Subscription:
    """Let somebody make their private address, and a calendar read it once."""
    made = (browser or company.browser(person)).post("/me/calendar")
    assert made.status_code == 200
    found = ADDRESS.search(made.text)
    assert found is not None
    subscription = Subscription(company, found[1])
    subscription.ask()
    return subscription
