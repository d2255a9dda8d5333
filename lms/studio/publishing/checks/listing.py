"""The whole check list of a draft: what the checker of the format says, then what readers would miss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lms.packs.model import Module
from lms.packs.partly import SOURCE
from lms.packs.problems import Problem
from lms.packs.segments import split
from lms.packs.translating.units import State, units_of
from lms.questions.text import N_
from lms.studio.publishing.checks.finding import Finding, Weight
from lms.studio.publishing.checks.pages import check_pages
from lms.studio.publishing.checks.pictures import check_pictures
from lms.studio.publishing.checks.quizzes import check_quizzes

EVERY = (check_pages, check_pictures, check_quizzes)
_WAITING: Final[dict[State, tuple[str, str]]] = {
    "todo": (
        N_("Waiting for their translation into %(language)s: %(count)s. Readers see English there, with a note."),
        N_("Translate them now, or publish and let the text follow."),
    ),
    "stale": (
        N_("Older than the English, in %(language)s: %(count)s."),
        N_("Look at them again, or publish and let the text follow."),
    ),
}


def findings_in(
    files: Mapping[str, bytes],
    problems: Sequence[Problem],
    notes: Sequence[Problem],
    module: Module | None,
) -> tuple[Finding, ...]:
    """Return the check list: what bars publishing first, by file. `module` None where it cannot be read as a whole."""
    told = [_told("must", each, files) for each in problems] + [_told("note", each, files) for each in notes]
    places = {(each.path, each.part) for each in told if each.bars}
    own = [each for check in EVERY for each in check(files) if not (each.bars and (each.path, each.part) in places)]
    both = [*told, *own, *(_untranslated(files, module) if module is not None else ())]
    return tuple(sorted(both, key=lambda each: (not each.bars, each.path)))


def part_at(path: str, text: str, line: int) -> str:
    """Return the part of a text that a line (from 1) lies in."""
    last, part = 0, ""
    for segment in split(path, text):
        part = segment.part
        last += segment.text.count("\n")
        if line <= last:
            return part
    return part


def _told(weight: Weight, problem: Problem, files: Mapping[str, bytes]) -> Finding:
    content = files.get(problem.file)
    readable = content is not None and problem.file.endswith((".md", ".toml"))
    text = content.decode("utf-8", "replace") if content is not None and readable else ""
    part = part_at(problem.file, text, problem.line) if text else ""
    return Finding(weight, problem.message, problem.remedy, problem.file, part)


def _untranslated(files: Mapping[str, bytes], module: Module) -> Iterator[Finding]:
    texts = {path: each.decode("utf-8", "replace") for path, each in files.items() if path.endswith((".md", ".toml"))}
    for language in (each for each in module.languages if each != SOURCE):
        states = Counter(unit.state for unit in units_of(texts, language))
        for state, (said, remedy) in _WAITING.items():
            if states[state]:
                yield Finding("note", said, remedy, values={"count": states[state], "language": language})
