"""reports: views kept, files made, and when they are mailed

Revision ID: 0029
Revises: 0028
Create Date: 2026-11-22 14:10:00
"""

from __future__ import annotations

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
