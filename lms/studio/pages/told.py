"""What is to be mended on a page, each at the part of the text it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext

from lms.packs.blocks import TEXT, Block, block_kind
from lms.packs.problems import Problem
from lms.packs.roles import CALLED
from lms.packs.segments import HEAD
from lms.sentences import say
from lms.studio.pages.filling import DrawnPage
from lms.studio.pages.pictures import silent
from lms.studio.pages.places import Place
from lms.web.languages import in_words

_EMPTY: Final = re.compile(r'"(\w+)" (?:is missing\.|must be a text\.)')
"""What the checker says of a key without words."""


def told_problems(page: DrawnPage) -> list[dict[str, Any]]:
    """Return each problem with its part, its line (from 1), what is wrong and what to do; notes are milder."""
    blocks = page.text.blocks if page.text is not None else ()
    problems = _plainly([_told(page.place, each, "problem") for each in page.problems], blocks)
    notes = [_told(page.place, each, "note") for each in page.notes]
    missing = [_missing(page.place, block) for block in blocks if not _is_there(page, block)]
    found = [*problems, *missing, *_silent(page, blocks), *notes]
    return [each | {"message": in_words(each["message"]), "remedy": in_words(each["remedy"])} for each in found]


def _silent(page: DrawnPage, blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return the pictures that say nothing to those who do not see them."""
    said = [(block, silent(page.place, block)) for block in blocks]
    return [
        {
            "part": block.id,
            "line": _line(page.place, block),
            "message": words,
            "remedy": "",
            "is": "problem",
        }
        for block, words in said
        if words
    ]


def _plainly(problems: list[dict[str, Any]], blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Say of an empty field of a form what it is called there, in the reader's language."""
    kinds = {block.id: block.kind for block in blocks}
    for each in problems:
        empty = _EMPTY.fullmatch(each["message"])
        keys = getattr(block_kind(kinds[each["part"]]), "keys", ()) if kinds.get(each["part"], TEXT) != TEXT else ()
        labels = [key.label for key in keys if empty and key.name.split(".")[-1] == empty[1]]
        if labels:
            each["message"] = gettext("%(field)s: nothing is written yet.", field=gettext(labels[0]))
            each["remedy"] = ""
    return problems


def _told(place: Place, problem: Problem, severity: str) -> dict[str, Any]:
    part = part_at(place, problem.line)
    return {"part": part, "line": problem.line, "message": problem.message, "remedy": problem.remedy, "is": severity}


def part_at(place: Place, line: int) -> str:
    """Return the part in which a line of the text stands."""
    first = 1
    found = HEAD
    for segment in place.segments:
        if first > line:
            break
        found = segment.part if segment.text else found
        first += segment.text.count("\n")
    return found


def _is_there(page: DrawnPage, block: Block) -> bool:
    if block.kind == "picture":
        return block.data["file"] in page.uses.media
    if block.use is None:
        return True
    if block.kind == "calculator":
        return block.use in page.uses.own_calculators or block.use in page.uses.lent.calculators
    kind = page.uses.question_files.get(block.use, ("", {}))[0]
    return kind == block.kind if kind or block.use not in page.uses.question_files else True


def _missing(place: Place, block: Block) -> dict[str, Any]:
    name = block.use or block.data.get("file", "")
    part = next((each.part for each in place.segments if each.part == block.id), block.id)
    line = _line(place, block)
    message = say(
        'There is no {called} "{name}".', called=CALLED["media" if block.kind == "picture" else block.kind], name=name
    )
    remedy = say("Choose another one in the block.")
    return {"part": part, "line": line, "message": message, "remedy": remedy, "is": "problem"}


def _line(place: Place, block: Block) -> int:
    return place.text.partition(f'id = "{block.id}"')[0].count("\n") + 1
