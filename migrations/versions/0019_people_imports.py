"""people from files, and how to take an import back

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Drop them."""
