"""How somebody moved from one edition of a module to the next

Revision ID: 0039
Revises: 0038
Create Date: 2026-11-22 19:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has moved yet."""
    op.add_column("enrolment", sa.Column("moves", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Whoever moved stays where they are."""
    op.drop_column("enrolment", "moves")
