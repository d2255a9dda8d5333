"""The words of a first mail, in three languages. Pure: no request, so no catalogue of translations; no database.

Plain text with one link. Nothing in it says more than HR and the line manager know, and nothing tells whether it was
read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import format_date

from lms.assigning.reminding.words import Words, fill

LOCALES: Final = {"en": "en_GB", "da": "da_DK", "sv": "sv_SE"}
HOUR: Final = 60
SHORT: Final = 50
"""Minutes up to which minutes are said, to the nearest five."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one language; what is around them is `reminding.wordings`, or an organisation's own."""

    given: str
    again: str
    minutes: str
    one_hour: str
    hours: str
    due: str
    due_later: str
    no_due: str
    opens: str
    seen: str


SENTENCES: Final = {
    "en": Sentences(
        given="{company} has given you the curriculum “{title}”.",
        again="It is time to take “{title}” once more, for {company}.",
        minutes="It takes about {count} minutes, practice at work included.",
        one_hour="It takes about an hour, practice at work included.",
        hours="It takes about {count} hours, practice at work included.",
        due="Please finish it by {day}.",
        due_later="You will see on your home page by when, as soon as the day is settled.",
        no_due="Take it in your own time: there is no due date.",
        opens="It opens on {day}.",
        seen="HR, your line manager and whoever leads your cohort can see what you have begun and finished, "
        "never your answers, your results or your own numbers.",
    ),
    "da": Sentences(
        given="{company} har givet dig læseplanen »{title}«.",
        again="Det er tid til at tage »{title}« igen for {company}.",
        minutes="Den tager omkring {count} minutter, øvelserne på arbejdet regnet med.",
        one_hour="Den tager omkring en time, øvelserne på arbejdet regnet med.",
        hours="Den tager omkring {count} timer, øvelserne på arbejdet regnet med.",
        due="Gør den færdig senest {day}.",
        due_later="Du kan se fristen på din forside, så snart dagen ligger fast.",
        no_due="Tag den i dit eget tempo: der er ingen frist.",
        opens="Den åbner {day}.",
        seen="HR, din nærmeste leder og den, der leder dit hold, kan se, hvad du er begyndt på og færdig med, "
        "aldrig dine svar, dine resultater eller dine egne tal.",
    ),
    "sv": Sentences(
        given="{company} har gett dig kursplanen ”{title}”.",
        again="Det är dags att ta ”{title}” igen för {company}.",
        minutes="Den tar ungefär {count} minuter, övningarna i arbetet inräknade.",
        one_hour="Den tar ungefär en timme, övningarna i arbetet inräknade.",
        hours="Den tar ungefär {count} timmar, övningarna i arbetet inräknade.",
        due="Gör klart den senast {day}.",
        due_later="Du ser slutdatumet på din startsida så snart dagen är bestämd.",
        no_due="Ta den i din egen takt: det finns inget slutdatum.",
        opens="Den öppnar {day}.",
        seen="HR, din närmaste chef och den som leder din kursgrupp kan se vad du har börjat med och gjort klart, "
        "aldrig dina svar, dina resultat eller dina egna siffror.",
    ),
}


@dataclass(frozen=True, slots=True)
class Given:
    """What one person was given. `opens`: only where it opens later; `waits`: the due date waits for a date."""

    name: str
    due: date | None
    waits: bool
    opens: date | None
    again: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """What all first mails of a run share. `titles` by language; `minutes` of work in all, 0 where not known."""

    titles: Mapping[str, str]
    company: str
    minutes: int
    link: str

    def write(self, language: str, given: Given, said: Words) -> tuple[str, str]:
        """Return the subject and the text in one of our languages, in these words. Line breaks in names become spaces.

        What is seen of the reader stands below any words.
        """
        subject, body = fill(said, self.slots(language, given))
        return subject, "\n\n".join([body, SENTENCES[language].seen, _line(self.company)]) + "\n"

    def slots(self, language: str, given: Given) -> dict[str, str]:
        """Return what the slots of the words hold; a sentence that does not apply is empty, and its line goes."""
        words = SENTENCES[language]
        title = _line(self.titles.get(language) or self.titles.get("en") or next(iter(self.titles.values()), ""))
        slots = {"title": title, "company": _line(self.company), "name": _line(given.name), "link": self.link}
        return slots | {
            "given": (words.again if given.again else words.given).format(**slots),
            "time": self._time(words) if self.minutes else "",
            "opens": words.opens.format(day=day_in_words(given.opens, language)) if given.opens else "",
            "due": _due(words, given, language),
        }

    def _time(self, words: Sentences) -> str:
        if self.minutes < SHORT:
            return words.minutes.format(count=max(5, round(self.minutes / 5) * 5))
        count = round(self.minutes / HOUR)
        return words.one_hour if count <= 1 else words.hours.format(count=count)


def _due(words: Sentences, given: Given, language: str) -> str:
    if given.due is not None:
        return words.due.format(day=day_in_words(given.due, language))
    return words.due_later if given.waits else words.no_due


def day_in_words(day: date, language: str) -> str:
    """Return a day in words; Danish says "den" only after the day of the week, Swedish not at all."""
    pattern = {"da": "EEEE 'den' d. MMMM y", "sv": "EEEE 'den' d MMMM y"}.get(language, "EEEE d MMMM y")
    return format_date(day, pattern, locale=LOCALES[language])


def _line(text: str) -> str:
    return " ".join(text.split())
