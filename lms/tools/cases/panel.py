"""What makes a scenario of the calculator `business-case` a case: the way from effects to the page, on its own page."""

from __future__ import annotations

from flask import render_template

from lms.tools.cases.links import MEASURE
from lms.tools.cases.sources import is_case, sources
from lms.tools.cases.taking import linked_rows, links_of
from lms.tools.scenarios.reading import KeptScenario
from lms.web.context import actor, db, secret
from lms.web.forms import Confirmation


def panel(kept: KeptScenario) -> str:
    """Return the way of a case, where the scenario is one of the reader's own; nothing for any other."""
    if not is_case(kept) or not kept.is_mine:
        return ""
    links = linked_rows(kept, sources(db(), actor(), secret())) if links_of(kept) else []
    return render_template(
        "tools/case_panel.html",
        kept=kept,
        links=links,
        is_measured=bool(kept.about(MEASURE)),
        form=Confirmation(formdata=None),
    )
