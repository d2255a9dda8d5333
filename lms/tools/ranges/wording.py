"""What the codes of a range and the figures of its runs say to the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _

from lms.calculators.codes import FIELD_MESSAGES, MESSAGES, RANGE_MESSAGES
from lms.calculators.declared import Input
from lms.calculators.numerals import format_number
from lms.tools.wording import problem_words
from lms.web.languages import language, local

_FIGURE: Final = re.compile(r"(\D*)(\d[\d.,\u00a0]*\d|\d)(\D*)")
_MINUS: Final = "\u2212"
_HUNDRED: Final = 100


def range_words(declared: Input | None, code: str) -> str:
    """Return what is wrong with a range and what to do about it; `declared` is the number it belongs to."""
    if code in RANGE_MESSAGES:
        return local(dict(RANGE_MESSAGES[code]))
    if declared is not None and code in FIELD_MESSAGES:
        return problem_words(declared, code)
    return local(dict(MESSAGES[code])) if code in MESSAGES else local(dict(RANGE_MESSAGES["NOT_A_RANGE"]))


def span(low: str, high: str) -> str:
    """Return "3,9–5,6 mio. kr." of "3,9 mio. kr." and "5,6 mio. kr."; both in full where they do not share a unit."""
    if low == high:
        return low
    one, other = _FIGURE.fullmatch(low), _FIGURE.fullmatch(high)
    if one and other and (one[1], one[3]) == (other[1], other[3]) and _MINUS not in one[1]:
        return f"{one[1]}{one[2]}–{other[2]}{one[3]}"
    return str(_("%(low)s to %(high)s", low=low, high=high))


def eight_of_ten(found: str) -> str:
    """Return the line under the headline."""
    return str(_("%(range)s in 8 of 10 runs", range=found))


def of_hundred(share: float) -> str:
    """Return a share of the runs as a person says it; never a percentage, which would sound like a certainty."""
    if share in (0.0, 1.0):
        return str(_("all of the runs")) if share else str(_("none of the runs"))
    count = round(share * _HUNDRED)
    if count == 0:
        return str(_("fewer than 1 of 100 runs"))
    if count == _HUNDRED:
        return str(_("more than 99 of 100 runs"))
    return str(_("%(count)s of 100 runs", count=count))


def failed_words(failed: Mapping[str, int], runs: int) -> list[str]:
    """Return, for each reason, how many runs gave no result and what that reason is."""
    return [
        str(
            _(
                "%(count)s of %(runs)s runs gave no result and are in none of the figures. %(why)s",
                count=format_number(count, language()),
                runs=format_number(runs, language()),
                why=local(dict(MESSAGES[code])) if code in MESSAGES else _("With those numbers it is not defined."),
            )
        )
        for code, count in failed.items()
    ]


def both_words() -> str:
    """Return that one end alone is no range."""
    return str(_("Enter both ends, or empty both for no range."))


def seed_words(most: int) -> str:
    """Return what a seed is."""
    return str(_("A seed is a whole number from 0 to %(most)s.", most=most))


def nothing_words() -> str:
    """Return that there is nothing to run yet, and what to do about it."""
    return str(_("Give at least one number a low and a high end first. Without a range there is nothing to run."))


def wait_words() -> str:
    """Return that somebody has asked for too many runs."""
    return str(_("That was a lot of runs in a minute. Wait a little, then ask again."))


def running_words() -> str:
    """Return what stands there while the runs are on their way."""
    return str(_("Running…"))


def failed_run_words() -> str:
    """Return that the server could not be reached."""
    return str(_("The runs did not come back. Check the connection and run it again."))


def pair_words() -> str:
    """Return what two numbers that move together are."""
    return str(_("Choose two different numbers that have a range."))
