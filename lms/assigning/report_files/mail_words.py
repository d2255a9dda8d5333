"""The words of a report that comes by mail, in three languages. Pure: no request, so no catalogue of translations.

Figures and a link; no names. What it links to asks who opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from babel.dates import format_datetime
from babel.numbers import format_decimal

from lms.assigning.reports.rows import Figures

LOCALES: Final = {"en": "en_GB", "da": "da_DK", "sv": "sv_SE"}

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "subject": "Report: {name}",
        "hello": "Hello {reader},",
        "as_of": "“{name}”, as of {moment}:",
        "people": "{count} have it",
        "pairs": "{count} assigned curricula",
        "finished": "{count} finished ({share} %)",
        "under_way": "{count} under way",
        "not_started": "{count} not started",
        "late": "{count} late",
        "uncounted": "The figures are being counted for the first time; the page shows them when they are ready.",
        "rows": "The page has the figures row by row.",
        "merged": "The department “{old}” is part of “{new}” today. Open the report and choose which of them you want.",
        "removed": "The department “{old}” is no longer there. Open the report and choose another.",
        "link": "With all rows, and the names behind each figure:",
        "owner": "{owner} has it sent to you.",
        "own": "You have it sent to yourself. When it comes, and to whom, you change on the same page.",
        "end": "No more of these mails:",
    },
    "da": {
        "subject": "Rapport: {name}",
        "hello": "Hej {reader}",
        "as_of": "»{name}«, opgjort {moment}:",
        "people": "{count} har den",
        "pairs": "{count} tildelte læseplaner",
        "finished": "{count} færdige ({share} %)",
        "under_way": "{count} i gang",
        "not_started": "{count} ikke begyndt",
        "late": "{count} forsinkede",
        "uncounted": "Tallene bliver talt op for første gang; siden viser dem, når de er klar.",
        "rows": "Siden har tallene række for række.",
        "merged": "Afdelingen »{old}« er i dag en del af »{new}«. Åbn rapporten, og vælg, hvilken du vil have.",
        "removed": "Afdelingen »{old}« findes ikke længere. Åbn rapporten, og vælg en anden.",
        "link": "Med alle rækker og navnene bag hvert tal:",
        "owner": "{owner} lader den sende til dig.",
        "own": "Du lader den sende til dig selv. Hvornår den kommer og til hvem, ændrer du på samme side.",
        "end": "Ikke flere af disse mails:",
    },
    "sv": {
        "subject": "Rapport: {name}",
        "hello": "Hej {reader},",
        "as_of": "”{name}”, per {moment}:",
        "people": "{count} har den",
        "pairs": "{count} tilldelade kursplaner",
        "finished": "{count} klara ({share} %)",
        "under_way": "{count} pågår",
        "not_started": "{count} inte påbörjade",
        "late": "{count} försenade",
        "uncounted": "Siffrorna räknas för första gången; sidan visar dem när de är klara.",
        "rows": "Sidan har siffrorna rad för rad.",
        "merged": "Avdelningen ”{old}” är i dag en del av ”{new}”. Öppna rapporten och välj vilken du vill ha.",
        "removed": "Avdelningen ”{old}” finns inte längre. Öppna rapporten och välj en annan.",
        "link": "Med alla rader och namnen bakom varje siffra:",
        "owner": "{owner} låter skicka den till dig.",
        "own": "Du låter skicka den till dig själv. När den kommer och till vem ändrar du på samma sida.",
        "end": "Inga fler sådana mejl:",
    },
}


@dataclass(frozen=True, slots=True)
class Headline:
    """What the mail says of the figures. `figures`: None where the report has no totals; `pairs`: see `Report.pairs`.

    `gone`: the department it is about was merged into `into`, or removed where that is empty.
    """

    figures: Figures | None = None
    as_of: datetime | None = None
    pairs: bool = False
    counted: bool = True
    gone: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a mail is for. `owner`: who has it sent, "" to themselves; `end`: the address that ends such mails."""

    name: str
    language: str
    owner: str
    end: str


def write(name: str, headline: Headline, reader: Reader, link: str) -> tuple[str, str]:
    """Return the subject and the text. Line breaks in names become spaces. `as_of` is said in its own time zone."""
    words = WORDS.get(reader.language, WORDS["en"])
    title = " ".join(name.split())
    owner = words["owner"].format(owner=" ".join(reader.owner.split())) if reader.owner else words["own"]
    parts = [
        words["hello"].format(reader=" ".join(reader.name.split())),
        _told(words, headline, title, reader.language),
        f"{words['link']}\n{link}",
        owner,
        *([f"{words['end']}\n{reader.end}"] if reader.end else []),
    ]
    return words["subject"].format(name=title), "\n\n".join(parts) + "\n"


def _told(words: Mapping[str, str], headline: Headline, title: str, language: str) -> str:
    if headline.gone:
        return words["merged" if headline.into else "removed"].format(old=headline.gone, new=headline.into)
    if not headline.counted or headline.as_of is None:
        return words["uncounted"]
    locale = LOCALES.get(language, LOCALES["en"])
    first = words["as_of"].format(
        name=title, moment=format_datetime(headline.as_of, "d MMMM yyyy, HH:mm", locale=locale)
    )
    figures = headline.figures
    if figures is None:
        return f"{first}\n{words['rows']}"

    def said(key: str, count: int) -> str:
        return "  " + words[key].format(count=format_decimal(count, locale=locale), share=figures.share or 0)

    lines = [
        said("pairs" if headline.pairs else "people", figures.people),
        said("finished", figures.finished),
        said("under_way", figures.under_way),
        said("not_started", figures.not_started),
        said("late", figures.late),
    ]
    return "\n".join([first, *lines])
