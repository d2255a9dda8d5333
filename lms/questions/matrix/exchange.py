"""Matrix between formats: rows that are matched with columns, a column with any number of rows."""

from typing import Any

from lms.questions.exchanged import Answer, Pairs, Question, Say, Tell, question_of
from lms.questions.matrix.kind import MatrixItem
from lms.questions.text import in_language


class MatrixExchange:
    """Takes what is not one to one; matching takes that."""

    def takes(self, question: Question) -> bool:
        """Take pairs in which a column serves several rows, or a row several columns."""
        return isinstance(question.shape, Pairs) and not question.shape.one_to_one

    def table(self, question: Question, write: Say, tell: Tell) -> dict[str, Any]:
        """Return columns and rows."""
        shape = question.shape if isinstance(question.shape, Pairs) else Pairs((), (), {})
        return {
            "columns": [{"id": each.id, "text": write(each.text)} for each in shape.columns],
            "rows": [_row(each, shape.right.get(each.id, ()), question, write) for each in shape.rows],
        }

    def question(self, item: MatrixItem, language: str, tell: Tell) -> Question:
        """Return the question with what each row accepts."""
        columns = tuple(Answer(each.id, in_language(each.text, language)) for each in item.columns)
        rows = tuple(
            Answer(row.id, in_language(row.text, language), 0.0, in_language(row.feedback, language))
            for row in item.rows
        )
        right = {row.id: row.correct for row in item.rows if row.correct}
        return question_of(item, in_language(item.stem, language), Pairs(rows, columns, right))


def _row(row: Answer, correct: tuple[str, ...], question: Question, write: Say) -> dict[str, Any]:
    told = write(question.said(row.feedback, right=False))
    return {"id": row.id, "text": write(row.text), **({"correct": [*correct]} if correct else {}), "feedback": told}


EXCHANGE = MatrixExchange()
