"""The addresses of scenarios, below those of the tools."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.tools.scenarios import change_views, share_views, views
from lms.tools.scenarios import own_data as _own_data  # noqa: F401  - adds to a person's export
from lms.tools.scenarios.keeping import panel
from lms.web import slots

SCENARIO = "/tools/scenarios/<uuid:identity>"


def add(bp: Blueprint) -> None:
    """Put the addresses on the tools' own list; a tool cannot be called "scenarios"."""
    bp.get("/tools/scenarios")(views.scenarios)
    bp.get("/tools/scenarios/compare")(views.comparison)
    bp.get("/tools/<name>/scenarios")(views.tool_scenarios)
    bp.post("/tools/<name>/scenarios")(change_views.save_scenario)
    bp.get(SCENARIO)(views.scenario)
    bp.post(SCENARIO)(change_views.scenario_inputs)
    bp.post(f"{SCENARIO}/description")(change_views.describe_scenario)
    bp.post(f"{SCENARIO}/copies")(change_views.copy_scenario)
    bp.post(f"{SCENARIO}/removal")(change_views.remove_scenario)
    bp.post(f"{SCENARIO}/return")(change_views.restore_scenario)
    bp.post(f"{SCENARIO}/baseline")(change_views.lock_scenario)
    bp.post(f"{SCENARIO}/baseline/removal")(change_views.unlock_scenario)
    bp.post(f"{SCENARIO}/use")(change_views.use_scenario)
    bp.post(f"{SCENARIO}/outcome")(change_views.outcome)
    bp.post(f"{SCENARIO}/shares")(share_views.share_scenario)
    bp.post(f"{SCENARIO}/shares/removal")(share_views.revoke_share)


def open_in(app: Flask) -> None:
    """Show scenarios where other pages leave a place for them."""
    slots.fill(app, "tools.keep", panel)
    slots.fill(app, "people.me", share_views.about_me)
