"""Finding questions, statements and scenes by the words in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.card_models import QuestionWord
from lms.catalog.models import Module, ModuleVersion, QuizVersion
from lms.catalog.question_words import asked_in
from lms.catalog.search import MOST_ROWS, Query, wanted_words
from lms.catalog.snippets import Piece, marked, snippet
from lms.kernel.permissions import Actor, scope_of
from lms.questions.text import LANGUAGES, in_language

MOST: Final = 12


@dataclass(frozen=True)
class FoundQuestion:
    """One question, statement or scene that holds every word. `kind`: "quiz", "self-assessment" or "drill"."""

    quiz: str
    kind: str
    item: str
    of: dict[str, str]
    language: str
    named: list[Piece]
    text: list[Piece]


def find_questions(session: Session, actor: Actor, query: Query, language: str) -> list[FoundQuestion]:
    """Return the questions that hold every word, those found in the reader's language first; two queries."""
    places = _places(session, actor, query)
    order = sorted(places, key=lambda key: (key[1] != language, str(key[0]), key[2]))
    best: list[tuple[UUID, str, str]] = []
    met: set[tuple[UUID, str]] = set()
    for quiz, spoken, item in order:
        if (quiz, item) not in met:
            met.add((quiz, item))
            best.append((quiz, spoken, item))
    best = best[:MOST]
    rows = session.execute(
        select(QuizVersion.id, QuizVersion.name, QuizVersion.document).where(
            scope_of(QuizVersion, actor), QuizVersion.id.in_({quiz for quiz, _spoken, _item in best})
        )
    )
    known = {row.id: row for row in rows}
    found = (_found(known[quiz], spoken, item, query, language) for quiz, spoken, item in best if quiz in known)
    return [each for each in found if each is not None]


def _places(session: Session, actor: Actor, query: Query) -> set[tuple[UUID, str, str]]:
    """Return (quiz version, language, item) of every question that holds all the words."""
    stems = {language: query.stems(language) for language in LANGUAGES}
    newest: Any = select(QuestionWord.word, QuestionWord.language, QuestionWord.places, QuestionWord.quiz_version_id)
    rows = session.execute(
        newest.join(QuizVersion, QuizVersion.id == QuestionWord.quiz_version_id)
        .join(ModuleVersion, ModuleVersion.id == QuizVersion.version_id)
        .join(Module, shelf.newest())
        .where(scope_of(QuestionWord, actor), scope_of(Module, actor), wanted_words(query, stems, QuestionWord.word))
        .limit(MOST_ROWS)
    )
    found: dict[tuple[UUID, str], list[set[str]]] = defaultdict(lambda: [set() for _ in query.words])
    for row in rows:
        for number, wanted in enumerate(stems[row.language]):
            if query.matches(number, wanted, row.word):
                found[row.quiz_version_id, row.language][number].update(row.places.split(" "))
    return {(*key, item) for key, words in found.items() for item in set.intersection(*words)}


def _found(row: Any, spoken: str, item: str, query: Query, language: str) -> FoundQuestion | None:
    for id, named, text in asked_in(row.document, spoken):
        if id == item:
            of = {"en": in_language(row.document["title"], language)}
            pieces = snippet(text.removeprefix(named).strip(), query, spoken)
            pieces = pieces if any(found for _piece, found in pieces) else []
            return FoundQuestion(row.name, row.document["kind"], id, of, spoken, marked(named, query, spoken), pieces)
    return None
