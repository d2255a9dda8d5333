"""reminders: steps, templates, wishes of readers

Revision ID: 0027
Revises: 0026
Create Date: 2026-11-22 14:10:00
"""

from __future__ import annotations

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
