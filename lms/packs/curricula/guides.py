"""Reading a facilitator's guide: a page with a section for each meeting, whose agenda fills its minutes exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lms.packs.blocks import TEXT
from lms.packs.curricula.model import Guide, GuideSection, Meeting
from lms.packs.pages import START, read_page
from lms.packs.problems import Findings
from lms.sentences import say

_HEADING: Final = re.compile(r"^##\s+(.*?)\s*\{#([a-z0-9][a-z0-9-]{0,63})\}\s*$")
_AGENDA: Final = re.compile(r"^\|\s*(\d{1,3})\s*[–-]\s*(\d{1,3})\s*\|")
_FIRST: Final = re.compile(r"\A\s*<h2>.*?</h2>\s*", re.DOTALL)
_FENCE: Final = re.compile(r"^\s*(```|~~~)")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of an agenda: where it stands, from which minute to which."""

    number: int
    begins: int
    ends: int


def read_guide(file: str, source: str, meetings: Sequence[Meeting], findings: Findings) -> Guide | None:
    """Read a guide in one language; None where it has no sections to show. What is wrong goes to `findings`."""
    page = read_page(file, source, findings)
    if page is None:
        return None
    for block in page.text.blocks:
        if block.kind != TEXT:
            message = say(
                'A guide is text and tables, so no {kind} stands there ("{id}").', kind=block.kind, id=block.id
            )
            findings.problem(
                file, page.lines[block.id], message, say("Name it in words; tools stand with the meeting.")
            )
    headings = list(_headings(source))
    titles = {id: title for _number, title, id in headings}
    sections = tuple(
        GuideSection(
            block.id, titles.get(block.id, "" if block.id == START else block.id), _below_heading(block.html or "")
        )
        for block in page.text.blocks
        if block.kind == TEXT
    )
    agendas = {meeting.name: _agenda(file, source, headings, meeting, findings) for meeting in meetings}
    return Guide(page.text.title, sections, agendas)


def _below_heading(html: str) -> str:
    return _FIRST.sub("", html, count=1)


def _headings(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line from 1, title, id) of each section."""
    fenced = False
    for number, line in enumerate(source.split("\n"), 1):
        fenced ^= _FENCE.match(line) is not None
        match = None if fenced else _HEADING.match(line)
        if match:
            yield number, match[1], match[2]


def _agenda(
    file: str, source: str, headings: Sequence[tuple[int, str, str]], meeting: Meeting, findings: Findings
) -> int:
    """Check the agenda of a meeting in its section; return how many lines it has."""
    at = next((number for number, _title, id in headings if id == meeting.name), None)
    if at is None:
        remedy = say("Write ## Its heading {id} with an agenda below.", id=f"{{#{meeting.name}}}")
        findings.problem(file, 1, say('The guide says nothing about the meeting "{name}".', name=meeting.name), remedy)
        return 0
    until = next((number for number, _title, _id in headings if number > at), None)
    lines = _agenda_lines(source, at, until)
    if not lines:
        remedy = say("Write a table whose rows begin with minutes: | 0–5 | … | 5–15 | …")
        findings.problem(file, at, say('The meeting "{name}" has no agenda.', name=meeting.name), remedy)
    else:
        _check_minutes(file, lines, meeting, findings)
    return len(lines)


def _agenda_lines(source: str, at: int, until: int | None) -> list[_Line]:
    lines = source.split("\n")[at : until - 1 if until else None]
    matches = ((at + number, _AGENDA.match(line)) for number, line in enumerate(lines, 1))
    return [_Line(number, int(match[1]), int(match[2])) for number, match in matches if match]


def _check_minutes(file: str, lines: Sequence[_Line], meeting: Meeting, findings: Findings) -> None:
    before = 0
    for line in lines:
        if line.begins != before:
            message = say(
                "This line begins at minute {begins}, the one before ends at {before}.",
                begins=line.begins,
                before=before,
            )
            findings.problem(file, line.number, message, say("Let each line begin where the one before it ends."))
        elif line.ends <= line.begins:
            findings.problem(
                file, line.number, say("This line ends before it begins."), say("Give it a minute at least.")
            )
        before = line.ends
    if before != meeting.minutes:
        message = say(
            'The agenda ends at minute {before}, the meeting "{name}" has {minutes}.',
            before=before,
            name=meeting.name,
            minutes=meeting.minutes,
        )
        findings.problem(file, lines[-1].number, message, say("Make them agree."))
