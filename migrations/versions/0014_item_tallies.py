"""what many attempts say of one question

Revision ID: 0014
Revises: 0013
Create Date: 2026-11-22 07:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UNFOLDED = (("attempt", "submitted_at", "submitted"), ("sitting", "closed_at", "closed"))


def upgrade() -> None:
    """Make room for tallies and their released copies, and find what is not counted yet without reading the rest."""
    op.create_table(
        "item_tally",
        *_key(),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("restated", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        *_constraints("item_tally"),
    )
    op.create_table(
        "item_release",
        *_key(),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        *_constraints("item_release"),
    )
    op.add_column("sitting", sa.Column("folded", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table, at, state in UNFOLDED:
        where = sa.text(f"NOT folded AND state = '{state}'")
        op.create_index(f"ix_{table}_unfolded", table, [at], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Forget what was counted."""
    for table, _at, _state in UNFOLDED:
        op.drop_index(f"ix_{table}_unfolded", table)
    op.drop_column("sitting", "folded")
    op.drop_table("item_release")
    op.drop_table("item_tally")


def _key() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("item", sa.String(80), nullable=False),
    )


def _constraints(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "quiz_id", "number", "item", name=op.f(f"pk_{table}")),
    )
