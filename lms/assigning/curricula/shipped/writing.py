"""The letters of an offer as they can be sent: in one language, every slot filled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date

from lms.assigning.curricula.shipped.offer import Offer
from lms.assigning.curricula.wording import asked_time
from lms.packs.curricula.letters import filled
from lms.questions.text import in_language
from lms.web.languages import language, speak


@dataclass(frozen=True, slots=True)
class Written:
    """One letter: what it is, to whom and when it goes, and its words."""

    name: str
    title: str
    to: str
    on: date
    subject: str
    body: str

    @property
    def rows(self) -> int:
        """Return how many rows of about eighty characters its body takes."""
        return sum(1 + len(line) // 80 for line in self.body.split("\n"))


def written(offer: Offer, spoken: str, company: str) -> list[Written]:
    """Return the letters of an offer in a language, signed for a company, in the order of their days."""
    with speaking(spoken):
        values = _values(offer, spoken, company)
    letters = sorted(offer.shipped.letters, key=lambda letter: letter.day)
    return [
        Written(
            letter.name,
            in_language(letter.title, spoken),
            in_language(letter.to, spoken),
            offer.on(letter.day),
            filled(in_language(letter.subject, spoken), values),
            filled(in_language(letter.body, spoken), values),
        )
        for letter in letters
    ]


def _values(offer: Offer, spoken: str, company: str) -> dict[str, str]:
    return {
        "company": company,
        "title": in_language(offer.shipped.title, spoken),
        "start": format_date(offer.start, "full"),
        "halfway": format_date(offer.halfway, "full"),
        "end": format_date(offer.due, "full"),
        "weeks": str(offer.weeks),
        "modules": str(offer.plan.total),
        "hours": asked_time(offer.hours),
    }


@contextmanager
def speaking(spoken: str) -> Iterator[None]:
    """Speak another language inside: dates and figures are said in it."""
    before = language()
    speak(spoken)
    try:
        yield
    finally:
        speak(before)
