"""A picture of a touchpoint, kept without drawing it anew: that takes a process, and many tests begin with a life."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from lms.calculators.tables import PICTURE
from lms.people.models import Person
from lms.tools.journeys import pictures
from lms.web.photographs.taking import Drawn
from tests.support.company import Browser, Company, answer
from tests.support.own_calculator import own_calculator

JOURNEY = Path(__file__).parents[3] / "modules" / "tool-shelf" / "customer-journey.calc.toml"
CELLS = {"stage": "", "owner": "", "emotion": 1, "importance": 3, "reach": 1, "minutes": 1, "error_rate": 0}
JPEG = b"\xff\xd8\xff\xe0zebrapixels"


def keep_picture(company: Company, person: Person, words: str) -> UUID:
    """Let `person` keep a picture that `words` say something of; return its id."""
    installation = company.installation
    secret, now = installation.config.key().encode(), installation.clock.now()
    with installation.database.writing() as session:
        return pictures.keep(session, company.actor(person), Drawn(b"1 1\n" + JPEG), words, secret, now)


def keep_way(company: Company, person: Person, browser: Browser, words: str) -> tuple[str, str]:
    """Let `person` have a way of one touchpoint with a picture; return the tool's address and the picture's id."""
    tool, context = own_calculator(company, JOURNEY.read_text(encoding="utf-8"))
    picture = str(keep_picture(company, person, words))
    row = {"name": words, **CELLS, PICTURE: picture}
    assert browser.save(answer(context, "inputs", "touchpoints", [row])).status_code == 200
    return tool, picture
