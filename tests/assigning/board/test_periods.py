"""When the next figure of a measure can be entered."""

from __future__ import annotations

from datetime import date

import pytest

from lms.assigning.board.models import OwnMeasure
from lms.assigning.board.periods import period_after


@pytest.mark.parametrize(
    ("begins", "ends", "after"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), date(2026, 1, 1)),
        (date(2025, 10, 1), date(2025, 12, 31), date(2026, 4, 1)),
        (date(2025, 2, 1), date(2025, 2, 28), date(2025, 4, 1)),
        (date(2025, 7, 1), date(2026, 6, 30), date(2027, 7, 1)),
        (date(2025, 1, 6), date(2025, 1, 12), date(2025, 1, 20)),
        (date(2025, 12, 1), date(2025, 12, 31), date(2026, 2, 1)),
    ],
)
def test_the_next_period_is_as_long_as_the_last(begins: date, ends: date, after: date) -> None:
    assert period_after(OwnMeasure(begins=begins, ends=ends)) == after
