"""Letters for HR: reading them, and filling their slots."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lms.packs.curricula.model import Letter
from lms.questions.tables import Table, did_you_mean
from lms.questions.text import Text
from lms.sentences import say

SLOTS: Final = ("company", "title", "start", "halfway", "end", "weeks", "modules", "hours")
"""What a letter may leave open: who writes it, what it is called, its days, how long it is and how much it takes."""
EARLIEST, LATEST = -120, 730
"""The days on which a letter may be sent, counted from the start."""
LONGEST_SUBJECT, LONGEST_BODY = 150, 4_000
_SLOT = re.compile(r"\{([^{}\n]*)\}")


def read_letters(table: Table) -> tuple[Letter, ...]:
    """Return the letters of a curriculum in the order of the file."""
    letters: list[Letter] = []
    for entry in table.tables("letters", least=1):
        letter = _letter(entry)
        if letter.name and any(each.name == letter.name for each in letters):
            entry.fault(
                "name", say('The letter "{name}" stands here twice.', name=letter.name), say("Give each its own name.")
            )
        letters.append(letter)
    return tuple(letters)


def _letter(entry: Table) -> Letter:
    letter = Letter(
        name=entry.name("name"),
        title=bounded(entry, "title", LONGEST_SUBJECT),
        to=bounded(entry, "to", LONGEST_SUBJECT),
        day=entry.whole("day", EARLIEST, LATEST),
        subject=bounded(entry, "subject", LONGEST_SUBJECT),
        body=bounded(entry, "body", LONGEST_BODY),
    )
    for key, text in (("subject", letter.subject), ("body", letter.body)):
        _check_slots(_inside(entry, key), text)
    entry.finish()
    return letter


def bounded(entry: Table, key: str, most: int) -> Text:
    """Return a text in every language, of at most `most` characters in each."""
    text = entry.text(key, html=False)
    for language, words in text.items():
        if len(words) > most:
            _inside(entry, key).fault(
                language,
                say('"{key}" is longer than {most} characters.', key=f"{key}.{language}", most=most),
                say("Shorten it."),
            )
    return text


def _inside(entry: Table, key: str) -> Table:
    """Return the table below a key, for faults in it."""
    return Table({}, (), entry.faults, (*entry.path, key))


def _check_slots(inner: Table, text: Text) -> None:
    for language, words in text.items():
        for slot in dict.fromkeys(_SLOT.findall(words)):
            if slot not in SLOTS:
                inner.fault(
                    language, say('"{slot}" is no slot of a letter.', slot=f"{{{slot}}}"), did_you_mean(slot, SLOTS)
                )


def filled(words: str, values: Mapping[str, str]) -> str:
    """Return a letter's words with its slots filled; one that has no value stays as it is written."""
    return _SLOT.sub(lambda found: values.get(found[1], found[0]), words)
