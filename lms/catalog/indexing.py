"""Writing the index of words: every page of the newest minor of each major, once, whenever it was published."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from lms.catalog.cards import make_missing
from lms.catalog.models import ModuleVersion, PageVersion
from lms.catalog.page_words import block_texts
from lms.catalog.question_words import index_missing_questions, index_questions
from lms.catalog.search_models import SearchWord
from lms.catalog.words import composed, stem, words
from lms.kernel.database import Database, insert

EDITION: Final = "1"
"""Raised when pages are to be indexed anew, because words are cut or stemmed in another way."""
MARK: Final = ""
TITLE: Final = "t"


def index_missing(database: Database) -> int:
    """Index what is not indexed yet and forget what no reader is shown any more; return how many pages were written.

    Each page is a short transaction of its own: nobody's save waits for a whole library. The cards of modules and the
    words of questions follow in the same way.
    """
    make_missing(database)
    index_missing_questions(database)
    with database.reading() as session:
        missing = list(session.scalars(select(PageVersion.id).join(*_VERSION).where(_newest(), ~_indexed())))
    for page in missing:
        with database.reading() as session:
            rows = _rows(session.get_one(PageVersion, page))  # stemming takes its time, and nobody waits for it
        with database.writing() as session:
            session.execute(delete(SearchWord).where(SearchWord.page_version_id == page))
            session.execute(insert(session, SearchWord).on_conflict_do_nothing(), rows)
    if missing:
        with database.writing() as session:
            _forget_old(session)
    return len(missing)


def index_version(session: Session, version: ModuleVersion) -> None:
    """Index the pages and questions of a version at once and forget those of earlier ones; the caller commits."""
    index_questions(session, version)
    pages = session.scalars(select(PageVersion).where(PageVersion.version_id == version.id)).all()
    rows = [row for page in pages for row in _rows(page)]
    session.execute(insert(session, SearchWord).on_conflict_do_nothing(), rows)
    earlier = ModuleVersion.module_id == version.module_id, ModuleVersion.major == version.major
    old = select(PageVersion.id).join(*_VERSION).where(*earlier, ModuleVersion.minor < version.minor)
    session.execute(delete(SearchWord).where(SearchWord.page_version_id.in_(old)))


_VERSION: Final[Any] = (ModuleVersion, ModuleVersion.id == PageVersion.version_id)


def _newest() -> ColumnElement[bool]:
    """Return the condition for a version that is the newest minor of its major: readers are shown no other."""
    other = aliased(ModuleVersion)
    same = and_(other.module_id == ModuleVersion.module_id, other.major == ModuleVersion.major)
    return ModuleVersion.minor == select(func.max(other.minor)).where(same).scalar_subquery()


def _indexed() -> ColumnElement[bool]:
    mark = SearchWord.page_version_id == PageVersion.id, SearchWord.word == MARK, SearchWord.places == EDITION
    return exists().where(*mark)


def _rows(page: PageVersion) -> list[dict[str, Any]]:
    common = {"page_version_id": page.id, "organisation_id": page.organisation_id}
    rows = [{**common, "word": word, "places": " ".join(places)} for word, places in _places(page).items()]
    return [{**common, "word": MARK, "places": EDITION}, *rows]


def _places(page: PageVersion) -> dict[str, dict[str, None]]:
    """Return {stem: places in reading order} of a page."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    zones = [(composed(page.title), TITLE)]
    for number, block in enumerate(block_texts(page.document)):
        zones += [(block.heading, f"{number}h"), (block.text, str(number))]
    for text, place in zones:
        for word in words(text):
            found[stem(word.folded, page.language)][place] = None
    return found


def _forget_old(session: Session) -> None:
    old = select(PageVersion.id).join(*_VERSION).where(~_newest())
    session.execute(delete(SearchWord).where(SearchWord.page_version_id.in_(old)))
