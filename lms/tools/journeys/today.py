"""The way as it is today, which a scenario draws its own over."""

from __future__ import annotations

import json

from lms.tools.printed import harmless
from lms.tools.scenarios.reading import KeptScenario, of_tool
from lms.web.context import actor, db, secret


def ways_of_today(kept: KeptScenario) -> str:
    """Return {table: rows} of the tool's own numbers as JSON for the page; empty where no table of it is a way."""
    tables = [each for each in kept.calculator.tables if each.curve]
    if not tables:
        return ""
    tool, _scenarios = of_tool(db(), actor(), kept.calculator, secret())
    return harmless(json.dumps({each.name: tool.results.tables[each.name] for each in tables}, ensure_ascii=False))
