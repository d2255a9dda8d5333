"""the list of who did what is only added to

Revision ID: 0031
Revises: 0030
Create Date: 2026-11-22 14:10:00
"""

from __future__ import annotations

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
