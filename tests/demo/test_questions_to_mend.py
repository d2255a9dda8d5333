"""The demo company's answers hold one question for the trainer to mend, found by the rules and by nothing else."""

from __future__ import annotations

from sqlalchemy import select

from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.demo.answering import TEMPTING
from lms.learning.analysis import folding
from lms.learning.analysis.models import WHOLE, ItemRelease
from lms.questions.item_statistics import analysed
from lms.questions.item_sums import ItemSums
from lms.questions.verdicts import Verdict, findings_of
from tests.demo.conftest import Load


def test_a_trainer_finds_the_question_that_misleads_those_who_know(load: Load) -> None:
    loaded = load("sqlite", "the library")
    ((item, wrong),) = TEMPTING.items()
    database = loaded.database
    folding.fold(folding.ATTEMPTS, database.reading, database.writing, loaded.now)
    with database.reading() as session:
        version = session.scalars(select(QuizVersion).where(QuizVersion.name == "loyalty-economics")).one()
        quiz = shelf.quiz(session, version.id)
        of_quiz = ItemRelease.quiz_id == version.quiz_id, ItemRelease.item != WHOLE
        released = {row.item: row for row in session.scalars(select(ItemRelease).where(*of_quiz))}
    found = {
        each.id: findings_of(analysed(each, ItemSums.from_document(released[each.id].figures)))
        for each in quiz.items
        if each.id in released
    }
    assert found[item][0].verdict is Verdict.KEY
    assert found[item][0].about == (wrong,)
    assert [id for id, findings in found.items() if findings[0].verdict is Verdict.KEY] == [item]
