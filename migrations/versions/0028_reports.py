"""reports: what was counted, and when

Revision ID: 0028
Revises: 0027
Create Date: 2026-11-22 14:10:00
"""

from __future__ import annotations

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
