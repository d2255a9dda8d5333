"""Two colleagues who share scenarios both ways and look, so that every table of sharing holds a row of each."""

from __future__ import annotations

from lms.people.models import Person
from tests.support.company import Browser, Company

TOOL = "/tools/cost-of-churn/scenarios"


def share_both_ways(company: Company, browser: Browser, person: Person) -> None:
    """Let `person` keep a scenario and share it with a colleague, who shares one with them; both look."""
    colleague = company.person()
    theirs = company.browser(colleague)
    for owner, reader, to in ((browser, theirs, colleague), (theirs, browser, person)):
        address = owner.post(TOOL, {"name": "Shared"}).location
        assert owner.post(f"{address}/shares", {"who": to.email}).status_code == 303
        assert reader.get(address).status_code == 200
