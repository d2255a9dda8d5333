"""Which version of the library an offer was decided upon

Revision ID: 0041
Revises: 0040
Create Date: 2026-11-22 22:25:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was left before this goes on being known by its text alone."""
    with op.batch_alter_table("declined_offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("replaced", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("earlier_id", sa.Uuid(), nullable=True))
        for name in ("version_id", "earlier_id"):
            batch_op.create_foreign_key(op.f(f"fk_declined_offer_{name}"), "module_version", [name], ["id"])


def downgrade() -> None:
    """Forget what was taken over; what was left stays left."""
    op.execute("DELETE FROM declined_offer WHERE replaced IS NOT NULL")
    with op.batch_alter_table("declined_offer", schema=None) as batch_op:
        for name in ("earlier_id", "version_id"):
            batch_op.drop_constraint(op.f(f"fk_declined_offer_{name}"), type_="foreignkey")
        for name in ("earlier_id", "replaced", "version_id"):
            batch_op.drop_column(name)
