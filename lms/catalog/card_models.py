"""What a list of modules is sorted and searched by: one row a module and language, made of its newest version."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped

from lms.catalog.words import LONGEST
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

LONGEST_KEY = 120
"""Characters of a title that sort it."""
EDITION = 1
"""Raised when cards are to be made anew, because they hold something else."""


def _bytewise(length: int) -> String:
    """Return a text that is compared by bytes on both databases, so that a page of a list begins where one ended."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class ModuleCard(Base):
    """One module as lists show it to readers of one language, in English where it is not written in theirs.

    `version_id`: the newest minor of its current major. `sort_key`: the title folded. `words`: title, summary and
    address folded, to look for words in. `languages`: those it is written in, e.g. ",en,da,".
    """

    __tablename__ = "module_card"
    __table_args__ = (
        Index("ix_module_card_name", "language", "sort_key", "module_id"),
        Index("ix_module_card_changed", "language", "published_at", "module_id"),
    )

    module_id: Mapped[UUID] = column(ForeignKey("module.id"), primary_key=True)
    language: Mapped[str] = column(String(2), primary_key=True)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"), index=True)
    version_id: Mapped[UUID] = column(ForeignKey("module_version.id"))
    edition: Mapped[int] = column(Integer, default=EDITION)
    title: Mapped[str] = column(Text)
    summary: Mapped[str] = column(Text)
    sort_key: Mapped[str] = column(_bytewise(LONGEST_KEY))
    words: Mapped[str] = column(Text)
    languages: Mapped[str] = column(String(40))
    number: Mapped[str] = column(String(20))
    cover: Mapped[str] = column(String(120), default="")
    published_at: Mapped[datetime] = column(Instant)


class QuestionWord(Base):
    """One stem in one quiz, drill or self-assessment of a newest version: `places` are the ids of its questions.

    Each version that was indexed has a row for the empty word in every language, whose `places` is the edition.
    """

    __tablename__ = "question_word"

    word: Mapped[str] = column(_bytewise(LONGEST), primary_key=True)
    quiz_version_id: Mapped[UUID] = column(ForeignKey("quiz_version.id"), primary_key=True, index=True)
    language: Mapped[str] = column(String(2), primary_key=True)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"))
    places: Mapped[str] = column(Text)


@scope(ModuleCard)
def card_scope(actor: Actor) -> ColumnElement[bool]:
    """The shared library, and one's own organisation's shelf."""
    return ModuleCard.organisation_id.is_(None) | (ModuleCard.organisation_id == actor.organisation_id)


@scope(QuestionWord)
def question_word_scope(actor: Actor) -> ColumnElement[bool]:
    """The shared library, and one's own organisation's shelf."""
    return QuestionWord.organisation_id.is_(None) | (QuestionWord.organisation_id == actor.organisation_id)
