"""The addresses of the trainer's home and of the search."""

from __future__ import annotations

from flask import Blueprint

from lms.studio.library import views


def add(bp: Blueprint) -> None:
    """Put the addresses into the studio's blueprint."""
    bp.get("/author")(views.library)
    bp.get("/author/search", endpoint="search")(views.search)
