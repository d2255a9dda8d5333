"""What the page of a curriculum sends: the words and settings typed there, laid over the document as it stands.

The form names modules by their ids and sections by their numbers. It says nothing about the order, so what is typed
fits on the document even where somebody else has moved something meanwhile. Every text is bounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from lms.assigning.curricula.document import Document
from lms.assigning.curricula.plan import Item, Section
from lms.kernel.ids import read_id
from lms.web.languages import LANGUAGES

LONGEST_TITLE: Final = 120
LONGEST_SUMMARY: Final = 600
MOST_DAYS: Final = 365
MOST_NUMBER: Final = 4
"""Digits that a figure may have."""
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)

Sent = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """A document with what was typed, and by field what could not be taken; there the document keeps what it had."""

    document: Document
    errors: Mapping[str, str]


def typed(sent: Sent, document: Document) -> Typed:
    """Return the document with what was typed over it. Fields that were not sent stay as they are."""
    reader = _Reader(sent)
    changed = replace(
        document,
        title=reader.words("title", document.title, LONGEST_TITLE),
        summary=reader.words("summary", document.summary, LONGEST_SUMMARY),
        every_days=reader.number("every_days", document.every_days, 1) or document.every_days,
        sections=tuple(_section(reader, number, each) for number, each in enumerate(document.sections)),
    )
    return Typed(changed, reader.errors)


def _section(reader: _Reader, number: int, section: Section) -> Section:
    return Section(
        tuple(_item(reader, item) for item in section.items),
        reader.words(f"section-{number}-title", section.title, LONGEST_TITLE),
        reader.number(f"section-{number}-needed", section.needed, 1),
    )


def _item(reader: _Reader, item: Item) -> Item:
    name = f"item-{item.module}"
    return Item(
        item.module,
        reader.choice(f"{name}-required", item.required),
        reader.modules(f"{name}-after", item),
        reader.day(f"{name}-opens_on", item.opens_on),
        reader.number(f"{name}-opens_after_days", item.opens_after_days, 0),
    )


class _Reader:
    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self.errors: dict[str, str] = {}

    def words(self, name: str, had: Mapping[str, str], longest: int) -> dict[str, str]:
        found = {language: self._text(f"{name}-{language}", had.get(language, ""), longest) for language in LANGUAGES}
        return {language: text for language, text in found.items() if text}

    def _text(self, name: str, had: str, longest: int) -> str:
        if name not in self._sent:
            return had
        text = " ".join(self._sent[name].split())
        if len(text) > longest:
            self.errors[name] = _("At most %(most)d characters.", most=longest)
            return had
        if not text.isprintable():
            self.errors[name] = _("There are characters in it that cannot be shown.")
            return had
        return text

    def number(self, name: str, had: int | None, least: int) -> int | None:
        if name not in self._sent:
            return had
        text = self._sent[name].strip()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= MOST_NUMBER and least <= int(text) <= MOST_DAYS:
            return int(text)
        self.errors[name] = _("Write a whole number from %(least)d to %(most)d.", least=least, most=MOST_DAYS)
        return had

    def choice(self, name: str, had: bool) -> bool:
        return self._sent[name] != "optional" if name in self._sent else had

    def day(self, name: str, had: date | None) -> date | None:
        if name not in self._sent:
            return had
        text = self._sent[name].strip()
        if not text:
            return None
        try:
            day = date.fromisoformat(text[:10])
        except ValueError:
            day = date.min
        if not EARLIEST <= day <= LATEST:
            self.errors[name] = _("Write the day as 2026-03-31.")
            return had
        return day

    def modules(self, name: str, item: Item) -> tuple[UUID, ...]:
        """Return what was ticked; a hidden empty field beside the ticks says that they were on the page."""
        if name not in self._sent:
            return item.after
        ticked = (read_id(each) for each in self._sent.getlist(name)[:MOST_DAYS])
        return tuple(dict.fromkeys(module for module in ticked if module is not None and module != item.module))
