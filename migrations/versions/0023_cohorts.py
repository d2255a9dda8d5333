"""cohorts and their meetings

Revision ID: 0023
Revises: 0022
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Drop them."""
