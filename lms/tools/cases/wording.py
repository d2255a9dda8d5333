"""What the pages of business cases say of a difference between two scenarios."""

from __future__ import annotations

from flask_babel import gettext as _

from lms.calculators.judging import LONGEST_TEXT
from lms.tools.cases.sources import Chosen


def offered_name(chosen: Chosen) -> str:
    """Return what a new row is called where nobody says so: the figure and the scenario."""
    figure = chosen.plan.shown.say(chosen.output.label)
    name = str(_("%(figure)s – %(scenario)s", figure=figure, scenario=chosen.plan.name))
    return name if len(name) <= LONGEST_TEXT else f"{name[: LONGEST_TEXT - 1]}…"
