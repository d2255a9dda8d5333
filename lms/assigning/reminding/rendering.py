"""Letters in words: one thing by its own text, several in a list, in the reader's language and as it stands today.

Which text speaks of a due date is settled by the date itself and not by the step: a mail that was put off until after
it does not say "in 3 days".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from lms.assigning.assignments.invitation import day_in_words
from lms.assigning.reminding import wordings
from lms.assigning.reminding.contexts import Context, Reader
from lms.assigning.reminding.entries import Entry
from lms.assigning.reminding.kinds import ESCALATION, RECALL
from lms.assigning.reminding.words import Words, fill
from lms.kernel.digests import Part

HOME: Final = "/learn"
TEAM: Final = "/team"
WISHES: Final = "/me/mail"
AFTER, BEFORE, DUE, ROUND, SEVERAL = "after", "before", "due", "round", "several"


def letter(
    context: Context, reader: Reader, kind: str, entries: Sequence[Entry], parts: Sequence[Part]
) -> tuple[str, str]:
    """Return subject and text of a letter: of at least one entry or part. What is said of one thing is said once."""
    entries = list({entry.assigned.id: entry for entry in entries}.values())
    if kind == ESCALATION:
        return _to_manager(context, reader, entries)
    if not entries:
        return _parts_alone(context, reader, parts)
    key = _key(entries[0]) if len(entries) == 1 else SEVERAL
    slots = _shared(context, reader)
    slots |= _of_one(entries[0], reader.language) if len(entries) == 1 else _of_several(entries, reader.language)
    subject, body = fill(_words(context, key, reader), slots)
    return subject, _ended(context, reader, kind, [body, *[part.text for part in parts]])


def unsaid(context: Context, reader: Reader, kind: str) -> tuple[str, str]:
    """Return subject and text of a letter as they are kept where what it says is not: no name, no number, no title."""
    subject, text = wordings.UNSAID[kind][reader.language]
    return subject, _ended(context, reader, kind, [text])


def _to_manager(context: Context, reader: Reader, entries: Sequence[Entry]) -> tuple[str, str]:
    line = wordings.LATE_LINE[reader.language]
    lines = [
        line.format(
            person=_line(each.about.name),
            title=_line(each.title(reader.language)),
            day=_day(each.assigned.due, reader.language),
        )
        for each in sorted(entries, key=lambda each: each.about.name)
    ]
    slots = _shared(context, reader) | {
        "count": str(len(lines)),
        "list": _list(lines),
        "link": context.post.base_url + TEAM,
    }
    subject, body = fill(_words(context, ESCALATION, reader), slots)
    return subject, _ended(context, reader, ESCALATION, [body])


def _parts_alone(context: Context, reader: Reader, parts: Sequence[Part]) -> tuple[str, str]:
    text = "\n\n".join(part.text for part in parts)
    slots = _shared(context, reader) | {"questions": parts[0].subject, "part": text}
    subject, body = fill(_words(context, RECALL, reader), slots)
    return subject, _ended(context, reader, RECALL, [body])


def _key(entry: Entry) -> str:
    due = entry.assigned.due
    if due is None:
        return ROUND
    return BEFORE if entry.today < due else DUE if entry.today == due else AFTER


def _shared(context: Context, reader: Reader) -> dict[str, str]:
    return {
        "name": _line(reader.name),
        "company": _line(context.organisation.name),
        "link": context.post.base_url + HOME,
    }


def _of_one(entry: Entry, language: str) -> dict[str, str]:
    due = entry.assigned.due
    return {
        "title": _line(entry.title(language)),
        "progress": _progress(entry, language),
        "day": _day(due, language),
        "in_days": _in_days((due - entry.today).days, language) if due else "",
    }


def _of_several(entries: Sequence[Entry], language: str) -> dict[str, str]:
    return {"count": str(len(entries)), "list": _list([_in_list(each, language) for each in entries])}


def _in_list(entry: Entry, language: str) -> str:
    due, (ahead, past, without) = entry.assigned.due, wordings.LINE[language]
    pattern = without if due is None else past if due < entry.today else ahead
    return pattern.format(title=_line(entry.title(language)), day=_day(due, language))


def _progress(entry: Entry, language: str) -> str:
    begin, going = wordings.PROGRESS[language]
    assigned = entry.assigned
    return going.format(done=assigned.done, total=assigned.total) if assigned.done else begin


def _in_days(days: int, language: str) -> str:
    today, tomorrow, later = wordings.IN_DAYS[language]
    return today if days <= 0 else tomorrow if days == 1 else later.format(days=days)


def _ended(context: Context, reader: Reader, kind: str, paragraphs: Sequence[str]) -> str:
    """Return the whole text: why it came and how to choose its day, and where there is one the way out of its kind."""
    post = context.post
    why = wordings.WHY.get(reader.language, "") if kind not in (ESCALATION, RECALL) else ""
    way_out = post.unsubscribing(reader.id, kind)
    last = [
        *([why.format(company=_line(context.organisation.name), wishes=post.base_url + WISHES)] if why else []),
        *([f"{wordings.NO_MORE[reader.language]}\n{way_out}"] if way_out else []),
    ]
    return "\n\n".join([*paragraphs, *last, _line(context.organisation.name)]) + "\n"


def _words(context: Context, key: str, reader: Reader) -> Words:
    return context.words[key, reader.language]


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"– {line}" for line in lines)


def _day(day: date | None, language: str) -> str:
    return day_in_words(day, language) if day else ""


def _line(text: str) -> str:
    return " ".join(text.split())
