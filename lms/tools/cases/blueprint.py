"""The addresses of business cases, below those of the tools."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.tools.cases import change_views, views
from lms.tools.cases.panel import panel
from lms.web import slots

CASE = "/tools/business-cases/<uuid:identity>"


def add(bp: Blueprint) -> None:
    """Put the addresses on the tools' own list; a tool cannot be called "business-cases"."""
    bp.get("/tools/business-cases")(views.business_cases)
    bp.post("/tools/business-cases")(change_views.start_case)
    bp.get(CASE)(views.case)
    bp.get(f"{CASE}/page.pdf")(views.case_pdf)
    bp.get(f"{CASE}/effects")(views.case_effects)
    bp.post(f"{CASE}/effects")(change_views.add_effect)
    bp.post(f"{CASE}/effects/renewal")(change_views.renew_effect)
    bp.post(f"{CASE}/measure")(change_views.plan_measure)


def open_in(app: Flask) -> None:
    """Show a case's effects and its page where its scenario is worked on."""
    slots.fill(app, "tools.scenario", panel)
