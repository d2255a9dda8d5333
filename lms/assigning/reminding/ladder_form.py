"""The form of the steps: days before and after, the day itself, the line manager, and what has no due date."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from lms.assigning.assignment_pages.fields import WholeField
from lms.assigning.reminding import ladder as ladders
from lms.assigning.reminding.fields import DaysField
from lms.assigning.reminding.ladder import MOST_DAYS, MOST_ROUNDS, MOST_WEEKS, WEEK, BadLadder, Kind, Ladder
from lms.web.forms import Form

WHYS: Final = {
    ladders.TWICE: _l("The same step stands here twice."),
    ladders.TOO_MANY: _l("There are more than twelve steps. Leave some lines empty."),
    ladders.DAYS: _l("Write how many days."),
    ladders.ROUNDS: _l("Write how many times, from 1 to 12."),
}
FIELDS: Final = {
    Kind.BEFORE: "before",
    Kind.DUE: "on_the_day",
    Kind.AFTER: "after",
    Kind.ESCALATION: "escalation",
    Kind.ROUND: "weeks",
}


class LadderForm(Form):
    """What somebody fills in; an empty line is no step."""

    before = DaysField(_l("Days before"))
    on_the_day = BooleanField(_l("On the day itself"))
    after = DaysField(_l("Days after"))
    escalates = BooleanField(_l("Tell the line manager, once"))
    escalation = WholeField(_l("Days after"), least=1, most=MOST_DAYS, default=14)
    goes_round = BooleanField(_l("Where there is no due date, ask now and then"))
    weeks = WholeField(_l("Every so many weeks"), least=1, most=MOST_WEEKS, default=4)
    rounds = WholeField(_l("At most so many times"), least=1, most=MOST_ROUNDS, default=3)

    def ladder(self) -> Ladder | None:
        """Return the steps, or None with words at each field that keeps them from being read."""
        if not self.validate():
            return None
        steps = self._steps()
        try:
            return ladders.from_json(steps)
        except BadLadder as bad:
            kind = Kind(steps[bad.place]["kind"]) if bad.place is not None else Kind.BEFORE
            name = "rounds" if bad.why == ladders.ROUNDS else FIELDS[kind]
            self[name].errors = [WHYS.get(bad.why, WHYS[ladders.DAYS])]
            return None

    def _steps(self) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = [{"kind": Kind.BEFORE, "days": days} for days in self.before.data or ()]
        if self.on_the_day.data:
            steps.append({"kind": Kind.DUE, "days": 0})
        steps.extend({"kind": Kind.AFTER, "days": days} for days in self.after.data or ())
        if self.escalates.data:
            steps.append({"kind": Kind.ESCALATION, "days": self.escalation.data or 0})
        if self.goes_round.data:
            weeks, rounds = self.weeks.data or 0, self.rounds.data or 0
            steps.append({"kind": Kind.ROUND, "days": weeks * WEEK, "most": rounds})
        return steps


def data_of(ladder: Ladder) -> dict[str, Any]:
    """Return what the form shows of a ladder."""
    days = {kind: [step.days for step in ladder.steps if step.kind is kind] for kind in (Kind.BEFORE, Kind.AFTER)}
    found: dict[str, Any] = {
        "before": sorted(days[Kind.BEFORE], reverse=True),
        "on_the_day": any(step.kind is Kind.DUE for step in ladder.steps),
        "after": sorted(days[Kind.AFTER]),
        "escalates": ladder.escalation is not None,
        "goes_round": ladder.rounds is not None,
    }
    if ladder.escalation is not None:
        found["escalation"] = ladder.escalation.days
    if ladder.rounds is not None:
        found |= {"weeks": ladder.rounds.days // WEEK, "rounds": ladder.rounds.most}
    return found
