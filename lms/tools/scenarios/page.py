"""One scenario on its page: with everything its owner can do, or to be read by a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import render_template
from sqlalchemy import bindparam, select

from lms.answers.keys import known_seal
from lms.answers.models import Answer
from lms.answers.reading import opened
from lms.kernel.permissions import Actor, scope_of
from lms.kernel.prepared import Prepared
from lms.tools.journeys.today import ways_of_today
from lms.tools.scenarios import shared_lists
from lms.tools.scenarios.context import ABOUT
from lms.tools.scenarios.forms import LONGEST, DescribeForm, OutcomeForm, ShareForm, UseForm
from lms.tools.scenarios.models import Scenario
from lms.tools.scenarios.outcomes import judged
from lms.tools.scenarios.reading import KeptScenario, of_owner
from lms.tools.showing import ShownCalculator
from lms.web.context import actor, db, secret, today
from lms.web.forms import Confirmation, Form

FORMS = {"describe": DescribeForm, "outcome": OutcomeForm, "share": ShareForm, "use": UseForm}


def own_page(
    kept: KeptScenario,
    status: int = 200,
    *,
    shown: ShownCalculator | None = None,
    inputs: Form | None = None,
    refused: str = "",
    **forms: Form,
) -> tuple[str, int]:
    """Show a scenario to its owner. `forms`: those that were sent and refused, by name; the others stand fresh.

    `shown` and `inputs`: the calculator as it was typed. `refused`: why something could not be done, in words.
    """
    fresh: Mapping[str, Form] = {
        "describe": DescribeForm.of(kept),
        "outcome": OutcomeForm(formdata=None, day=today().isoformat()).offer(kept),
        "share": ShareForm(formdata=None),
        "use": UseForm(formdata=None, keep=True),
    }
    html = render_template(
        "tools/scenario.html",
        kept=kept,
        shown=shown or kept.shown,
        inputs=inputs or Confirmation(formdata=None),
        forms={**fresh, **forms},
        picture=forms.get("picture"),
        open_forms=set(forms),
        outcomes=judged(kept),
        history=_history(kept),
        readers=shared_lists.readers(db(), actor(), kept.row.id),
        looks=shared_lists.looks(db(), actor(), kept.row.id),
        longest=LONGEST,
        refused=refused,
        ways=ways_of_today(kept),
    )
    return html, status


def shared_page(row: Scenario, owner: str) -> str:
    """Show a colleague's scenario to be read: its tool with nothing to change, and what came in the end."""
    kept = of_owner(db(), actor(), row, secret())
    return render_template(
        "tools/scenario_shared.html",
        kept=kept,
        shown=kept.shown,
        owner=owner,
        outcomes=judged(kept),
        inputs=Confirmation(formdata=None),
    )


def _history(kept: KeptScenario) -> list[tuple[bool, Any]]:
    """Return (whether it was locked or unlocked, when), the latest first, from the log that nothing is taken out of."""
    seal = known_seal(db(), actor().person_id, secret())
    told = _LOCKS.run(db(), actor(), key=kept.key).scalars()
    return [(opened(each, seal) is True, each.received_at) for each in told]


def _locks(asking: Actor) -> Any:
    return (
        select(Answer)
        .where(scope_of(Answer, asking), Answer.context == bindparam("key"))
        .where(Answer.block == ABOUT, Answer.item == "baseline")
        .order_by(Answer.number.desc())
    )


_LOCKS: Final = Prepared(_locks)
