"""What an enrolment remembers of its moves from one edition of its module to the next, oldest first.

A move is `{"from": major, "to": major, "at": instant, "kept": [page], "aside": {page: when it was read}, "tries":
{block: number of the latest attempt}, "passed": whether the questions were}`: enough to go back, and nothing is lost.
"""

from __future__ import annotations

from typing import Any

from lms.learning.models import Enrolment


def latest_move(enrolment: Enrolment) -> dict[str, Any] | None:
    """Return the move that led to the edition the enrolment is on; None where it is the one that was begun."""
    return enrolment.moves[-1] if enrolment.moves else None


def begun_before(enrolment: Enrolment, block: str) -> int:
    """Return the number of the latest attempt at a block that belongs to an edition which was left, 0 without one.

    Later attempts are those of the edition in hand: no others count in it.
    """
    move = latest_move(enrolment)
    return int(move["tries"].get(block, 0)) if move else 0
