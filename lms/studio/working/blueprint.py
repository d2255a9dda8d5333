"""The addresses of what works, and what the module's page may ask for."""

from __future__ import annotations

from flask import Blueprint

from lms.studio.working import views
from lms.studio.working.words import duration


def add(bp: Blueprint) -> None:
    """Put the addresses into the studio's blueprint."""
    bp.get("/author/modules/<slug>/working")(views.working)
    bp.get("/author/modules/<slug>/working.csv", endpoint="working_file")(views.figures_file)
    bp.context_processor(lambda: {"what_works": views.what_works, "duration_in_words": duration})
