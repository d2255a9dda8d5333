"""what HR keeps of people: absences, time zone, since when in the job; words to find them by

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns."""
    op.add_column("person", sa.Column("time_zone", sa.String(length=40), nullable=True))
    for name in ("job_since", "away_from", "away_until"):
        op.add_column("person", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    for name in ("away_until", "away_from", "job_since", "time_zone"):
        op.drop_column("person", name)
