"""The index of words: which stem stands on which page of which version, and where on it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, Text
from sqlalchemy.orm import Mapped

from lms.catalog.words import LONGEST
from lms.kernel.model import Base, column
from lms.kernel.permissions import Actor, scope


class SearchWord(Base):
    """One stem on one page of the newest minor of a major, in the page's language.

    `places`: block numbers from 0, with an h behind where it stands in a heading, and t for the page's title,
    e.g. "t 0 3h". Each page that was indexed has a row for the empty word too, whose `places` is the index's edition.
    """

    __tablename__ = "search_word"

    # by bytes on both databases, so that "begins with" is a range of the index
    word: Mapped[str] = column(
        String(LONGEST).with_variant(String(LONGEST, collation="C"), "postgresql"), primary_key=True
    )
    page_version_id: Mapped[UUID] = column(ForeignKey("page_version.id"), primary_key=True, index=True)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"))
    places: Mapped[str] = column(Text)


@scope(SearchWord)
def search_word_scope(actor: Actor) -> ColumnElement[bool]:
    """The shared library, and one's own organisation's shelf."""
    return SearchWord.organisation_id.is_(None) | (SearchWord.organisation_id == actor.organisation_id)
