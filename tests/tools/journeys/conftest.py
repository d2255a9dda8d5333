"""What the tests of pictures stand on: somebody with a way of their own, in the journey tool of our shelf."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.answers.reading import current
from lms.calculators.tables import PICTURE
from lms.people.models import Person
from lms.tools.journeys.models import JourneyPicture
from tests.support.company import Browser, Company, answer
from tests.support.own_calculator import own_calculator
from tests.support.uploads import photograph, sent_with
from tests.tools.journeys.lived import CELLS, JOURNEY

KEY = re.compile(r"/tools/scenarios/([0-9a-f-]{36})")
PICTURE_AT = re.compile(r'src="(/tools/(?:scenarios/[0-9a-f-]{36}/)?pictures/([0-9a-f-]{36}))"')
NAMES = ("Finds us", "Waits", "Is helped")


@dataclass
class Traveller:
    """A person with a way, in their browser. `tool`: its address; `context`: the key of its numbers."""

    company: Company
    person: Person
    browser: Browser
    tool: str
    context: str
    scenarios: list[str] = field(default_factory=list)

    def walk(self, *names: str, context: str = "", base: int = 0, pictures: dict[str, str] | None = None) -> None:
        """Keep a way with these touchpoints, as the page's script sends it."""
        shown = pictures or {}
        rows = [{"name": name, **CELLS, **({PICTURE: shown[name]} if name in shown else {})} for name in names or NAMES]
        saved = self.browser.save(answer(context or self.context, "inputs", "touchpoints", rows, base=base))
        assert saved.json["conflicts"] == [], saved.text

    def add(self, point: str, words: str = "", content: bytes | None = None, scenario: str = "") -> TestResponse:
        """Send a picture of a touchpoint."""
        fields = {"csrf_token": self.browser.token(), "point": point, "words": words}
        fields["context"] = f"scenario:{scenario}" if scenario else ""
        body = sent_with(photograph() if content is None else content, **fields)
        return self.browser.client.post(f"{self.tool}/pictures", **body)

    def remove(self, picture: str, **sent: str) -> TestResponse:
        """Take a picture off its touchpoint."""
        return self.browser.post(f"{self.tool}/pictures/removal", {"picture": picture, **sent})

    def page(self, address: str = "") -> str:
        """Return a page, the tool's where none is named."""
        found = self.browser.get(address or self.tool)
        assert found.status_code == 200
        return found.text

    def pictures(self, context: str = "") -> list[str | None]:
        """Return the picture of each touchpoint."""
        return [row.get(PICTURE) for row in self.rows(context)]

    def rows(self, context: str = "") -> list[dict[str, Any]]:
        """Return the rows of the way as they are kept."""
        key, installation = context or self.context, self.company.installation
        with installation.database.reading() as session:
            secret = installation.config.key().encode()
            found = current(session, self.company.actor(self.person), [key], secret)
        return list(found[key, "inputs", "touchpoints"].value)

    def kept(self) -> list[bool]:
        """Return, for each picture in the database, the oldest first, whether a way shows it."""
        mine = select(JourneyPicture).where(JourneyPicture.person_id == self.person.id)
        with self.company.installation.database.reading() as session:
            return [row.removed_at is None for row in session.scalars(mine.order_by(JourneyPicture.added_at))]

    def scenario(self, name: str = "To-be") -> str:
        """Keep the way as a scenario and return its id."""
        made = KEY.search(self.browser.post(f"{self.tool}/scenarios", {"name": name}).location)
        assert made is not None
        return made[1]


@pytest.fixture
def traveller(company: Company, clock: Any) -> Traveller:
    """Return somebody with three touchpoints; `clock` is moved back afterwards."""
    person = company.person()
    tool, context = own_calculator(company, JOURNEY.read_text(encoding="utf-8"))
    found = Traveller(company, person, company.browser(person), tool, context)
    found.walk()
    return found
