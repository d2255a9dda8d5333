"""Questions that come back, in the weekly mail: how many and of what, as home says it, for many readers at once.

A rest, and what was told to stop, count here as they do at home. The mail holds no question and no answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from babel.lists import format_list
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.catalog import shelf
from lms.catalog.models import Module, ModuleVersion, QuizVersion
from lms.kernel.digests import Part, contribution
from lms.learning.models import Enrolment
from lms.learning.recall.at_hand import A_DAY, Invitation
from lms.learning.recall.models import RecallCard, RecallRest
from lms.packs.identity import version_numbers

KIND: Final = "recall"
LOCALES: Final = {"en": "en_GB", "da": "da_DK", "sv": "sv_SE"}

SUBJECTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "en": ("One question from {titles}", "Two questions from {titles}", "Three questions from {titles}"),
    "da": ("Et spørgsmål fra {titles}", "To spørgsmål fra {titles}", "Tre spørgsmål fra {titles}"),
    "sv": ("En fråga från {titles}", "Två frågor från {titles}", "Tre frågor från {titles}"),
}
"""By how many come back on a day, of which there are A_DAY at most."""
TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "en": (
        "{subject} come back to you today: about {minutes} minutes, no marks, so that it stays with you.",
        "{subject} comes back to you today: about a minute, no marks, so that it stays with you.",
    ),
    "da": (
        "{subject} vender tilbage til dig i dag: omkring {minutes} minutter, ingen karakterer, så det bliver hængende.",
        "{subject} vender tilbage til dig i dag: omkring et minut, ingen karakterer, så det bliver hængende.",
    ),
    "sv": (
        "{subject} kommer tillbaka till dig i dag: ungefär {minutes} minuter, inga betyg, så att det stannar kvar.",
        "{subject} kommer tillbaka till dig i dag: ungefär en minut, inga betyg, så att det stannar kvar.",
    ),
}
"""Several, and one."""


def waiting(session: Session, organisation_id: UUID, today: date) -> Collection[UUID]:
    """Return the people of an organisation to whom a question may come back on a day; one query."""
    query = select(RecallCard.person_id).where(RecallCard.organisation_id == organisation_id, _comes_back(today))
    return session.scalars(query.outerjoin(RecallRest, _rest()).distinct()).all()


def example(language: str) -> Part:
    """Return what it looks like: three questions of nothing in particular."""
    return _worded(A_DAY, "…", 2, language)


@contribution(KIND, waiting=waiting, example=example)
def parts(session: Session, organisation_id: UUID, readers: Mapping[UUID, str], today: date) -> Mapping[UUID, Part]:
    """Return what comes back today to each of these people, in their language."""
    found = invitations(session, organisation_id, readers, today)
    return {person: _part(invitation, readers[person]) for person, invitation in found.items()}


def invitations(
    session: Session, organisation_id: UUID, people: Collection[UUID], today: date
) -> dict[UUID, Invitation]:
    """Return what each of these people is invited to on a day, as home invites them; without those who are not.

    Two queries, and what is read of quizzes is kept.
    """
    rows = session.execute(_cards(organisation_id, people, today)).all()
    items = _Items(session, {row.version for row in rows})
    answered = _answered(session, people, today)
    waits: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        if items.has(row) and len(waits[row.person_id]) < A_DAY - answered.get(row.person_id, 0):
            waits[row.person_id].append(row)
    return {person: _invitation(cards) for person, cards in waits.items() if cards}


def _cards(organisation_id: UUID, people: Collection[UUID], today: date) -> Any:
    """Return the due cards with the version of their module that each person has in hand, the longest due first."""
    later = aliased(Enrolment)
    newer = and_(
        later.person_id == Enrolment.person_id,
        later.module_id == Enrolment.module_id,
        later.cycle > Enrolment.cycle,
    )
    columns = (RecallCard.person_id, RecallCard.module_id, RecallCard.quiz_id, RecallCard.major, RecallCard.item)
    return (
        select(*columns, ModuleVersion.id.label("version"), ModuleVersion.document)
        .join(Module, Module.id == RecallCard.module_id)
        .join(Enrolment, and_(Enrolment.person_id == RecallCard.person_id, Enrolment.module_id == Module.id))
        .join(ModuleVersion, shelf.newest(Enrolment.major))
        .outerjoin(RecallRest, _rest())
        .where(
            RecallCard.person_id.in_(people),
            RecallCard.organisation_id == organisation_id,
            _comes_back(today),
            ~select(later.id).where(newer).exists(),
        )
        .order_by(RecallCard.due, RecallCard.id)
    )


def _comes_back(today: date) -> ColumnElement[bool]:
    rests = RecallRest.until > today
    return and_(RecallCard.due <= today, ~RecallCard.stopped, or_(RecallRest.until.is_(None), ~rests))


def _rest() -> ColumnElement[bool]:
    return RecallRest.person_id == RecallCard.person_id


def _answered(session: Session, people: Collection[UUID], today: date) -> dict[UUID, int]:
    mine = (RecallCard.person_id.in_(people), RecallCard.answered_on == today)
    rows = session.execute(select(RecallCard.person_id, func.count()).where(*mine).group_by(RecallCard.person_id))
    return {row[0]: row[1] for row in rows}


class _Items:
    """The quizzes of some module versions, and whether a card's item is still one of them."""

    def __init__(self, session: Session, versions: Collection[UUID]) -> None:
        rows = session.execute(
            select(QuizVersion.version_id, QuizVersion.quiz_id, QuizVersion.number, QuizVersion.id).where(
                QuizVersion.version_id.in_(versions)
            )
        )
        self._session = session
        self._known = {
            (row.version_id, row.quiz_id, (version_numbers(row.number) or (0, 0))[0]): row.id for row in rows
        }

    def has(self, card: Any) -> bool:
        """Return whether the version in hand still asks a card's item, in the meaning it had."""
        row = self._known.get((card.version, card.quiz_id, card.major))
        if row is None:
            return False
        quiz = shelf.quiz(self._session, row)
        item = quiz.item(card.item)
        return item is not None and quiz.recall.may(item)


def _invitation(cards: Collection[Any]) -> Invitation:
    titles = {card.module_id: card.document["title"] for card in cards}
    return Invitation(len(cards), tuple(titles.items()))


def _part(invitation: Invitation, language: str) -> Part:
    names = [title.get(language) or title.get("en") or next(iter(title.values())) for _id, title in invitation.modules]
    titles = " ".join(format_list(names, locale=LOCALES[language]).split())
    return _worded(invitation.number, titles, invitation.minutes, language)


def _worded(number: int, titles: str, minutes: int, language: str) -> Part:
    subject = SUBJECTS[language][number - 1].format(titles=titles)
    several, one = TEXTS[language]
    return Part(subject, (one if minutes == 1 else several).format(subject=subject, minutes=minutes))
