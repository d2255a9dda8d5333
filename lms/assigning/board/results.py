"""What the page says of results: the organisation's own measures, and how managers see their own work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from lms.assigning.board import judging
from lms.assigning.board.judging import Change, Figure
from lms.assigning.board.kinds import KINDS, NPS, TRIED, MeasureKind
from lms.assigning.board.line import Line
from lms.assigning.board.models import OwnMeasure
from lms.assigning.board.periods import period_after, period_words
from lms.assigning.board.taking_part import NONE, day
from lms.assigning.group_results.reading import Line as GroupLine
from lms.assigning.group_results.reading import Moved, Told
from lms.web.languages import local

BEARS_A_DECIMAL: Final = 2.0
"""Width of a range, in points, below which a share is written with a decimal."""
SHOWN: Final = 4
"""Self-assessments that stand on the page; one sheet of paper holds no more."""


def of_measures(measures: dict[str, list[OwnMeasure]], today: date) -> list[Line]:
    """Return a line for each kind of measure; what was asked about practice only where somebody has asked."""
    return [_line(kind, measures[name], today) for name, kind in KINDS.items() if kind is not TRIED or measures[name]]


def of_groups(told: Sequence[Told], following: date) -> list[Line]:
    """Return one line on how managers see their own work, of the latest snapshots; none before there is one."""
    if not told:
        return []
    parts = [_group(local(each.instrument.title), each.lines[0]) for each in told[:SHOWN]]
    if len(told) > SHOWN:
        parts.append(ngettext("%(num)d more under Reports.", "%(num)d more under Reports.", len(told) - SHOWN))
    return [
        Line(
            _("How managers see their own work"),
            str(told[0].lines[0].cell.mean) if len(told) == 1 else NONE,
            " ".join(parts),
            _(
                "Averages of 0 to 100 with the range in which they lie in 19 of 20 cases. Self-report: people are "
                "kinder to themselves than customers are."
            ),
            _("What customers see. And anything about a single person, ever."),
            _("The next figures are made on %(day)s.", day=day(following)),
        )
    ]


def _group(title: str, line: GroupLine) -> str:
    said = _(
        "%(title)s: %(mean)d ± %(within)d, %(people)s answered",
        title=title,
        mean=line.cell.mean,
        within=line.within,
        people=format_decimal(line.cell.people),
    )
    moved = {
        Moved.RISEN: _("risen from %(mean)d", mean=line.before or 0),
        Moved.FALLEN: _("fallen from %(mean)d", mean=line.before or 0),
        Moved.CANNOT_TELL: _("%(mean)d the time before: cannot tell from noise", mean=line.before or 0),
    }
    return f"{said}, {moved[line.moved]}." if line.moved else f"{said}."


def _line(kind: MeasureKind, measures: Sequence[OwnMeasure], today: date) -> Line:
    if not measures:
        return Line(
            str(kind.title),
            NONE,
            _("Nothing entered yet."),
            NONE,
            _("Where you stand, and whether it moves."),
            _("As soon as one period is entered; a change can be told from the second on."),
        )
    first, last = measures[0], measures[-1]
    figure, over = judging.figure(kind, last.counts), period_after(last)
    if len(measures) == 1:
        not_yet, change = _("Whether it has moved: that takes a second period."), None
    else:
        change = judging.change(kind, first.counts, last.counts)
        not_yet = _why() if change.told else _noise(kind, change)
    return Line(
        str(kind.title),
        _written(kind, figure),
        " ".join(filter(None, (_said(kind, last, figure), _moved(kind, first, change) if change else ""))),
        _sure(kind, figure),
        not_yet,
        _("Now: enter the period after it.")
        if over <= today
        else _when(over, lasts=change is not None and change.told),
    )


def _when(over: date, *, lasts: bool) -> str:
    """Return when the next period can be entered; `lasts`: what is left open is whether a change lasts."""
    if lasts:
        return str(
            _(
                "Whether it lasts: from %(day)s, when the next period is over. Why: not from these figures.",
                day=day(over),
            )
        )
    return str(_("From %(day)s at the earliest, when the next period is over.", day=day(over)))


def _written(kind: MeasureKind, figure: Figure) -> str:
    if figure.too_few:
        return NONE
    return _points(figure.points) if kind is NPS else _percent(figure.points, figure)


def _said(kind: MeasureKind, measure: OwnMeasure, figure: Figure) -> str:
    period = period_words(measure)
    numbers = [format_decimal(count) for count in measure.counts]
    if kind is NPS:
        words: str = _(
            "%(period)s: %(high)s promoters, %(middle)s passives, %(low)s detractors.",
            period=period,
            high=numbers[0],
            middle=numbers[1],
            low=numbers[2],
        )
        return words + " " + str(_("Too few answers for a score.")) if figure.too_few else words
    if kind is TRIED:
        return str(
            _(
                "%(period)s: %(part)s of %(whole)s who answered said yes.",
                period=period,
                part=numbers[1],
                whole=numbers[0],
            )
        )
    return str(_("%(period)s: %(part)s of %(whole)s customers lost.", period=period, part=numbers[1], whole=numbers[0]))


def _moved(kind: MeasureKind, first: OwnMeasure, change: Change) -> str:
    since = period_words(first)
    span = _("%(low)s to %(high)s points", low=_signed(change.low), high=_signed(change.high))
    if not change.told:
        return str(
            _(
                "Beside %(period)s: %(points)s points (%(span)s). Cannot tell from noise.",
                period=since,
                points=_signed(change.points),
                span=span,
            )
        )
    better = _("better") if judging.improves(kind, change.points) else _("worse")
    return str(
        _(
            "Beside %(period)s: %(points)s points (%(span)s), %(better)s by more than noise explains.",
            period=since,
            points=_signed(change.points),
            span=span,
            better=better,
        )
    )


def _sure(kind: MeasureKind, figure: Figure) -> str:
    low, high = (_points(each) if kind is NPS else _percent(each, figure) for each in (figure.low, figure.high))
    span: str = _("Between %(low)s and %(high)s in 95 of 100 such periods.", low=low, high=high)
    if kind is not NPS:
        return span
    rests: str = ngettext(
        "It rests on %(of)s answer, of those who chose to answer.",
        "It rests on %(of)s answers, of those who chose to answer.",
        figure.of,
        of=format_decimal(figure.of),
    )
    return f"{span} {rests}"


def _noise(kind: MeasureKind, change: Change) -> str:
    worth = judging.WORTH[kind.name]
    return str(
        _(
            "Whether it has moved. With so many, a change shows from %(least)s points on; to see one of %(worth)s "
            "points each period needs about %(needed)s.",
            least=format_decimal(_up(change.tellable)),
            worth=format_decimal(worth),
            needed=format_decimal(_rounded(change.needed)),
        )
    )


def _why() -> str:
    return str(
        _(
            "Whether it lasts, and why it moved. Prices, competitors and much else moved too, and there is nobody "
            "to compare with."
        )
    )


def _points(points: float) -> str:
    return _signed(points, "0")


def _percent(points: float, figure: Figure) -> str:
    """Return a share with a decimal where its range can bear one."""
    form = "0.0" if figure.high - figure.low < BEARS_A_DECIMAL else "0"
    return f"{format_decimal(points, form)} %"


def _signed(points: float, form: str = "0.0") -> str:
    return str(format_decimal(points, f"+{form};−{form}")) if abs(points) >= 0.05 else str(format_decimal(0, form))  # noqa: PLR2004


def _up(points: float) -> float:
    return math.ceil(points * 10) / 10


def _rounded(count: int) -> int:
    """Return a count with two figures that matter: more would pretend."""
    size: int = 10 ** max(0, len(str(count)) - 2)
    return math.ceil(count / size) * size
