"""Rows of a history as the product stores them, each owned by one person."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from lms.demo.answering import answers
from lms.demo.course import Course, SetInstrument, SetQuiz
from lms.demo.days import dated_id
from lms.learning.assessing.models import SittingState
from lms.learning.assessing.scoring import result_of
from lms.learning.assessing.sittings import BLOCK
from lms.learning.models import AttemptState, State
from lms.questions.scoring import score_quiz

Row = dict[str, Any]
LEARNT: Final = 0.7
"""What a try at a quiz teaches, in logits of ability."""


@dataclass(frozen=True)
class Owner:
    """Whose rows they are, and the chance their ids come from."""

    organisation: UUID
    person: UUID
    chance: Random

    def own(self, row: Row) -> Row:
        """Return the row with its owner."""
        return row | {"organisation_id": self.organisation, "person_id": self.person}

    def enrolment(self, course: Course, at: datetime) -> Row:
        """Return an enrolment that was made `at`, with nothing done yet."""
        row = {
            "id": dated_id(at, self.chance),
            "module_id": course.hand.module.id,
            "cycle": 1,
            "major": course.hand.version.major,
            "required": True,
            "available_from": None,
            "due": None,
            "state": State.NOT_STARTED,
            "pages_read": 0,
            "pages_required": len(course.required),
            "quiz_passed": False,
            "place_page": None,
            "place_block": None,
            "place_at": None,
            "started_at": None,
            "completed_at": None,
            "created_at": at,
        }
        return self.own(row)

    def attempt(self, here: SetQuiz, enrolment: UUID, number: int, span: Span, ability: float) -> Row:
        """Return a try at a quiz with its `answers` beside it: drawn, answered by ability and scored.

        `ability` is that of the first try; what the try before asked is remembered.
        """
        quiz, identity = here.quiz, dated_id(span.begun, self.chance)
        drawn = quiz.pool.drawn(quiz.items, str(identity), span.met)
        by_id = {item.id: item for item in quiz.items}
        asked = [by_id[id] for id in drawn] if drawn is not None else list(quiz.items)
        given = answers(quiz, asked, ability + LEARNT * (number - 1), span.met, self.chance)
        score = score_quiz(asked, given, quiz.pass_mark)
        row = {
            "id": identity,
            "enrolment_id": enrolment,
            "quiz_version_id": here.row.id,
            "block": here.block,
            "number": number,
            "state": AttemptState.SUBMITTED,
            "score": score.share,
            "passed": score.passed,
            "scores": score.by_item,
            "ended_by": "person",
            "drawn": drawn,
            "started_at": span.begun,
            "submitted_at": span.end,
        }
        return self.own(row) | {
            "answers": self._answers(f"attempt:{identity}", here.block, here.row.number, given, span)
        }

    def sitting(self, here: SetInstrument, number: int, given: Mapping[str, Any], span: Span) -> Row:
        """Return a closed sitting with its `answers` beside it and its result."""
        identity = dated_id(span.begun, self.chance)
        row = {
            "id": identity,
            "instrument_id": here.row.quiz_id,
            "quiz_version_id": here.row.id,
            "number": number,
            "state": SittingState.CLOSED,
            "result": result_of(here.instrument, given).document(),
            "started_at": span.begun,
            "closed_at": span.end,
        }
        return self.own(row) | {"answers": self._answers(f"sitting:{identity}", BLOCK, here.row.number, given, span)}

    def _answers(self, context: str, block: str, version: str, given: Mapping[str, Any], span: Span) -> list[Row]:
        """Return each answer as the product stores it: one revision, spread over the time it took."""
        step = (span.end - span.begun) / (len(given) + 1)
        moments = {item: span.begun + step * place for place, item in enumerate(given, 1)}
        return [
            self.own(
                {
                    "id": dated_id(moments[item], self.chance),
                    "context": context,
                    "block": block,
                    "item": item,
                    "base": 0,
                    "revision": 1,
                    "version": version,
                    "value": json.dumps(value, ensure_ascii=False, sort_keys=True),
                    "sealed": None,
                    "received_at": moments[item],
                }
            )
            for item, value in given.items()
        ]


@dataclass(frozen=True)
class Span:
    """When something was begun and ended; `met`: the questions asked the time before."""

    begun: datetime
    end: datetime
    met: Collection[str] = ()

    @classmethod
    def of(cls, begun: datetime, minutes: float, met: Collection[str] = ()) -> Span:
        """Return the span of so many minutes."""
        return cls(begun, begun + timedelta(minutes=minutes), met)
