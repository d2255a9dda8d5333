"""The part of a file of questions that a line of its text belongs to."""

from __future__ import annotations

from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.pieces import entries_of
from lms.studio.quizzes.showing import block_at


def part_at(file: QuestionFile, line: int) -> tuple[str, str] | None:
    """Return (section, id) of the part a line (from 1) stands in; None where no form holds it."""
    path = block_at(file.text, line)
    if not path:
        first = next(iter(file.sections))
        return first, ""
    name = str(path[0])
    section = file.sections.get(name)
    if section is not None and section.is_list and len(path) > 1 and isinstance(path[1], int):
        entries = entries_of(file.values, name)
        id = str(entries[path[1]].get("id", "")) if path[1] < len(entries) else ""
        return (name, id) if id else None
    holder = {"title": next(iter(file.sections)), "start": "numbers", "year": "numbers", "total": "numbers"}
    home = name if section is not None else holder.get(name, "numbers" if name == "figures" else "")
    return (home, "") if home in file.sections else None
