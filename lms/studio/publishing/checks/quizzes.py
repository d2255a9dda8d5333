"""Quizzes, self-assessments and drills that no page invites to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from lms.questions.text import N_
from lms.studio.publishing.checks.finding import Finding
from lms.studio.publishing.checks.pieces import page_paths, pieces


def check_quizzes(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield each file of questions that the English pages do not use: nobody will meet it."""
    pages = [path for path, language in page_paths(files) if language == "en"]
    used = {
        str(piece.keys["use"])
        for path in pages
        for piece in pieces(path, files[path].decode("utf-8", "replace"))
        if piece.keys and "use" in piece.keys
    }
    for path in sorted(files):
        place = PurePosixPath(path)
        if place.parent.as_posix() == "quizzes" and place.suffix == ".toml" and place.stem not in used:
            said = N_("“%(name)s” stands on no page, so nobody will meet it.")
            remedy = N_("Put it on a page, or remove it.")
            yield Finding("note", said, remedy, path, values={"name": place.stem})
