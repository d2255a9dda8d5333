"""What the page says of the programme itself: taken part, learned, practised."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _

from lms.assigning.board.line import Line
from lms.assigning.board.programme import FEWEST, Programme
from lms.assigning.reports.rows import Figures

NONE = "–"


def lines(programme: Programme) -> list[Line]:
    """Return the three lines."""
    return [_taken_part(programme), _learned(programme), _practised(programme)]


def _taken_part(found: Programme) -> Line:
    figures = found.together
    return Line(
        _("Taken part"),
        _share(figures.begun, figures),
        _given(found, _begun_words(found)),
        _("Counted, not estimated: everybody who works here today and was given it. Who has left is not in it."),
        _("Whether they do anything differently: taking part is not yet learning."),
        _("When they have finished: see the next line."),
    )


def _learned(found: Programme) -> Line:
    figures = found.together
    if found.curricula:
        said = ngettext(
            "%(done)s has finished all of it: read what is required and passed the questions.",
            "%(done)s have finished all of it: read what is required and passed the questions.",
            figures.finished,
            done=format_decimal(figures.finished),
        )
        if figures.late:
            said += " " + ngettext(
                "%(late)s is late.", "%(late)s are late.", figures.late, late=format_decimal(figures.late)
            )
    else:
        said = _("Nobody has been given a curriculum yet.")
    return Line(
        _("Learned"),
        _share(figures.finished, figures),
        said,
        _("Counted by the same rule as every report here. Questions passed show what somebody knew that day."),
        _("Whether it is remembered, which only they can see, and whether customers notice."),
        _("When a result below is entered for a time after they finished."),
    )


def _practised(found: Programme) -> Line:
    if found.practicable is None:
        figure, said = (
            NONE,
            _("Shown once modules with an exercise at work have been finished %(num)d times or more.", num=FEWEST),
        )
    else:
        figure = format_decimal(found.practicable)
        said = _(
            "So many times somebody has finished a module that offers an exercise at work: they have had it in "
            "their hands."
        )
    return Line(
        _("Had something to practise"),
        figure,
        said,
        _("Counted. It says what was offered, not what was done."),
        _(
            "How many have done it. What people practise, note and promise is private: nobody counts it, and this "
            "page does not either."
        ),
        _("As soon as you have asked them yourselves, without names, and entered the answer as “Tried at work”."),
    )


def _begun_words(found: Programme) -> str:
    figures = found.together
    if len(found.curricula) == 1:
        return str(
            ngettext(
                "%(begun)s of %(given)s person who was given “%(title)s” has finished a module of it.",
                "%(begun)s of %(given)s people who were given “%(title)s” have finished a module of it or more.",
                figures.people,
                begun=format_decimal(figures.begun),
                given=format_decimal(figures.people),
                title=found.curricula[0].label,
            )
        )
    return str(
        _(
            "%(begun)s of %(given)s have finished a module or more, in %(num)d curricula; whoever was given two "
            "counts twice.",
            begun=format_decimal(figures.begun),
            given=format_decimal(figures.people),
            num=len(found.curricula),
        )
    )


def _given(found: Programme, words: str) -> str:
    if not found.counted:
        return str(_("It is being counted. Look again in a few minutes."))
    return words if found.curricula else _("Nobody has been given a curriculum yet.")


def _share(part: int, figures: Figures) -> str:
    return f"{100 * part // figures.people} %" if figures.people else NONE


def day(of: date) -> str:
    """Return a day as it is written in a line."""
    return str(format_date(of, "long"))
