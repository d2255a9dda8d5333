"""Reading what a curriculum asks and when it meets: its sections with their modules, and its meetings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from lms.packs.curricula.letters import bounded
from lms.packs.curricula.model import Meeting, ShippedItem, ShippedSection
from lms.questions.tables import NAME, Table, did_you_mean
from lms.sentences import say

LONGEST_TITLE: Final = 120
MOST_DAYS, LONGEST_DUE, MOST_MINUTES = 365, 730, 600
"""Days of a rhythm or an opening, days until it is due, and minutes of a meeting."""
MOST_MEETINGS: Final = 40


def read_sections(table: Table) -> tuple[ShippedSection, ...]:
    """Return the sections of a curriculum; a module may wait only for those that stand before it."""
    before: list[str] = []
    return tuple(_section(entry, before) for entry in table.tables("sections", least=1))


def _section(entry: Table, before: list[str]) -> ShippedSection:
    title = bounded(entry, "title", LONGEST_TITLE)
    items = tuple(_item(each, before) for each in entry.tables("modules", least=1))
    required = sum(item.required for item in items)
    needed = entry.whole("needed", 1, max(required, 1)) if entry.has("needed") else None
    entry.finish()
    return ShippedSection(title, items, needed)


def _item(entry: Table, before: list[str]) -> ShippedItem:
    module = entry.name("module")
    required = entry.flag("required", default=True)
    opens = entry.whole("opens_after_days", 0, MOST_DAYS) if entry.has("opens_after_days") else None
    after = tuple(entry.list_of_words("after")) if entry.has("after") else ()
    for name in after:
        if name not in before:
            entry.fault(
                "after", say('"{name}" does not stand before this module.', name=name), did_you_mean(name, before)
            )
    if module and module in before:
        entry.fault("module", say('The module "{module}" stands here twice.', module=module), say("Keep one of them."))
    before.append(module)
    entry.finish()
    return ShippedItem(module, required, opens, after)


def read_meetings(table: Table, modules: Collection[str]) -> tuple[Meeting, ...]:
    """Return the meetings of a curriculum that holds these modules, in the order of the file."""
    meetings: list[Meeting] = []
    entries = table.tables("meetings", least=1)
    if len(entries) > MOST_MEETINGS:
        table.fault(
            "meetings",
            say("There are more than {most} of {key}.", most=MOST_MEETINGS, key="meetings"),
            say("Take some out."),
        )
    for entry in entries[:MOST_MEETINGS]:
        meeting = Meeting(
            name=entry.name("name"),
            title=bounded(entry, "title", LONGEST_TITLE),
            day=entry.whole("day", 0, LONGEST_DUE),
            minutes=entry.whole("minutes", 5, MOST_MINUTES),
            tools=_names(entry, "tools"),
            cards=_names(entry, "cards"),
        )
        for card in meeting.cards:
            if card not in modules:
                entry.fault(
                    "cards", say('"{card}" is no module of this curriculum.', card=card), did_you_mean(card, modules)
                )
        if meeting.name and any(each.name == meeting.name for each in meetings):
            entry.fault(
                "name",
                say('The meeting "{name}" stands here twice.', name=meeting.name),
                say("Give each its own name."),
            )
        entry.finish()
        meetings.append(meeting)
    return tuple(meetings)


def _names(entry: Table, key: str) -> tuple[str, ...]:
    names = entry.list_of_words(key) if entry.has(key) else []
    for name in names:
        if not NAME.fullmatch(name):
            entry.fault(
                key,
                say('"{name}" is no name.', name=name[:64]),
                say("Use lower-case letters a–z, digits and hyphens (at most 64)."),
            )
    return tuple(names)
