"""The index of words in questions: quizzes, drills and self-assessments of the newest versions, in their languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.card_models import QuestionWord
from lms.catalog.models import Module, ModuleVersion, QuizVersion
from lms.catalog.words import composed, stem, words
from lms.kernel.database import Database, insert
from lms.questions.text import LANGUAGES, in_language, is_text

EDITION: Final = "1"
MARK: Final = ""
ASKED_UNDER: Final = ("items", "scenes")
NAMED_BY: Final = ("stem", "text", "title", "situation")


def index_missing_questions(database: Database) -> int:
    """Index what is not indexed yet and forget what is not the newest any more; return how many were written."""
    with database.reading() as session:
        newest = select(QuizVersion.id).join(ModuleVersion, ModuleVersion.id == QuizVersion.version_id)
        missing = list(session.scalars(newest.join(Module, shelf.newest()).where(~_indexed())))
    for quiz in missing:
        with database.reading() as session:
            rows = _rows(session.get_one(QuizVersion, quiz))
        with database.writing() as session:
            session.execute(delete(QuestionWord).where(QuestionWord.quiz_version_id == quiz))
            session.execute(insert(session, QuestionWord).on_conflict_do_nothing(), rows)
    if missing:
        with database.writing() as session:
            _forget_old(session)
    return len(missing)


def index_questions(session: Session, version: ModuleVersion) -> None:
    """Index the questions of a version at once and forget those of the module's other versions; the caller commits."""
    of_module = select(QuizVersion.id).join(ModuleVersion, ModuleVersion.id == QuizVersion.version_id)
    every = list(session.scalars(of_module.where(ModuleVersion.module_id == version.module_id)))
    session.execute(delete(QuestionWord).where(QuestionWord.quiz_version_id.in_(every)))
    quizzes = session.scalars(select(QuizVersion).where(QuizVersion.version_id == version.id)).all()
    if rows := [row for quiz in quizzes for row in _rows(quiz)]:
        session.execute(insert(session, QuestionWord).on_conflict_do_nothing(), rows)


def asked_in(document: Mapping[str, Any], language: str) -> Iterator[tuple[str, str, str]]:
    """Yield (id, what names it, all its words) of each question, statement or scene of a quiz's document.

    The words begin with those that name it.
    """
    for each in (one for key in ASKED_UNDER for one in document.get(key, ())):
        named = next((each[key] for key in NAMED_BY if is_text(each.get(key))), {"en": ""})
        words_of = in_language(named, language)
        others = (text for text in _texts(each, language) if text != words_of)
        yield each["id"], composed(words_of), composed(" ".join((words_of, *others)))


def _indexed() -> ColumnElement[bool]:
    return exists().where(
        QuestionWord.quiz_version_id == QuizVersion.id, QuestionWord.word == MARK, QuestionWord.places == EDITION
    )


def _rows(quiz: QuizVersion) -> list[dict[str, Any]]:
    rows = []
    for language in LANGUAGES:
        common = {"quiz_version_id": quiz.id, "organisation_id": quiz.organisation_id, "language": language}
        places: dict[str, dict[str, None]] = defaultdict(dict)
        for id, _named, texts in asked_in(quiz.document, language):
            for word in words(texts):
                places[stem(word.folded, language)][id] = None
        rows += [{**common, "word": MARK, "places": EDITION}]
        rows += [{**common, "word": word, "places": " ".join(ids)} for word, ids in places.items()]
    return rows


def _texts(value: Any, language: str) -> Iterator[str]:
    """Yield every text inside a value in a language, and lists of texts (the labels of a scale) one by one."""
    if is_text(value) and "en" in value:
        said = in_language(value, language)
        yield from [said] if isinstance(said, str) else (word for word in said if isinstance(word, str))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner, language)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, language)


def _forget_old(session: Session) -> None:
    current: Any = select(QuizVersion.id).join(ModuleVersion, ModuleVersion.id == QuizVersion.version_id)
    kept: Any = current.join(Module, shelf.newest())
    session.execute(delete(QuestionWord).where(QuestionWord.quiz_version_id.not_in(kept)))
